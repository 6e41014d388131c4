"""Whether a failed attempt is followed by another, and when: decided here, from numbers alone."""

import math
from collections.abc import Callable
from typing import Any

import attrs

_MANY = 100


def _whole(lowest: int, highest: int) -> Callable[[object, "attrs.Attribute[int]", int], None]:
    def check(_policy: object, attribute: "attrs.Attribute[int]", value: int) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise ValueError(
                f"{attribute.name} is {value!r}, but wants a whole number from {lowest} to {highest}."
                + (" To send each call once only, give the client retry=None." if value == 0 else "")
            )

    return check


def _seconds(_policy: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value) or value < 0:
        raise ValueError(f"{attribute.name} is {value!r}, but wants seconds: a number from 0.")


def _seconds_or_none(policy: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if value is not None:
        _seconds(policy, attribute, value)


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """How a client tries again when the service, or the way to it, fails.

    Args:
        max_attempts: How often a call is sent at most, the first time included, from 1 to 100.
        backoff: The seconds to wait at most after the first attempt. The ceiling doubles with each attempt, and the
            wait is drawn evenly from zero to the ceiling, so that many clients do not come back at once.
        max_backoff: Where the doubling ends, in seconds.
        max_wait: The longest ``Retry-After`` that is waited for, in seconds. Where the service asks for more, its
            error is raised at once, with ``retry_after`` set.
        deadline: The seconds that a call may take with all its attempts and waits; None for as long as they take.

    Raises:
        ValueError: A number cannot be right.

    Sources: the page on throttling guidance asks for waits as told, growing when told again, and for no immediate
    retry, because each attempt counts. The numbers are ours.
    """

    max_attempts: int = attrs.field(default=4, validator=_whole(1, _MANY))
    backoff: float = attrs.field(default=0.5, validator=_seconds)
    max_backoff: float = attrs.field(default=30.0, validator=_seconds)
    max_wait: float = attrs.field(default=120.0, validator=_seconds)
    deadline: float | None = attrs.field(default=300.0, validator=_seconds_or_none)

    def wait_after(self, attempt: int, *, elapsed: float, retry_after: float | None, jitter: float) -> float | None:
        """Return the seconds to wait before the next attempt, or None where there is to be none.

        Args:
            attempt: How many attempts have failed, from 1.
            elapsed: The seconds since the call began.
            retry_after: What the service asks to wait, in seconds; None where it does not ask.
            jitter: A random number from 0 to 1.
        """
        if attempt >= self.max_attempts or (retry_after or 0) > self.max_wait:
            return None
        # Each attempt counts at the service, so one that asks for no wait at all gets the back-off all the same.
        wait = max(retry_after or 0, jitter * min(self.max_backoff, self.backoff * 2.0 ** (attempt - 1)))
        return wait if self.leaves_time_for(elapsed + wait) else None

    def leaves_time_for(self, elapsed: float) -> bool:
        """Tell whether an attempt may still begin so many seconds after the call began."""
        return self.deadline is None or elapsed < self.deadline


def is_worth_a_retry(status: int) -> bool:
    """Tell whether a call that was answered so may succeed when it is sent again.

    Sources: the archived .NET SDK and the page on error codes for what never changes by itself; 5xx codes that the
    service does not list are those of proxies. 501, 505 and 511 say what will not change in a minute.
    """
    return status in {408, 429} or (500 <= status <= 599 and status not in {501, 505, 511})
