"""When a client sends a request again: ``RetryPolicy``, and the rules that all policies share."""

import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import attrs
import httpx

NETWORK_ERRORS = (httpx.HTTPError, OSError)
"""What httpx raises if no complete response arrived. TLS errors in the middle of a response are an OSError."""

_LONGEST = 1e9  # some thirty years: the operating system cannot wait much longer


def _check(_policy: object, attribute: "attrs.Attribute[Any]", value: Any) -> None:
    name = attribute.name
    if name == "max_attempts":
        must_be, is_valid = "a whole number from 1 to 100", isinstance(value, int) and 1 <= value <= 100
    elif name == "deadline":
        must_be = f"a number of seconds above 0 and up to {_LONGEST:.0f}, or None for no deadline"
        is_valid = value is None or (isinstance(value, int | float) and 0 < value <= _LONGEST)
    else:
        must_be = f"a number of seconds from 0 to {_LONGEST:.0f}"
        is_valid = isinstance(value, int | float) and 0 <= value <= _LONGEST
    if not is_valid or isinstance(value, bool):
        raise ValueError(f"{name} must be {must_be}, got {value!r}")


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """How a client retries when the service, the sign-in or the network fails. All seconds are at most 1e9.

    Args:
        max_attempts: How many times a request is sent at most, the first time included, from 1 to 100.
        backoff: The longest wait after the first attempt, in seconds. It doubles with each attempt. The actual wait is
            random, from 0 to this, so that many clients do not retry at the same time.
        max_backoff: The longest wait after any attempt without a ``Retry-After``, in seconds.
        max_wait: The longest ``Retry-After`` that the client waits for, in seconds. If the service asks for more, its
            error is raised at once, with ``retry_after`` set.
        deadline: The seconds, more than 0, that a call may take with all its attempts and waits; None for no limit.

    Raises:
        ValueError: A number is out of range.

    Source: the page on API throttling guidance asks clients to wait as told, longer when told again, and never to
    retry at once, because each attempt counts. The numbers are this library's.
    """

    max_attempts: int = attrs.field(default=4, validator=_check)
    backoff: float = attrs.field(default=0.5, validator=_check)
    max_backoff: float = attrs.field(default=30.0, validator=_check)
    max_wait: float = attrs.field(default=120.0, validator=_check)
    deadline: float | None = attrs.field(default=300.0, validator=_check)


def next_delay(
    policy: RetryPolicy, attempt: int, *, elapsed: float, retry_after: float | None, jitter: float
) -> float | None:
    """Return the seconds to wait after a number of failed attempts, or None if there is no next attempt.

    ``elapsed`` is the time since the call began, and ``jitter`` a random number from 0 to 1.
    """
    if attempt >= policy.max_attempts or (retry_after or 0) > policy.max_wait:
        return None
    # Each attempt counts at the service, so a Retry-After of 0 still gets the back-off.
    delay = max(retry_after or 0, jitter * min(policy.max_backoff, policy.backoff * 2.0 ** (attempt - 1)))
    return delay if policy.deadline is None or elapsed + delay < policy.deadline else None


def is_retryable_status(status: int) -> bool:
    """Tell whether a request that was answered with a status may succeed when it is sent again.

    Sources: the archived .NET SDK and the page on error codes for the statuses that never change by themselves. A 5xx
    status that the service does not list comes from a proxy; 501, 505 and 511 do not pass in a minute.
    """
    return status in {408, 429} or (500 <= status <= 599 and status not in {501, 505, 511})


def is_transient(error: BaseException) -> bool:
    """Tell whether a failure of the network may pass by itself."""
    if isinstance(error, httpx.LocalProtocolError | httpx.UnsupportedProtocol):
        return False
    if isinstance(error, httpx.ProxyError) and (status := str(error)[:3]).isdecimal():
        return is_retryable_status(int(status))
    return not any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes(error))


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, and the exceptions that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def parse_http_date(value: str) -> float | None:
    """Return a date in a header as seconds since the epoch, or None if it is not a date."""
    # The parser would also take "-5" and "Fri" for a date. The longest form of an HTTP date has 33 characters.
    if len(value) > 33 or not re.match(r"[A-Za-z]+,? .*\d", value):
        return None
    from dateutil import parser  # costs a third of what httpx costs, and few responses contain a date that matters

    try:  # HTTP dates are in GMT, even if their time zone is missing or unknown
        date: datetime = parser.parse(value, tzinfos=lambda _name, offset: offset or 0)
        return date.timestamp() if date.tzinfo else date.replace(tzinfo=UTC).timestamp()
    except (ValueError, ArithmeticError):
        return None


def parse_retry_after(headers: httpx.Headers, *, now: float) -> float | None:
    """Return the seconds that ``Retry-After`` asks to wait, at most 1e9, or None if it does not ask.

    A date is compared with the response's own ``Date``, so that wrong clocks do not matter, or with ``now``.
    """
    # httpx joins repeated headers with a comma: the first value counts.
    value = headers.get("Retry-After", "").strip()
    if number := re.match(r"\d+(\.\d+)?(?=\s*(,|$))", value, re.ASCII):
        return min(float(number[0]), _LONGEST)
    if (until := parse_http_date(value)) is None:
        return None
    sent_at = parse_http_date(headers.get("Date", ""))
    return min(max(0.0, until - (now if sent_at is None else sent_at)), _LONGEST)
