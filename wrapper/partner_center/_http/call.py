"""One call, from its first attempt to its end: what has become of it so far, and what comes next. No I/O."""

import math
import random
from collections.abc import Callable

import httpx

from partner_center_api.models import ResourceCollectionOfOffer

from .._addresses import shown_url, without_customer
from .._evidence import one_line, sent_token, undecodable
from .._json import JsonError, parse_json
from .._network_failures import causes, may_pass
from .._retry_after import retry_after
from .._schedule import is_worth_a_retry, leaves_time_for, wait_after
from ..errors import (
    ApiError,
    CredentialError,
    PartnerCenterError,
    RequestTimeoutError,
    ResponseDecodeError,
    ThrottledError,
    TransportError,
)
from ..events import CallDelayed, ItemSkipped, RetryScheduled
from ..paging.page import OfferPage, leads_on, page_of, read_contract_page, too_many_objects
from ..paging.walk import Call
from ..retry import RetryPolicy
from .body import MOST_BYTES_OF_AN_ERROR, ON_CHUNK
from .clock import Clock
from .redaction import holds_token, without_tokens
from .responses import Exchange, fault_of, says_a_fault
from .throttle import Throttle

_LONGEST_REASON = 500
ATTEMPTS = "partner_center.attempts"
"""The extension of a request that holds the Attempts it belongs to."""
RENEWED = "partner_center.renewed"
"""The extension of a request whose token was rejected, which happens once: whether there is another to send it with."""


class AnotherAttempt(Exception):  # noqa: N818 - no error, but what follows from one
    """The call is to be sent again, as ``Attempts.scheduled`` says."""


class Attempts:
    """What one call has been through.

    Tell it ``begin`` before each attempt, ``heard`` when an answer has come, and then ``answered``; or ``failed`` or
    ``not_signed_in``. What comes of it is a page, ``AnotherAttempt``, or what the caller is to see.
    """

    scheduled: RetryScheduled | None = None
    """The retry to come; None before the first attempt."""

    def __init__(
        self,
        request: httpx.Request,
        call: Call,
        *,
        policy: RetryPolicy | None,
        throttle: Throttle,
        clock: Clock,
        strict: bool,
    ) -> None:
        self.request = request
        self.sent = 0
        """How many requests were sent."""
        self.status: int | None = None
        """The status of the last answer; None where none came."""
        self._call = call
        self._policy = policy
        self._throttle = throttle
        self._clock = clock
        self._strict = strict
        self._began = clock.monotonic()
        self._deadline = math.inf if policy is None or policy.deadline is None else self._began + policy.deadline
        self._failed = 0
        self._has_begun = False
        self._timeouts: dict[str, float | None] = request.extensions["timeout"]
        request.extensions[ATTEMPTS] = self
        request.extensions[ON_CHUNK] = self.check_deadline

    def time_left(self) -> float:
        """Return the seconds until the deadline of the call, at least 0."""
        return max(0.0, self._deadline - self._clock.monotonic())

    def delay(self) -> CallDelayed | None:
        """Return how long the call has to wait before it may be sent, or None where it may be sent now.

        Raises:
            ThrottledError: That is longer than the call is ready to wait.
        """
        if self._policy is None:
            return None
        now = self._clock.monotonic()
        wait = self._throttle.remaining(now)
        if not wait:
            return None
        if wait > self._policy.max_wait or not leaves_time_for(self._policy, now - self._began + wait):
            raise self._throttled(wait)
        return CallDelayed(
            method=self.request.method,
            url=shown_url(self.request.url),
            wait=wait,
            request_id=self._call.request_id,
            correlation_id=self._call.correlation_id,
        )

    def begin(self) -> httpx.Request:
        """Return what to send now.

        Raises:
            RequestTimeoutError: No time is left for it.
        """
        if not self.time_left():
            raise self.out_of_time()
        self.status = None
        self._has_begun = True
        self.bound_timeouts()
        return self.request

    def bound_timeouts(self) -> None:
        """Let no step of the request that is under way take longer than there is time left."""
        left = self.time_left()
        if left < math.inf:
            self.request.extensions["timeout"] = {
                phase: left if seconds is None else min(seconds, left) for phase, seconds in self._timeouts.items()
            }

    def check_deadline(self) -> None:
        """Raise an ``httpx.ReadTimeout`` where the call has no time left."""
        if self._clock.monotonic() >= self._deadline:
            raise httpx.ReadTimeout("the deadline of the call is over", request=self.request)

    def is_to_be_sent_again(self) -> bool:
        """Tell whether the answer that came says no more than that the token was to be replaced, and it was."""
        is_renewed: bool = self.request.extensions.get(RENEWED, False)
        if is_renewed:
            self.request.extensions[RENEWED] = False
        return is_renewed

    def heard(self, response: httpx.Response) -> None:
        """Take note of a plea to be quiet, before the place of this call goes to another."""
        if self._policy is None or not is_worth_a_retry(response.status_code):
            return
        wait = retry_after(response.headers, now=self._clock.now())
        if wait:
            self._throttle.hold(wait, now=self._clock.monotonic(), status=response.status_code)

    def answered(self, response: httpx.Response) -> OfferPage:
        """Return the page in an answer.

        Raises:
            AnotherAttempt: There is none, but there may be in the next.
            ApiError: It is a fault, and not to be tried again.
            ResponseDecodeError: It is neither a page nor a fault.
        """
        self.status = response.status_code
        try:
            return self._page(response)
        except ApiError as fault:
            if not is_worth_a_retry(fault.status):
                raise
            if self._schedule(fault, retry_after=fault.retry_after):
                raise AnotherAttempt from fault
            raise
        except ResponseDecodeError as error:
            # Where only the end of the connection ends the body, one that was cut off looks whole.
            is_framed = (
                "Content-Length" in response.headers
                or "Transfer-Encoding" in response.headers
                or response.http_version == "HTTP/2"
            )
            if is_framed or response.status_code == httpx.codes.NO_CONTENT:
                raise
            if self._schedule(error):
                raise AnotherAttempt from error
            raise

    def failed(self, error: httpx.HTTPError | OSError) -> Exception:
        """Return what follows from an attempt that brought no whole answer: AnotherAttempt, or a TransportError.

        Raise it where the error is handled no longer, or the error becomes its context, tokens and all.
        """
        failure = self._failure(error)
        return AnotherAttempt() if may_pass(error) and self._schedule(failure) else failure

    def not_signed_in(self, error: CredentialError) -> Exception:
        """Return what follows from an attempt that had no token to go with: AnotherAttempt, or the error."""
        may_pass_soon = error.retry_after is not None and self._schedule(error, retry_after=error.retry_after)
        return AnotherAttempt() if may_pass_soon else error

    def out_of_time(self) -> RequestTimeoutError:
        """Return the error for a call whose deadline came while it was under way, or before its turn."""
        what, more = "answered in time", ""
        if not self.sent:
            what = "sent: no token came in time" if self._has_begun else "sent in time"
            more = "" if self._has_begun else ", or more calls at once with `max_concurrency`"
        return RequestTimeoutError(
            one_line(
                f"{self.request.method} {self.request.url} was not {what}. Allow more time with the `deadline` of "
                f"`retry`{more}."
            ),
            method=self.request.method,
            url=str(self.request.url),
            attempts=self.sent,
            request_id=self._call.request_id,
        )

    def skipped(self, problem: str) -> ItemSkipped:
        """Return the event for something in the page that could not be used."""
        return ItemSkipped(
            problem=without_customer(problem, self.request.url),
            url=shown_url(self.request.url),
            request_id=self._call.request_id,
            correlation_id=self._call.correlation_id,
        )

    def _page(self, response: httpx.Response) -> OfferPage:
        if not response.is_success:
            raise fault_of(response, self._exchange(), now=self._clock.now())
        if objects := too_many_objects(response.content):
            raise undecodable(
                response, response.content, f"holds {objects} objects and lists, but offers are larger than those"
            )
        resource = read_contract_page(response.content)
        page = None if resource is None else page_of(response, resource)
        if page is None:
            page = self._page_beyond_the_contract(response)
        if self._strict and page.problems:
            raise undecodable(response, response.content, f"is not well formed: {page.problems[0]}")
        # Whatever is made of a link, an address or an error, may be shown.
        if leads_on(page) and holds_token(repr(page.resource.links), sent_token(response.request)):
            raise undecodable(response, response.content, "repeats our token in its links")
        return page

    def _page_beyond_the_contract(self, response: httpx.Response) -> OfferPage:
        content = response.content
        # The errors of parsers hold the whole body, which may hold a token: none of them is kept as a cause.
        parsed, reason = None, ""
        try:
            parsed = parse_json(content)
        except JsonError as error:
            reason = str(error)
        if parsed is None:
            raise undecodable(response, content, f"is not JSON: {reason}")
        body = parsed.value
        if not isinstance(body, dict):
            raise undecodable(response, content, "is not a JSON object")
        page = page_of(response, ResourceCollectionOfOffer.from_dict(body), problems=parsed.problems)
        # A fault may come with what a page has, but then there is nothing in it.
        may_be_a_fault = (page is None or not page.size) and len(content) <= MOST_BYTES_OF_AN_ERROR
        if may_be_a_fault and says_a_fault(body, is_a_page=page is not None):
            raise fault_of(response, self._exchange(), now=self._clock.now())
        if page is not None:
            return page
        raise undecodable(response, content, "is no page of offers: it has no list of items")

    def _schedule(self, error: PartnerCenterError, *, retry_after: float | None = None) -> bool:
        """Schedule the next attempt, and tell whether there is to be one."""
        self._failed += 1
        if self._policy is None:
            return False
        wait = wait_after(
            self._policy,
            self._failed,
            elapsed=self._clock.monotonic() - self._began,
            retry_after=retry_after,
            jitter=random.random(),  # noqa: S311 - it spreads calls over time and guards nothing
        )
        if wait is None:
            return False
        self.scheduled = RetryScheduled(
            method=self.request.method,
            url=shown_url(self.request.url),
            status=self.status,
            error="CredentialError" if isinstance(error, CredentialError) else type(error).__name__,
            attempt=self._failed,
            wait=wait,
            request_id=self._call.request_id,
            correlation_id=self._call.correlation_id,
        )
        return True

    def _failure(self, error: httpx.HTTPError | OSError) -> TransportError:
        what = f"{self.request.method} {self.request.url}"
        token = sent_token(self.request)
        reason = one_line(without_tokens(str(error), token), _LONGEST_REASON) or type(error).__name__
        kind: Callable[..., TransportError]
        if isinstance(error, httpx.TimeoutException):
            kind = RequestTimeoutError
            message = (
                f"{what} was not answered in time ({type(error).__name__}: {reason}). Allow more with `timeout` or the "
                "`deadline` of `retry`, or ask for less with a page size."
            )
        else:
            kind = TransportError
            message = f"{what} got no whole answer: {reason.rstrip('.')}."
        failure = kind(
            one_line(message),
            method=self.request.method,
            url=str(self.request.url),
            attempts=self.sent,
            request_id=self._call.request_id,
        )
        # A proxy may write our request back as a header, which the parsers' errors quote.
        if all(without_tokens(str(cause), token) == str(cause) for cause in causes(error)):
            failure.__cause__ = error
        return failure

    def _throttled(self, wait: float) -> ThrottledError:
        exchange = self._exchange()
        return ThrottledError(
            one_line(
                f"{exchange.method} {exchange.url} was not sent: the service asked this client to wait, {wait:.0f} s "
                f"are left, and the client's `retry` does not allow that long. (request id {exchange.request_id})"
            ),
            status=self._throttle.status,
            code=None,
            description=None,
            data=(),
            source=None,
            request_id=exchange.request_id,
            correlation_id=exchange.correlation_id,
            retry_after=wait,
            method=exchange.method,
            url=exchange.url,
            attempts=exchange.attempts,
            hint=None,
            body=b"",
        )

    def _exchange(self) -> Exchange:
        return Exchange(
            method=self.request.method,
            url=str(self.request.url),
            attempts=self.sent,
            request_id=self._call.request_id,
            correlation_id=self._call.correlation_id,
            patience=math.inf if self._policy is None else min(self._policy.max_wait, self.time_left()),
        )
