"""Reads the dates of HTTP headers."""

from datetime import UTC, datetime

# The longest form of an HTTP date has 33 characters; the parser need not see anything else.
_LONGEST = 64


def timestamp(value: str) -> float | None:
    """Return the seconds since the epoch of a date in a header, or None where it is no date."""
    # All forms of an HTTP date begin with a day; the parser would take "-5" for a date too.
    if not value[:1].isalpha() or len(value) > _LONGEST:
        return None
    # Imported here because few answers have one, and the parser costs a third of what httpx costs.
    from dateutil import parser as dates

    try:
        date: datetime = dates.parse(value, tzinfos=_offset)
        return date.timestamp() if date.tzinfo else date.replace(tzinfo=UTC).timestamp()
    except (ValueError, ArithmeticError):
        return None


def _offset(_name: str | None, seconds: int | None) -> int:
    # HTTP dates are in GMT, whether they say so, say nothing, or say something that nobody knows.
    return seconds or 0
