"""Faults below HTTP: connections that fail, certificates that are wrong, servers that say nothing."""

import attrs

from .answers import close, drip, garble_after, good, page, reset, reset_after, silence, whole
from .expectations import offers, raises
from .fault import RETRY, Fault
from .server import close_at_once, reset_at_once, say_nothing, speak_plainly

IMPATIENT = {"timeout": 0.15, "retry": attrs.evolve(RETRY, max_attempts=2)}
WELL = good("A")

CONNECTIONS = (
    Fault(
        name="every connection is closed before TLS",
        greetings=[close_at_once],
        script=[WELL],
        sees=raises("TransportError", attempts=4),
        requests=0,
        connections=4,
    ),
    Fault(
        name="one connection is closed before TLS",
        greetings=[close_at_once, None],
        script=[WELL],
        sees=offers("A"),
        requests=1,
    ),
    Fault(
        name="one connection is reset before TLS",
        greetings=[reset_at_once, None],
        script=[WELL],
        sees=offers("A"),
        requests=1,
    ),
    Fault(
        name="the port speaks plain HTTP",
        greetings=[speak_plainly],
        script=[WELL],
        sees=raises("TransportError", attempts=4),
        requests=0,
    ),
    Fault(
        name="the handshake of TLS never ends",
        greetings=[say_nothing],
        script=[WELL],
        sees=raises("RequestTimeoutError", "ConnectTimeout", attempts=2),
        requests=0,
        settings=IMPATIENT,
    ),
    Fault(
        name="the certificate is of another authority, which no retry cures",
        certificate="of_another_authority",
        script=[WELL],
        sees=raises("TransportError", "certificate verify failed", attempts=1),
        requests=0,
        connections=1,
    ),
    Fault(
        name="the certificate is for another name, which no retry cures",
        certificate="of_another_name",
        script=[WELL],
        sees=raises("TransportError", "certificate verify failed", attempts=1),
        requests=0,
        connections=1,
    ),
    Fault(name="one connection is closed unanswered", script=[close, WELL], sees=offers("A"), requests=2),
    Fault(
        name="every connection is closed unanswered",
        script=[close],
        sees=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(name="one connection is reset unanswered", script=[reset, WELL], sees=offers("A"), requests=2),
    Fault(name="every connection is reset unanswered", script=[reset], sees=raises("TransportError"), requests=4),
    Fault(
        name="a reset in the middle of the headers",
        script=[reset_after(b"HTTP/1.1 200 OK\r\nContent-Ty"), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="a reset in the middle of the body",
        script=[reset_after(whole(200, page("A"))[:-10]), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="bytes that are no TLS in the middle of the body",
        script=[garble_after(whole(200, page("A"))[:-10]), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="one request is never answered", script=[silence, WELL], sees=offers("A"), requests=2, settings=IMPATIENT
    ),
    Fault(
        name="no request is ever answered",
        script=[silence],
        sees=raises("RequestTimeoutError", "ReadTimeout", attempts=2),
        requests=2,
        settings=IMPATIENT,
    ),
    Fault(
        name="no request is ever answered, and the caller wants no retry",
        script=[silence],
        sees=raises("RequestTimeoutError", attempts=1),
        requests=1,
        settings={"timeout": 0.15, "retry": None},
    ),
    Fault(
        name="a body that drips beyond the deadline of the call",
        script=[drip(whole(200, page("A", "B", "C")), pause=0.01)],
        sees=raises("RequestTimeoutError", "deadline", attempts=1),
        requests=1,
        settings={"retry": attrs.evolve(RETRY, deadline=0.4)},
    ),
    Fault(
        name="the connection is closed between two pages",
        script=[good("A", next_link="/offers?country=US&offset=1"), close, good("B")],
        sees=offers("A", "B"),
        requests=3,
    ),
)
