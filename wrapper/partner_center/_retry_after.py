"""How long an answer asks to wait."""

import re
from datetime import UTC, datetime

import httpx

# The longest form of an HTTP date has 33 characters; the parser need not see anything else.
_LONGEST_DATE = 64


def retry_after(headers: httpx.Headers, *, now: float) -> float | None:
    """Return the seconds that ``Retry-After`` asks to wait, or None where it does not ask.

    A date is measured against the answer's own ``Date``, so that a clock that is off on either side does no harm.

    Args:
        headers: The headers of the answer.
        now: The time of day in seconds since the epoch, for a date in an answer without a ``Date``.
    """
    # Where the header comes twice, httpx joins the values: the first is as good as any.
    value = headers.get("Retry-After", "").strip()
    if number := re.match(r"\d+(\.\d+)?(?=\s*(,|$))", value, re.ASCII):
        return float(number[0])
    until = _timestamp(value)
    if until is None:
        return None
    sent_at = _timestamp(headers.get("Date", ""))
    return max(0.0, until - (now if sent_at is None else sent_at))


def _timestamp(value: str) -> float | None:
    # All forms of an HTTP date begin with a day; the parser would take "-5" for a date too.
    if not value[:1].isalpha() or len(value) > _LONGEST_DATE:
        return None
    # Imported here because few answers have one, and the parser costs a third of what httpx costs.
    from dateutil import parser as dates

    try:
        date: datetime = dates.parse(value, tzinfos=_offset)
    except (ValueError, OverflowError):
        return None
    return date.timestamp() if date.tzinfo else date.replace(tzinfo=UTC).timestamp()


def _offset(_name: str | None, seconds: int | None) -> int:
    # HTTP dates are in GMT, whether they say so, say nothing, or say something that nobody knows.
    return seconds or 0
