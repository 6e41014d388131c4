"""Rate limits, and Retry-After in every form."""

import attrs

from .expectations import offers, raises
from .fault import RETRY, Fault
from .responses import fault, good, throttled

SUCCESS = good("A")
HALF_PAST_NINE = "Fri, 20 Nov 2026 09:30:00 GMT"


def waits_for(name: str, retry_after: str, *, seconds: float, date: str | None = None) -> Fault:
    headers = {"Retry-After": retry_after} | ({} if date is None else {"Date": date})
    return Fault(
        name=f"Retry-After {name}",
        script=[throttled(headers), SUCCESS],
        expected=offers("A"),
        requests=2,
        waits=[seconds],
    )


def ignored(name: str, retry_after: str) -> Fault:
    return Fault(
        name=f"Retry-After {name}, which is ignored",
        script=[throttled({"Retry-After": retry_after}), SUCCESS],
        expected=offers("A"),
        requests=2,
    )


THROTTLING = (
    waits_for("in seconds", "57", seconds=57),
    waits_for("with a fraction", "2.5", seconds=2.5),
    waits_for("twice", "7, 7", seconds=7),
    waits_for("as a date", "Fri, 20 Nov 2026 09:31:00 GMT", date=HALF_PAST_NINE, seconds=60),
    waits_for(
        "as a date, by a clock that is years behind",
        "Mon, 01 Jan 2001 00:00:20 GMT",
        date="Mon, 01 Jan 2001 00:00:00 GMT",
        seconds=20,
    ),
    waits_for("as a date in the form of RFC 850", "Friday, 20-Nov-26 09:31:00 GMT", date=HALF_PAST_NINE, seconds=60),
    waits_for("as a date in the form of asctime", "Fri Nov 20 09:31:00 2026", date=HALF_PAST_NINE, seconds=60),
    waits_for("as a date, without a Date", "Fri, 20 Nov 2026 12:01:00 GMT", seconds=60),
    ignored("of zero", "0"),
    ignored("below zero", "-5"),
    ignored("in words", "soon"),
    ignored("of a weekday alone", "Fri"),
    ignored("of a weekday and a very large number", f"Mon {'9' * 32}h"),
    ignored("of a date and an invalid offset", "Mon, 20 Nov 2026 09:31:00 GMT+9999"),
    ignored("in the past", "Fri, 20 Nov 2015 09:31:00 GMT"),
    Fault(
        name="Retry-After longer than the client waits",
        script=[throttled({"Retry-After": "3600"})],
        expected=raises("ThrottledError", retry_after=3600, attempts=1),
        requests=1,
        waits=[],
    ),
    *(
        Fault(
            name=f"Retry-After longer than the client waits, with status {status}",
            script=[fault(status, headers={"Retry-After": "3600"})],
            expected=raises("ThrottledError", status=status, retry_after=3600, attempts=1),
            requests=1,
            waits=[],
        )
        for status in (408, 500, 503)
    ),
    Fault(
        name="Retry-After beyond the deadline, with status 503",
        script=[fault(503, headers={"Retry-After": "60"})],
        expected=raises("ThrottledError", status=503, retry_after=60, attempts=1),
        requests=1,
        waits=[],
        settings={"retry": attrs.evolve(RETRY, deadline=20)},
    ),
    Fault(
        name="Retry-After of more than 1e9 seconds",
        script=[throttled({"Retry-After": "9" * 400})],
        expected=raises("ThrottledError", retry_after=1e9, attempts=1),
        requests=1,
        waits=[],
    ),
    Fault(
        name="Retry-After with status 503",
        script=[fault(503, headers={"Retry-After": "10"}), SUCCESS],
        expected=offers("A"),
        requests=2,
        waits=[10],
    ),
    Fault(
        name="Retry-After with an error that is not retried",
        script=[fault(404, headers={"Retry-After": "10"})],
        expected=raises("NotFoundError", retry_after=10),
        requests=1,
        waits=[],
    ),
    Fault(
        name="throttled again and again",
        script=[throttled({"Retry-After": "30"})],
        expected=raises("ThrottledError", retry_after=30, attempts=4),
        requests=4,
        waits=[30, 30, 30],
    ),
    Fault(
        name="a Retry-After that exceeds the deadline in the second attempt",
        script=[throttled({"Retry-After": "15"})],
        expected=raises("ThrottledError", retry_after=15, attempts=2),
        requests=2,
        waits=[15],
        settings={"retry": attrs.evolve(RETRY, deadline=20)},
    ),
    Fault(
        name="Retry-After with retries turned off",
        script=[throttled({"Retry-After": "5"})],
        expected=raises("ThrottledError", retry_after=5, attempts=1),
        requests=1,
        waits=[],
        settings={"retry": None},
    ),
    Fault(
        name="throttled between two pages",
        script=[good("A", next_link="/offers?offset=1"), throttled({"Retry-After": "5"}), good("B")],
        expected=offers("A", "B"),
        requests=3,
        waits=[5],
    ),
)
