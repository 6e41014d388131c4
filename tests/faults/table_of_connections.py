"""Faults below HTTP: failed connections, invalid certificates and servers that do not respond."""

import attrs

from .expectations import offers, raises
from .fault import RETRY, Fault
from .responses import close, drip, garble_after, good, hang, page, reset, reset_after, response_bytes
from .server import close_at_once, hang_before_tls, reset_at_once, respond_in_plain_http

SHORT_TIMEOUT = {"timeout": 0.15, "retry": attrs.evolve(RETRY, max_attempts=2)}
SUCCESS = good("A")

CONNECTIONS = (
    Fault(
        name="every connection is closed before TLS",
        handshakes=[close_at_once],
        script=[SUCCESS],
        expected=raises("TransportError", attempts=4),
        requests=0,
        connections=4,
    ),
    Fault(
        name="one connection is closed before TLS",
        handshakes=[close_at_once, None],
        script=[SUCCESS],
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="one connection is reset before TLS",
        handshakes=[reset_at_once, None],
        script=[SUCCESS],
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="the server responds in plain HTTP",
        handshakes=[respond_in_plain_http],
        script=[SUCCESS],
        expected=raises("TransportError", attempts=4),
        requests=0,
    ),
    Fault(
        name="the TLS handshake never ends",
        handshakes=[hang_before_tls],
        script=[SUCCESS],
        expected=raises("RequestTimeoutError", "ConnectTimeout", attempts=2),
        requests=0,
        settings=SHORT_TIMEOUT,
    ),
    Fault(
        name="the certificate is of another authority, which is not retried",
        certificate="of_another_authority",
        script=[SUCCESS],
        expected=raises("TransportError", "certificate verify failed", attempts=1),
        requests=0,
        connections=1,
    ),
    Fault(
        name="the certificate is for another name, which is not retried",
        certificate="of_another_name",
        script=[SUCCESS],
        expected=raises("TransportError", "certificate verify failed", attempts=1),
        requests=0,
        connections=1,
    ),
    Fault(
        name="one connection is closed without a response", script=[close, SUCCESS], expected=offers("A"), requests=2
    ),
    Fault(
        name="every connection is closed without a response",
        script=[close],
        expected=raises("TransportError", attempts=4),
        requests=4,
    ),
    Fault(name="one connection is reset without a response", script=[reset, SUCCESS], expected=offers("A"), requests=2),
    Fault(
        name="every connection is reset without a response",
        script=[reset],
        expected=raises("TransportError"),
        requests=4,
    ),
    Fault(
        name="a reset in the middle of the headers",
        script=[reset_after(b"HTTP/1.1 200 OK\r\nContent-Ty"), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="a reset in the middle of the body",
        script=[reset_after(response_bytes(200, page("A"))[:-10]), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="bytes that are not TLS in the middle of the body",
        script=[garble_after(response_bytes(200, page("A"))[:-10]), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="one request gets no response",
        script=[hang, SUCCESS],
        expected=offers("A"),
        requests=2,
        settings=SHORT_TIMEOUT,
    ),
    Fault(
        name="no request gets a response",
        script=[hang],
        expected=raises("RequestTimeoutError", "ReadTimeout", attempts=2),
        requests=2,
        settings=SHORT_TIMEOUT,
    ),
    Fault(
        name="no request gets a response, with retries turned off",
        script=[hang],
        expected=raises("RequestTimeoutError", attempts=1),
        requests=1,
        settings={"timeout": 0.15, "retry": None},
    ),
    Fault(
        name="a slow body that exceeds the deadline of the call",
        script=[drip(response_bytes(200, page("A", "B", "C")), pause=0.01)],
        expected=raises("RequestTimeoutError", "deadline", attempts=1),
        requests=1,
        settings={"retry": attrs.evolve(RETRY, deadline=0.4)},
    ),
    Fault(
        name="the connection is closed between two pages",
        script=[good("A", next_link="/offers?country=US&offset=1"), close, good("B")],
        expected=offers("A", "B"),
        requests=3,
    ),
)
