"""Whether a failed attempt is followed by another, and when: decided here, from numbers alone."""

from .retry import RetryPolicy


def wait_after(
    policy: RetryPolicy, attempt: int, *, elapsed: float, retry_after: float | None, jitter: float
) -> float | None:
    """Return the seconds to wait before the next attempt, or None where there is to be none.

    Args:
        policy: How to try again.
        attempt: How many attempts have failed, from 1.
        elapsed: The seconds since the call began.
        retry_after: What the service asks to wait, in seconds; None where it does not ask.
        jitter: A random number from 0 to 1.
    """
    if attempt >= policy.max_attempts or (retry_after or 0) > policy.max_wait:
        return None
    # Each attempt counts at the service, so one that asks for no wait at all gets the back-off all the same.
    wait = max(retry_after or 0, jitter * min(policy.max_backoff, policy.backoff * 2.0 ** (attempt - 1)))
    return wait if leaves_time_for(policy, elapsed + wait) else None


def leaves_time_for(policy: RetryPolicy, elapsed: float) -> bool:
    """Tell whether an attempt may still begin so many seconds after the call began."""
    return policy.deadline is None or elapsed < policy.deadline


def is_worth_a_retry(status: int) -> bool:
    """Tell whether a call that was answered so may succeed when it is sent again.

    Sources: the archived .NET SDK and the page on error codes for what never changes by itself; 5xx codes that the
    service does not list are those of proxies. 501, 505 and 511 say what will not change in a minute.
    """
    return status in {408, 429} or (500 <= status <= 599 and status not in {501, 505, 511})
