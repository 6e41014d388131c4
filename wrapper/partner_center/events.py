"""What a client reports while it works. Each event is a log record of ``partner_center`` and a call of ``on_event``.

``RequestSent`` and ``ResponseReceived`` are logged at level DEBUG, all others at WARNING.
"""

import logging
from collections.abc import Callable
from functools import cache

import attrs

_log = logging.getLogger("partner_center")


@attrs.frozen(kw_only=True)
class _CallEvent:
    url: str
    request_id: str
    correlation_id: str


@attrs.frozen(kw_only=True)
class RetryScheduled(_CallEvent):
    """An attempt failed, and the request will be sent again.

    Attributes:
        method: The method of the request.
        url: Its address, without the customer.
        status: The HTTP status; None if no complete response arrived, or no token was available.
        error: The name of the exception that the last attempt would have raised.
        attempt: How many attempts have failed, from 1.
        wait: The seconds until the next attempt.
        request_id: The ``MS-RequestId``, the same in all attempts.
        correlation_id: The ``MS-CorrelationId`` of the query.
    """

    method: str
    status: int | None
    error: str
    attempt: int
    wait: float

    def __str__(self) -> str:
        outcome = f"returned {self.status}"
        if self.status is None:
            outcome = "had no token" if self.error == "CredentialError" else "got no complete response"
        problem = f"{self.method} {self.url} {outcome} ({self.error}) in attempt {self.attempt}"
        return f"{problem}; next attempt in {self.wait:.1f} s (request id {self.request_id})"


@attrs.frozen(kw_only=True)
class CallDelayed(_CallEvent):
    """A call waits ``wait`` seconds before it is sent, because the service asked this client to slow down."""

    method: str
    wait: float

    def __str__(self) -> str:
        reason = f"because the service asked this client to slow down (request id {self.request_id})"
        return f"{self.method} {self.url} waits {self.wait:.1f} s, {reason}"


@attrs.frozen(kw_only=True)
class ItemSkipped(_CallEvent):
    """A part of a page could not be used; ``problem`` describes it. The rest of the page was used."""

    problem: str

    def __str__(self) -> str:
        return f"{self.problem} See the response to {self.url} (request id {self.request_id})"


@attrs.frozen(kw_only=True)
class RequestSent(_CallEvent):
    """A request is about to be sent, for the ``attempt``-th time."""

    method: str
    attempt: int

    def __str__(self) -> str:
        return f"{self.method} {self.url} is sent in attempt {self.attempt} (request id {self.request_id})"


@attrs.frozen(kw_only=True)
class ResponseReceived(_CallEvent):
    """A complete response with a ``status`` arrived ``seconds`` after its request was sent."""

    method: str
    attempt: int
    status: int
    seconds: float

    def __str__(self) -> str:
        outcome = f"returned {self.status} after {self.seconds * 1000:.0f} ms in attempt {self.attempt}"
        return f"{self.method} {self.url} {outcome} (request id {self.request_id})"


Event = RetryScheduled | CallDelayed | ItemSkipped | RequestSent | ResponseReceived
OnEvent = Callable[[Event], object]


def report(event: Event, on_event: OnEvent | None) -> None:
    """Log an event, and pass it to the callback. A callback that fails is logged, and nothing else fails."""
    level = logging.DEBUG if isinstance(event, RequestSent | ResponseReceived) else logging.WARNING
    _log.log(level, "%s", event, extra={"partner_center_event": event})
    if on_event is not None:
        try:
            on_event(event)
        except Exception:  # noqa: BLE001 - the callback is the user's, and its failure is logged with its traceback
            _log.exception("on_event failed on %s", type(event).__name__)


def is_debugging() -> bool:
    """Tell whether events at level DEBUG are logged."""
    return _log.isEnabledFor(logging.DEBUG)


def log_to_stderr(level: str | None) -> None:
    """Write log records to standard error if ``PARTNER_CENTER_LOG`` has a level."""
    if level:
        if level.lower() not in {"debug", "info"}:
            raise ValueError(f"PARTNER_CENTER_LOG must be debug or info, got {level!r}")
        logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        _log.setLevel(level.upper())


@cache
def warn_of_missing_mfa() -> None:
    """Log a warning about a user without multi-factor authentication, once in a process."""
    problem = "The user of this token did not sign in with multi-factor authentication (MFA)."
    advice = "Partner Center rejects such calls since 1 April 2026: the user must sign in again with MFA."
    _log.warning("%s %s", problem, advice)
