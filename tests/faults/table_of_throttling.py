"""Faults that ask to wait, or that make waiting senseless."""

import attrs

from .answers import fault, good, throttled
from .expectations import offers, raises
from .fault import RETRY, Fault

WELL = good("A")
HALF_PAST_NINE = "Fri, 20 Nov 2026 09:30:00 GMT"


def waiting(name: str, retry_after: str, *, seconds: float, date: str | None = None) -> Fault:
    headers = {"Retry-After": retry_after} | ({} if date is None else {"Date": date})
    return Fault(
        name=f"Retry-After {name}", script=[throttled(headers), WELL], sees=offers("A"), requests=2, waits=[seconds]
    )


def without_a_wait(name: str, retry_after: str) -> Fault:
    return Fault(
        name=f"Retry-After {name}, which is as good as none",
        script=[throttled({"Retry-After": retry_after}), WELL],
        sees=offers("A"),
        requests=2,
    )


THROTTLING = (
    waiting("in seconds", "57", seconds=57),
    waiting("with a fraction", "2.5", seconds=2.5),
    waiting("twice", "7, 7", seconds=7),
    waiting("as a date", "Fri, 20 Nov 2026 09:31:00 GMT", date=HALF_PAST_NINE, seconds=60),
    waiting(
        "as a date, by a clock that is years off",
        "Mon, 01 Jan 2001 00:00:20 GMT",
        date="Mon, 01 Jan 2001 00:00:00 GMT",
        seconds=20,
    ),
    waiting("as a date in the form of RFC 850", "Friday, 20-Nov-26 09:31:00 GMT", date=HALF_PAST_NINE, seconds=60),
    waiting("as a date in the form of asctime", "Fri Nov 20 09:31:00 2026", date=HALF_PAST_NINE, seconds=60),
    waiting("as a date, without a Date", "Fri, 20 Nov 2026 12:01:00 GMT", seconds=60),
    without_a_wait("of zero", "0"),
    without_a_wait("below zero", "-5"),
    without_a_wait("in words", "soon"),
    without_a_wait("of a day alone", "Fri"),
    without_a_wait("of a day and a number without end", f"Mon {'9' * 32}h"),
    without_a_wait("of a day and an offset beyond any zone", "Mon, 20 Nov 2026 09:31:00 GMT+9999"),
    without_a_wait("in the past", "Fri, 20 Nov 2015 09:31:00 GMT"),
    Fault(
        name="Retry-After longer than the client waits",
        script=[throttled({"Retry-After": "3600"})],
        sees=raises("ThrottledError", retry_after=3600, attempts=1),
        requests=1,
        waits=[],
    ),
    *(
        Fault(
            name=f"Retry-After longer than the client waits, with status {status}",
            script=[fault(status, headers={"Retry-After": "3600"})],
            sees=raises("ThrottledError", status=status, retry_after=3600, attempts=1),
            requests=1,
            waits=[],
        )
        for status in (408, 500, 503)
    ),
    Fault(
        name="Retry-After beyond the deadline, with status 503",
        script=[fault(503, headers={"Retry-After": "60"})],
        sees=raises("ThrottledError", status=503, retry_after=60, attempts=1),
        requests=1,
        waits=[],
        settings={"retry": attrs.evolve(RETRY, deadline=20)},
    ),
    Fault(
        name="Retry-After of an age",
        script=[throttled({"Retry-After": "9" * 400})],
        sees=raises("ThrottledError", retry_after=1e9, attempts=1),
        requests=1,
        waits=[],
    ),
    Fault(
        name="Retry-After of a server that is not there",
        script=[fault(503, headers={"Retry-After": "10"}), WELL],
        sees=offers("A"),
        requests=2,
        waits=[10],
    ),
    Fault(
        name="Retry-After with an error that no retry cures",
        script=[fault(404, headers={"Retry-After": "10"})],
        sees=raises("NotFoundError", retry_after=10),
        requests=1,
        waits=[],
    ),
    Fault(
        name="throttled again and again",
        script=[throttled({"Retry-After": "30"})],
        sees=raises("ThrottledError", retry_after=30, attempts=4),
        requests=4,
        waits=[30, 30, 30],
    ),
    Fault(
        name="a deadline that comes before the next attempt could",
        script=[throttled({"Retry-After": "15"})],
        sees=raises("ThrottledError", retry_after=15, attempts=2),
        requests=2,
        waits=[15],
        settings={"retry": attrs.evolve(RETRY, deadline=20)},
    ),
    Fault(
        name="a Retry-After that the caller does not want to wait for",
        script=[throttled({"Retry-After": "5"})],
        sees=raises("ThrottledError", retry_after=5, attempts=1),
        requests=1,
        waits=[],
        settings={"retry": None},
    ),
    Fault(
        name="throttled between two pages",
        script=[good("A", next_link="/offers?offset=1"), throttled({"Retry-After": "5"}), good("B")],
        sees=offers("A", "B"),
        requests=3,
        waits=[5],
    ),
)
