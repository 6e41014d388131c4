"""Faults of HTTP itself: where a message begins, and where it ends."""

from .answers import TOKEN, chunked, close, endless, good, head, page, raw, whole
from .expectations import offers, raises
from .fault import Fault
from .server import Connection, Step

WELL = good("A")
BODY = page("A")
JSON = ("Content-Type", "application/json")


def length(*values: object) -> bytes:
    return head(200, [JSON, *(("Content-Length", str(value)) for value in values)])


def answered_twice(body: bytes) -> Step:
    """Answer a request twice, each time with its id, as the service does."""

    def step(connection: Connection) -> None:
        ids = {"MS-RequestId": connection.request.values("MS-RequestId")[0]}
        connection.send(whole(200, body, ids) + whole(200, page("EVIL"), ids))

    return step


CHUNKED = head(200, [JSON, ("Transfer-Encoding", "chunked")])
UNFRAMED = head(200, [JSON, ("Connection", "close")])

FRAMING = (
    Fault(name="a body that is cut off once", script=[raw(whole(200, BODY)[:-5]), WELL], sees=offers("A"), requests=2),
    Fault(
        name="a body that is cut off always",
        script=[raw(whole(200, BODY)[:-5])],
        sees=raises("TransportError", "no complete response", attempts=4),
        requests=4,
    ),
    Fault(
        name="a Content-Length longer than the body",
        script=[raw(length(len(BODY) + 100) + BODY), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="a Content-Length shorter than the body",
        script=[raw(length(10) + BODY)],
        sees=raises("ResponseDecodeError", "is not JSON", status=200, body=BODY[:10]),
        requests=1,
    ),
    Fault(
        name="two Content-Lengths that differ",
        script=[raw(length(len(BODY), 5) + BODY)],
        sees=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(
        name="the same Content-Length twice",
        script=[raw(length(len(BODY), len(BODY)) + BODY)],
        sees=offers("A"),
        requests=1,
    ),
    Fault(name="a negative Content-Length", script=[raw(length(-5) + BODY)], sees=raises("TransportError"), requests=4),
    Fault(
        name="a Content-Length that is no number",
        script=[raw(length("ten") + BODY), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="Content-Length and chunks at once",
        script=[
            raw(
                head(200, [JSON, ("Content-Length", "3"), ("Transfer-Encoding", "chunked")])
                + chunked(BODY)
                + b"0\r\n\r\n"
            )
        ],
        sees=offers("A"),
        requests=1,
    ),
    Fault(
        name="chunks that stop in the middle",
        script=[raw(CHUNKED + chunked(BODY)[:-9]), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(name="chunks without an end", script=[raw(CHUNKED + chunked(BODY)), WELL], sees=offers("A"), requests=2),
    Fault(
        name="a chunk whose size is no number",
        script=[raw(CHUNKED + b"zz\r\n" + BODY), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="a body that only the end of the connection ends",
        script=[raw(UNFRAMED + BODY)],
        sees=offers("A"),
        requests=1,
    ),
    Fault(
        name="a body that the end of the connection cuts off once",
        script=[raw(UNFRAMED + BODY[:-5]), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="a body that the end of the connection cuts off always",
        script=[raw(UNFRAMED + BODY[:-5])],
        sees=raises("ResponseDecodeError", "is not JSON", body=BODY[:-5]),
        requests=4,
    ),
    Fault(name="a status line that is none, once", script=[raw(b"HELLO\r\n\r\n"), WELL], sees=offers("A"), requests=2),
    Fault(
        name="a status line that is none, always",
        script=[raw(b"\x16\x03\x01 what is this\r\n\r\n")],
        sees=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(name="a body without status line or headers", script=[raw(BODY), WELL], sees=offers("A"), requests=2),
    *(
        Fault(
            name=f"our token in {place}",
            script=[raw(said)],
            sees=raises("TransportError", "token removed", attempts=4),
            requests=4,
        )
        for place, said in {
            "a status line that is none": b"Authorization: Bearer %b\r\n\r\n" % TOKEN.encode(),
            "a broken header line": head(200, [JSON, ("Authorization ", f"Bearer {TOKEN}")]),
            "the size of a chunk": CHUNKED + b"x Bearer %b\r\n" % TOKEN.encode(),
        }.items()
    ),
    Fault(
        name="an answer of HTTP/2",
        script=[raw(b"HTTP/2 200\r\n\r\n")],
        sees=raises("TransportError"),
        requests=4,
    ),
    Fault(
        name="a header without end",
        script=[endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 65536)],
        sees=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(
        name="headers without end",
        script=[endless(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 4096)],
        sees=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(
        name="a header name with a blank in it",
        script=[raw(b"HTTP/1.1 200 OK\r\nContent Length: 3\r\n\r\n{}"), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="interim answers before the answer",
        script=[raw(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" * 20 + whole(200, BODY))],
        sees=offers("A"),
        requests=1,
    ),
    Fault(
        name="a switch of protocols that nobody asked for",
        script=[raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n")],
        sees=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(
        name="the end of the connection in the place of an answer, after a good page",
        script=[good("A", next_link="/offers?offset=1"), close],
        sees=raises("TransportError", attempts=4),
        requests=5,
    ),
    Fault(
        name="header values that are not Latin, not ASCII, or empty",
        script=[
            raw(head(200, [JSON, ("Content-Length", str(len(BODY))), ("X-Odd", "\xff\xfe\xe9"), ("X-None", "")]) + BODY)
        ],
        sees=offers("A"),
        requests=1,
    ),
    *(
        Fault(
            name=f"two answers to one request, {how}",
            script=[answered_twice(body), good("for the connection that is closed"), good("B")],
            sees=offers("A", "B"),
            requests=3,
            connections=2,
        )
        for how, body in (
            ("in one record of TLS", page("A", next_link="/offers?offset=1")),
            ("in two records of TLS", page("A", next_link="/offers?offset=1").ljust(2**14)),
        )
    ),
    Fault(
        name="status 999",
        script=[raw(whole(999, b""), then_close=False)],
        sees=raises("ApiError", status=999, attempts=1),
        requests=1,
    ),
)
