"""Faults in the framing of HTTP messages."""

from .expectations import offers, raises
from .fault import Fault
from .responses import TOKEN, chunked, close, endless, good, head, page, raw, response_bytes
from .server import Connection, Step

SUCCESS = good("A")
BODY = page("A")
JSON = ("Content-Type", "application/json")


def length(*values: object) -> bytes:
    return head(200, [JSON, *(("Content-Length", str(value)) for value in values)])


def two_responses(body: bytes) -> Step:
    """Send two responses to one request. Both have its id, as those of the service do."""

    def step(connection: Connection) -> None:
        ids = {"MS-RequestId": connection.request.values("MS-RequestId")[0]}
        connection.send(response_bytes(200, body, ids) + response_bytes(200, page("EVIL"), ids))

    return step


CHUNKED = head(200, [JSON, ("Transfer-Encoding", "chunked")])
UNFRAMED = head(200, [JSON, ("Connection", "close")])

FRAMING = (
    Fault(
        name="a body that is cut off, once",
        script=[raw(response_bytes(200, BODY)[:-5]), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="a body that is cut off, always",
        script=[raw(response_bytes(200, BODY)[:-5])],
        expected=raises("TransportError", "no complete response", attempts=4),
        requests=4,
    ),
    Fault(
        name="a Content-Length longer than the body",
        script=[raw(length(len(BODY) + 100) + BODY), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="a Content-Length shorter than the body",
        script=[raw(length(10) + BODY)],
        expected=raises("ResponseDecodeError", "is not JSON", status=200, body=BODY[:10]),
        requests=1,
    ),
    Fault(
        name="two Content-Lengths that differ",
        script=[raw(length(len(BODY), 5) + BODY)],
        expected=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(
        name="the same Content-Length twice",
        script=[raw(length(len(BODY), len(BODY)) + BODY)],
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="a negative Content-Length", script=[raw(length(-5) + BODY)], expected=raises("TransportError"), requests=4
    ),
    Fault(
        name="a Content-Length that is not a number",
        script=[raw(length("ten") + BODY), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="Content-Length together with chunks",
        script=[
            raw(
                head(200, [JSON, ("Content-Length", "3"), ("Transfer-Encoding", "chunked")])
                + chunked(BODY)
                + b"0\r\n\r\n"
            )
        ],
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="a truncated chunk",
        script=[raw(CHUNKED + chunked(BODY)[:-9]), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="chunks without a last chunk",
        script=[raw(CHUNKED + chunked(BODY)), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="a chunk size that is not a number",
        script=[raw(CHUNKED + b"zz\r\n" + BODY), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="a body that ends with the connection",
        script=[raw(UNFRAMED + BODY)],
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="a body that is cut off by the end of the connection, once",
        script=[raw(UNFRAMED + BODY[:-5]), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="a body that is cut off by the end of the connection, always",
        script=[raw(UNFRAMED + BODY[:-5])],
        expected=raises("ResponseDecodeError", "is not JSON", body=BODY[:-5]),
        requests=4,
    ),
    Fault(
        name="an invalid status line, once", script=[raw(b"HELLO\r\n\r\n"), SUCCESS], expected=offers("A"), requests=2
    ),
    Fault(
        name="an invalid status line, always",
        script=[raw(b"\x16\x03\x01 what is this\r\n\r\n")],
        expected=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(
        name="a body without a status line and headers", script=[raw(BODY), SUCCESS], expected=offers("A"), requests=2
    ),
    *(
        Fault(
            name=f"our token in {place}",
            script=[raw(data)],
            expected=raises("TransportError", "token removed", attempts=4),
            requests=4,
        )
        for place, data in {
            "an invalid status line": b"Authorization: Bearer %b\r\n\r\n" % TOKEN.encode(),
            "an invalid header line": head(200, [JSON, ("Authorization ", f"Bearer {TOKEN}")]),
            "a chunk size": CHUNKED + b"x Bearer %b\r\n" % TOKEN.encode(),
        }.items()
    ),
    Fault(
        name="a status line of HTTP/2",
        script=[raw(b"HTTP/2 200\r\n\r\n")],
        expected=raises("TransportError"),
        requests=4,
    ),
    Fault(
        name="a header without end",
        script=[endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 65536)],
        expected=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(
        name="headers without end",
        script=[endless(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 4096)],
        expected=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(
        name="a header name with a space",
        script=[raw(b"HTTP/1.1 200 OK\r\nContent Length: 3\r\n\r\n{}"), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="interim responses before the response",
        script=[raw(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" * 20 + response_bytes(200, BODY))],
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="an unrequested switch of protocols",
        script=[raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n")],
        expected=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(
        name="no response to the request for the second page",
        script=[good("A", next_link="/offers?offset=1"), close],
        expected=raises("TransportError", attempts=4),
        requests=5,
    ),
    Fault(
        name="header values that are not ASCII, or empty",
        script=[
            raw(head(200, [JSON, ("Content-Length", str(len(BODY))), ("X-Odd", "\xff\xfe\xe9"), ("X-None", "")]) + BODY)
        ],
        expected=offers("A"),
        requests=1,
    ),
    *(
        Fault(
            name=f"two answers to one request, {how}",
            script=[two_responses(body), good("for the connection that is closed"), good("B")],
            expected=offers("A", "B"),
            requests=3,
            connections=2,
        )
        for how, body in (
            ("in one TLS record", page("A", next_link="/offers?offset=1")),
            ("in two TLS records", page("A", next_link="/offers?offset=1").ljust(2**14)),
        )
    ),
    Fault(
        name="status 999",
        script=[raw(response_bytes(999, b""), then_close=False)],
        expected=raises("ApiError", status=999, attempts=1),
        requests=1,
    ),
)
