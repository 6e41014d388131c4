"""Responses of the server, valid and broken, as steps of its script."""

import json
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from time import sleep
from typing import Any

from .server import Connection, Step

TOKEN = "made-up.token-of-the-fault-table.0123456789"
REQUEST_ID_OF_SERVICE = "5f1e5c53-8f1d-4d3f-9c09-6f3d9c1f2a77"


def page(*ids: str, next_link: Any = None, **members: Any) -> bytes:
    """Return the JSON of a page."""
    body: dict[str, Any] = {"totalCount": len(ids), "items": [{"id": id_, "name": f"Offer {id_}"} for id_ in ids]}
    if next_link is not None:
        link = {"uri": next_link, "method": "GET", "headers": []} if isinstance(next_link, str) else next_link
        body["links"] = {"next": link}
    return json.dumps({**body, **members}).encode()


def head(status: int, headers: Iterable[tuple[str, str]], *, reason: str = "Reason") -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} {reason}\r\n{lines}\r\n".encode("latin-1")


def response_bytes(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """Return the bytes of a valid response."""
    default = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "MS-RequestId": REQUEST_ID_OF_SERVICE,
    }
    return head(status, {**default, **(headers or {})}.items()) + body


def respond(status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Step:
    return raw(response_bytes(status, body, headers), then_close=False)


def good(*ids: str, next_link: Any = None, **members: Any) -> Step:
    return respond(200, page(*ids, next_link=next_link, **members))


def fault(status: int, code: int | str = 1, headers: Mapping[str, str] | None = None) -> Step:
    body = {"code": code, "description": "It went wrong.", "data": [], "source": "PartnerFD"}
    return respond(status, json.dumps(body).encode(), headers)


def throttled(headers: Mapping[str, str] | None = None) -> Step:
    return respond(429, b'{"statusCode":429,"message":"Rate limit is exceeded."}', headers)


def raw(data: bytes, *, then_close: bool = True) -> Step:
    def step(connection: Connection) -> None:
        connection.send(data)
        if then_close:
            connection.close()

    return step


def close(connection: Connection) -> None:
    connection.close()


def reset(connection: Connection) -> None:
    connection.reset()


def hang(connection: Connection) -> None:
    connection.wait_for_disconnect()


def reset_after(data: bytes) -> Step:
    def step(connection: Connection) -> None:
        connection.send(data)
        connection.reset()

    return step


def garble_after(data: bytes) -> Step:
    def step(connection: Connection) -> None:
        connection.send(data)
        connection.send_below_tls(b"this is not a TLS record")
        connection.close()

    return step


def drip(data: bytes, *, pause: float) -> Step:
    """Send one byte at a time: no read times out, but the whole response takes too long."""

    def step(connection: Connection) -> None:
        connection.is_open = False
        for byte in data:
            connection.send(bytes([byte]))
            sleep(pause)

    return step


def endless(start: bytes, part: bytes) -> Step:
    """Send the same part repeatedly until the client disconnects."""

    def step(connection: Connection) -> None:
        connection.send(start)
        while True:
            connection.send(part)

    return step


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(body), body)


def gzipped(body: bytes) -> bytes:
    return _compressed(body, zlib.MAX_WBITS | 16)


def deflated(body: bytes) -> bytes:
    return _compressed(body, zlib.MAX_WBITS)


@cache
def bomb(megabytes: int, window_bits: int) -> bytes:
    """Return compressed spaces, about a thousandth of their decompressed size. JSON may begin with spaces."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, window_bits)
    mebibyte = b" " * 2**20
    return b"".join(compressor.compress(mebibyte) for _ in range(megabytes)) + compressor.flush()


def _compressed(body: bytes, window_bits: int) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, window_bits)
    return compressor.compress(body) + compressor.flush()
