"""How a client tries again, as its user wants it."""

from typing import Any

import attrs

from ._whole_numbers import whole

_ONCE = ". To send each call once only, give the client retry=None"


# Some thirty years: the system cannot wait for much longer.
_LONGEST = 1e9


def _seconds(_policy: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= _LONGEST:
        raise ValueError(f"{attribute.name} is {value!r}, but wants seconds: a number from 0 to {_LONGEST:.0f}.")


def _some_seconds_or_none(policy: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if value is None:
        return
    _seconds(policy, attribute, value)
    if not value:
        raise ValueError(f"{attribute.name} is {value!r}, but wants more than 0 seconds, or None.")


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """How a client tries again when the service, the sign-in, or the way to them, fails. All seconds are at most 1e9.

    Args:
        max_attempts: How often a call is sent at most, the first time included, from 1 to 100.
        backoff: The seconds to wait at most after the first attempt. The ceiling doubles with each attempt, and the
            wait is drawn evenly from zero to the ceiling, so that many clients do not come back at once.
        max_backoff: Where the doubling ends, in seconds.
        max_wait: The longest ``Retry-After`` that is waited for, in seconds. Where the service asks for more, its
            error is raised at once, with ``retry_after`` set.
        deadline: The seconds, more than 0, that a call may take with all its attempts and waits; None for as long as
            they take.

    Raises:
        ValueError: A number cannot be right.

    Sources: the page on throttling guidance asks for waits as told, growing when told again, and for no immediate
    retry, because each attempt counts. The numbers are ours.
    """

    max_attempts: int = attrs.field(default=4, validator=whole(1, 100, otherwise=_ONCE))
    backoff: float = attrs.field(default=0.5, validator=_seconds)
    max_backoff: float = attrs.field(default=30.0, validator=_seconds)
    max_wait: float = attrs.field(default=120.0, validator=_seconds)
    deadline: float | None = attrs.field(default=300.0, validator=_some_seconds_or_none)
