"""A span and a measurement for each attempt, if OpenTelemetry is installed (the extra ``otel``) and set up.

Names and attributes are those of OpenTelemetry's stable semantic conventions for HTTP clients.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import perf_counter
from typing import Any

import httpx

from .._version import __version__
from .call import Call, Outcome

Record = Callable[[Outcome], Outcome]
TraceAttempt = Callable[[Call[Any], httpx.Request, int], AbstractContextManager[Record]]
"""Takes a call, a request and how many requests were sent before. In its context, a function takes the outcome."""

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
_UNTRACED: AbstractContextManager[Record] = nullcontext(lambda outcome: outcome)


def trace_attempts() -> TraceAttempt:
    """Return a function that traces attempts. If OpenTelemetry is not installed, it does nothing."""
    try:
        from opentelemetry import metrics, propagate, trace
    except ImportError:
        return lambda _call, _request, _resends: _UNTRACED
    tracer = trace.get_tracer("partner_center", __version__)
    durations = metrics.get_meter("partner_center", __version__).create_histogram(
        "http.client.request.duration", unit="s", explicit_bucket_boundaries_advisory=_BUCKETS
    )

    @contextmanager
    def traced(call: Call[Any], request: httpx.Request, resends: int) -> Iterator[Record]:
        url = request.url
        measured: dict[str, str | int] = {"http.request.method": request.method, "server.address": url.host}
        measured["server.port"] = url.port or {"http": 80, "https": 443}[url.scheme]
        resend_count = {"http.request.resend_count": resends} if resends else {}
        attributes = {**measured, **resend_count, "url.full": call.shown_url}
        name = f"{request.method} {httpx.URL(call.template).path}"
        span = tracer.start_span(name, kind=trace.SpanKind.CLIENT, attributes=attributes)

        def record(outcome: Outcome) -> Outcome:
            measured.update(_describe(outcome))
            return outcome

        began = perf_counter()
        try:
            # The message of an exception may hold the id of a customer.
            with trace.use_span(span, record_exception=False, set_status_on_exception=False), _suppress_httpx_spans():
                propagate.inject(request.headers)
                yield record
        except BaseException as error:
            measured.update(_describe(error))
            raise
        finally:
            span.set_attributes(measured)
            if "error.type" in measured:
                span.set_status(trace.StatusCode.ERROR)
            span.end()
            durations.record(perf_counter() - began, measured)

    def trace_attempt(call: Call[Any], request: httpx.Request, resends: int) -> AbstractContextManager[Record]:
        # The providers of the API package do nothing: OpenTelemetry is not set up.
        modules = [type(trace.get_tracer_provider()).__module__, type(metrics.get_meter_provider()).__module__]
        is_set_up = not all(module.startswith(("opentelemetry.trace", "opentelemetry.metrics")) for module in modules)
        return traced(call, request, resends) if is_set_up else _UNTRACED

    return trace_attempt


def _describe(outcome: Outcome | BaseException) -> dict[str, str | int]:
    if isinstance(outcome, BaseException):
        kind = type(outcome)
        return {"error.type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")}
    error = {"error.type": str(outcome.status)} if outcome.status >= 400 else {}
    version = outcome.http_version.removeprefix("HTTP/")
    return {"http.response.status_code": outcome.status, "network.protocol.version": version, **error}


def _suppress_httpx_spans() -> AbstractContextManager[None]:
    """Suppress the spans of OpenTelemetry's instrumentation of httpx: each request has one already."""
    try:
        from opentelemetry.instrumentation.utils import suppress_http_instrumentation
    except ImportError:
        return nullcontext()
    return suppress_http_instrumentation()
