"""One call: what is sent, what has happened so far, and what comes next. It logs, and does no other I/O."""

import random
from collections.abc import Callable, Mapping
from typing import Any, Generic, Self, TypeVar
from urllib.parse import quote
from uuid import uuid4

import attrs
import httpx

from partner_center_api.types import Model, OperationRequest

from .. import errors
from ..config import ClientConfig
from ..events import (
    CallDelayed,
    ItemSkipped,
    RequestSent,
    ResponseReceived,
    RetryScheduled,
    is_debugging,
    report,
    warn_of_missing_mfa,
)
from ..retry import causes, is_retryable_status, is_transient, next_delay, parse_retry_after
from . import shared
from .api_errors import error_from_response, may_accept_new_token
from .exchange import RawResponse
from .network import describe_network_error
from .redaction import body_excerpt, one_line, redact_tokens
from .responses import Result, parse_result

ModelT = TypeVar("ModelT", bound=Model)
Outcome = RawResponse | Exception

# The parameters that logs, events and spans show. Others may come from a link, with any content.
_SHOWN_PARAMETERS = ("country", "offer_category_id", "offset", "size")
_LONGEST_CALL = 4e6  # some 46 days, in seconds: Windows cannot wait much longer
NO_SLOT = "was not sent before its deadline: no other call ended. Allow more calls at once with `max_concurrency`, or"
NO_TOKEN = "was not sent before its deadline: no token arrived. You can"  # noqa: S105 - it is not a password
NO_RESPONSE = "was not answered before its deadline. You can"


@attrs.frozen(kw_only=True, eq=False)
class Call(Generic[ModelT]):
    """What is sent, the same in all attempts. ``template`` is its address with the names of parameters."""

    method: str
    url: httpx.URL
    headers: Mapping[str, str]
    model: type[ModelT]
    template: str
    request_id: str
    correlation_id: str
    config: ClientConfig

    @classmethod
    def of(
        cls,
        operation: Callable[..., OperationRequest[ModelT]],
        config: ClientConfig,
        link: tuple[httpx.URL, Mapping[str, str]] | None = None,
        **paging: int,
    ) -> Self:
        """Return a call of an operation: its ``build_request``, bound to all arguments but headers and ``paging``.

        A ``link`` is an address to call instead, with additional headers.
        """
        request_id, correlation_id = str(uuid4()), config.correlation_id or str(uuid4())
        ids = {"ms_request_id": request_id, "ms_correlation_id": correlation_id}
        request = operation(x_locale=config.locale, **ids, **paging)
        root = str(config.base_url).rstrip("/")
        url, headers = link or (httpx.URL(f"{root}{request.url}", params=request.params), {})
        return cls(
            method=request.method.upper(),
            url=url,
            # A link cannot replace the ids and the locale that the caller asked for.
            headers={**headers, **config.headers, **request.headers},
            model=request.result,
            template=f"{root}{request.template}",
            request_id=request_id,
            correlation_id=correlation_id,
            config=config,
        )

    @property
    def shown_url(self) -> str:
        """The address for logs, events and spans: without the customer and without unknown parameters."""
        query = self.url.params
        shown = "&".join(f"{name}={quote(query[name], safe='')}" for name in _SHOWN_PARAMETERS if name in query)
        return f"{self.template}?{shown}" if shown else self.template


class CallState(Generic[ModelT]):
    """What has happened to one call: ``pause`` before each attempt, ``begin`` it, and ``conclude`` its outcome."""

    def __init__(self, call: Call[ModelT], client: shared.ClientState) -> None:
        self.call = call
        self.attempts = 0
        self.tokens: tuple[str, ...] = ()
        self._client = client
        self._policy = call.config.retry
        self._began = shared.monotonic()
        deadline = (self._policy and self._policy.deadline) or _LONGEST_CALL
        self._deadline = self._began + min(deadline, _LONGEST_CALL)
        self._sent = 0.0
        self._failures = 0
        self._scheduled: RetryScheduled | None = None
        self._has_new_token = False

    def time_left(self) -> float:
        """Return the seconds until the deadline, at least 0."""
        return max(0.0, self._deadline - shared.monotonic())

    def pause(self) -> RetryScheduled | CallDelayed | None:
        """Return what to wait for before the next attempt, or None. A wait that is too long is a ThrottledError."""
        scheduled, self._scheduled = self._scheduled, None
        wait = self._client.pause_left()
        if scheduled or self._policy is None or not wait:
            return scheduled
        if self.waits_for(wait):
            return CallDelayed(wait=wait, method=self.call.method, **self._event_details())
        reason = f"the service asked this client to wait, {wait:.0f} s are left, and `retry` does not allow that long"
        message = self._sentence(f"was not sent: {reason}. (request id {self.call.request_id})")
        raise errors.ThrottledError(message, retry_after=wait, **self.error_details())

    def begin(self, token: str) -> httpx.Request:
        """Return the request of the next attempt, or raise a RequestTimeoutError if no time is left for it."""
        if not self.time_left():
            raise self.out_of_time(NO_RESPONSE if self.attempts else NO_TOKEN)
        self.attempts += 1
        self._client.add_request(self.call.request_id)
        self.tokens += () if token in self.tokens else (token,)
        self._sent = shared.monotonic()
        self._trace(RequestSent)
        headers = {**self.call.headers, "Authorization": f"Bearer {token}"}
        return httpx.Request(self.call.method, self.call.url, headers=headers, extensions={"timeout": self._timeouts()})

    def check_response(self, request: httpx.Request, response: httpx.Response) -> None:
        """Check a response while it arrives, and limit the next read to the time that is left."""
        if not self.time_left():
            raise deadline_passed(request)
        if self._client.is_misdirected(response.headers.get("MS-RequestId", ""), self.call.request_id):
            raise httpx.RemoteProtocolError("the response carries the id of another request", request=request)
        request.extensions["timeout"] = self._timeouts()

    def note_outcome(self, outcome: Outcome) -> bool:
        """Report an outcome, pause the client if it asks for that, and return whether to get another token.

        Call this before another call gets the slot, so that the pause includes that call.
        """
        if isinstance(outcome, Exception):
            return False
        self._trace(ResponseReceived, status=outcome.status, seconds=shared.monotonic() - self._sent)
        if self._policy is not None and is_retryable_status(outcome.status):
            self._client.pause(self.retry_after(outcome) or 0.0)
        if self._has_new_token or not may_accept_new_token(outcome):
            return False
        self._has_new_token = True
        return True

    def conclude(self, outcome: Outcome) -> Result[ModelT] | None:
        """Return the result in a response, or None to send the request again, or raise a PartnerCenterError."""
        error: errors.PartnerCenterError
        if isinstance(outcome, errors.CredentialError):
            error, may_pass = outcome, outcome.retry_after is not None
        elif isinstance(outcome, Exception):
            error, may_pass = self._transport_error(outcome), is_transient(outcome)
        elif not outcome.is_success:
            error, may_pass = error_from_response(outcome, self), is_retryable_status(outcome.status)
        else:
            try:
                return self._report(parse_result(outcome, self))
            except errors.ResponseDecodeError as unusable:
                error, may_pass = unusable, not outcome.is_framed
        try:
            if not may_pass or not self._schedule(error):
                raise error
        finally:
            del error  # or its traceback would refer to it
        return None

    def retry_after(self, response: RawResponse) -> float | None:
        """Return the seconds that a response asks to wait, or None if it does not ask."""
        return parse_retry_after(response.headers, now=shared.now())

    def waits_for(self, seconds: float) -> bool:
        """Tell whether the call would wait some seconds because the service asks for it."""
        return self._policy is None or seconds <= min(self._policy.max_wait, self.time_left())

    def out_of_time(self, problem: str) -> errors.RequestTimeoutError:
        """Return the error for a call whose deadline passed: NO_SLOT, NO_TOKEN or NO_RESPONSE."""
        message = self._sentence(f"{problem} allow more time with the `deadline` of `retry`.")
        return errors.RequestTimeoutError(message, **self.error_details())

    def error_details(self, response: RawResponse | None = None) -> dict[str, Any]:
        """Return the attributes of an error that describe the call and its response."""
        call = self.call
        details: dict[str, Any] = {"method": call.method, "url": str(call.url), "attempts": self.attempts}
        details |= {"request_id": call.request_id, "correlation_id": call.correlation_id}
        if response is not None:
            details |= {"status": response.status, "headers": response.headers}
            details |= {"body": body_excerpt(response.body, self.tokens), **response.ids()}
        return details

    def _event_details(self) -> dict[str, str]:
        call = self.call
        return {"url": call.shown_url, "request_id": call.request_id, "correlation_id": call.correlation_id}

    def _trace(self, event: type[RequestSent | ResponseReceived], **details: Any) -> None:
        if self.call.config.on_event is not None or is_debugging():
            details |= {"method": self.call.method, "attempt": self.attempts, **self._event_details()}
            report(event(**details), self.call.config.on_event)

    def _sentence(self, predicate: str) -> str:
        return one_line(f"{self.call.method} {self.call.url} {predicate}")

    def _timeouts(self) -> dict[str, float | None]:
        left, timeouts = self.time_left(), self.call.config.timeout.as_dict()
        return {phase: left if seconds is None else min(seconds, left) for phase, seconds in timeouts.items()}

    def _report(self, result: Result[ModelT]) -> Result[ModelT]:
        for problem in result.problems:
            report(ItemSkipped(problem=problem, **self._event_details()), self.call.config.on_event)
        if result.mfa_compliant is False:
            warn_of_missing_mfa()
        return result

    def _schedule(self, error: Any) -> bool:
        """Schedule the next attempt after an error, and return whether there is one."""
        self._failures += 1
        if self._policy is None:
            return False
        elapsed, jitter = shared.monotonic() - self._began, random.random()  # noqa: S311 - it protects nothing
        retry_after, status = getattr(error, "retry_after", None), getattr(error, "status", None)
        wait = next_delay(self._policy, self._failures, elapsed=elapsed, retry_after=retry_after, jitter=jitter)
        if wait is not None:
            details = {"method": self.call.method, "error": type(error).__name__, **self._event_details()}
            self._scheduled = RetryScheduled(status=status, attempt=self._failures, wait=wait, **details)
        return wait is not None

    def _transport_error(self, error: Exception) -> errors.TransportError:
        reason = one_line(redact_tokens(describe_network_error(error), self.tokens), 800)
        kind, problem = errors.TransportError, f"got no complete response: {reason}."
        if isinstance(error, httpx.TimeoutException):
            kind, problem = errors.RequestTimeoutError, f"was not answered in time ({type(error).__name__}: {reason})."
            problem += " Allow more with `timeout` or the `deadline` of `retry`, or request less with a page size."
        failure = kind(self._sentence(problem), **self.error_details())
        # A proxy may write our request back as a header, which the errors of parsers quote.
        if all(redact_tokens(str(cause), self.tokens) == str(cause) for cause in causes(error)):
            failure.__cause__ = error
        return failure


def deadline_passed(request: httpx.Request) -> httpx.ReadTimeout:
    """Return the error for a response that is not complete at the deadline of its call."""
    return httpx.ReadTimeout("the deadline of the call has passed", request=request)
