"""A plain HTTP server in a process of its own: it sends prepared pages and does nothing else."""

import asyncio
import sys
from functools import partial
from urllib.parse import parse_qs, urlsplit

from lifelike_page import page_of

REFUSED = "ff"
"""The ids of customers that are refused begin with it."""

_REFUSAL = b'{"code":20002,"description":"The partner has no relation with this customer.","data":[],"source":"x"}'


class Pages(asyncio.Protocol):
    """Answers GET with keep-alive: with one offer for the market ``ZZ`` and for customers, with many for other markets.

    Customers whose id begins with ``REFUSED`` are refused.
    """

    def __init__(self, one: bytes, many: bytes, latency: float) -> None:
        self._one = one
        self._many = many
        self._latency = latency
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            target = head.split(b" ", 2)[1].decode("ascii")
            answer = self._response_to(target)
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._transport.write, answer)  # type: ignore[attr-defined]
            else:
                self._transport.write(answer)  # type: ignore[attr-defined]

    def _response_to(self, target: str) -> bytes:
        if target.startswith(f"/v1/customers/{REFUSED}"):
            return _response("404 Not Found", _REFUSAL)
        is_small = "/customers/" in target or parse_qs(urlsplit(target).query).get("country") == ["ZZ"]
        return self._one if is_small else self._many


def _response(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


async def _serve(offers: int, latency: float) -> None:
    create = partial(Pages, _response("200 OK", page_of(1)), _response("200 OK", page_of(offers)), latency)
    server = await asyncio.get_running_loop().create_server(create, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
