"""A span for each call, where OpenTelemetry is installed (the extra ``otel``); nothing where it is not.

Names of attributes: OpenTelemetry's semantic conventions for HTTP client spans, as stable since 1.23.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from .._addresses import shown_path, shown_url
from .._version import __version__
from ..errors import ApiError
from ..paging.links import DEFAULT_PORTS
from .call import Attempts

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_NOTHING = nullcontext()


Tracing = Callable[[Attempts], AbstractContextManager[None]]
"""Returns what a call has to be made in: one span for all its attempts, or nothing."""


def tracing() -> Tracing:
    """Return what makes spans of calls, or nothing where OpenTelemetry is not installed."""
    try:
        from opentelemetry import trace
    except ImportError:
        return _no_span
    tracer = trace.get_tracer("partner_center", __version__)

    def span(attempts: Attempts) -> AbstractContextManager[None]:
        # Without a provider there is nobody to see a span, and making one takes longer than reading a small page.
        if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
            return _NOTHING
        return _span(tracer, attempts)

    return span


def _no_span(_attempts: Attempts) -> AbstractContextManager[None]:
    return _NOTHING


@contextmanager
def _span(tracer: "Tracer", attempts: Attempts) -> Iterator[None]:
    from opentelemetry.trace import SpanKind, Status, StatusCode

    request = attempts.request
    url = request.url
    with tracer.start_as_current_span(
        f"{request.method} {shown_path(url)}",
        kind=SpanKind.CLIENT,
        attributes={
            "http.request.method": request.method,
            "server.address": url.host,
            "server.port": url.port or DEFAULT_PORTS[url.scheme],
            "url.full": shown_url(url),
        },
        # Its message may hold the id of a customer, which a trace does not show.
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield
        except BaseException as error:
            span.set_attribute("error.type", _error_type(error))
            span.set_status(Status(StatusCode.ERROR))
            raise
        finally:
            if attempts.status is not None:
                span.set_attribute("http.response.status_code", attempts.status)
            if attempts.sent > 1:
                span.set_attribute("http.request.resend_count", attempts.sent - 1)


def _error_type(error: BaseException) -> str:
    """Return the status of a fault as the conventions want it, or the name of the exception."""
    if isinstance(error, ApiError) and error.status >= 400:
        return str(error.status)
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
