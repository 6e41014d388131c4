"""How long an answer asks to wait."""

import re

import httpx

from ._http_date import timestamp

# Some thirty years, which nobody waits: a number that every sum and every sentence can hold.
_LONGEST = 1e9


def retry_after(headers: httpx.Headers, *, now: float) -> float | None:
    """Return the seconds that ``Retry-After`` asks to wait, at most 1e9, or None where it does not ask.

    A date is measured against the answer's own ``Date``, so that a clock that is off on either side does no harm.

    Args:
        headers: The headers of the answer.
        now: The time of day in seconds since the epoch, for a date in an answer without a ``Date``.
    """
    # Where the header comes twice, httpx joins the values: the first is as good as any.
    value = headers.get("Retry-After", "").strip()
    if number := re.match(r"\d+(\.\d+)?(?=\s*(,|$))", value, re.ASCII):
        return min(float(number[0]), _LONGEST)
    until = timestamp(value)
    if until is None:
        return None
    sent_at = timestamp(headers.get("Date", ""))
    return min(max(0.0, until - (now if sent_at is None else sent_at)), _LONGEST)
