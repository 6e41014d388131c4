"""An HTTP server, run in its own process, that sends prepared pages."""

import asyncio
import sys
from functools import cache, partial
from urllib.parse import parse_qs, urlsplit

from lifelike_page import page_of

REFUSED = "ff"
"""The prefix of the ids of customers that are refused."""

_REFUSAL = b'{"code":20002,"description":"The partner has no relation with this customer.","data":[],"source":"x"}'


class Pages(asyncio.Protocol):
    """Responds to GET with keep-alive: with one offer for the market ``ZZ``, with many for customers and other markets.

    Customers whose id begins with ``REFUSED`` are refused.

    Args:
        market: The number of offers of a market.
        customer: The number of offers of each customer.
        latency: The seconds before each response.
    """

    def __init__(self, market: int, customer: int, latency: float) -> None:
        self._market = market
        self._customer = customer
        self._latency = latency
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            target = head.split(b" ", 2)[1].decode("ascii")
            response = self._response_to(target)
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._transport.write, response)  # type: ignore[attr-defined]
            else:
                self._transport.write(response)  # type: ignore[attr-defined]

    def _response_to(self, target: str) -> bytes:
        if target.startswith(f"/v1/customers/{REFUSED}"):
            return _response("404 Not Found", _REFUSAL)
        url = urlsplit(target)
        query = {name: int(values[0]) for name, values in parse_qs(url.query).items() if values[0].isdecimal()}
        total = self._customer if "/customers/" in target else 1 if "country=ZZ" in url.query else self._market
        offset = query.get("offset", 0)
        return _page(max(0, min(query.get("size", total), total - offset)), offset)


@cache
def _whole(offers: int) -> bytes:
    return page_of(offers)


@cache
def _first(offers: int) -> bytes:
    return _response("200 OK", _whole(offers))


def _page(offers: int, offset: int) -> bytes:
    """Return a page of a number of offers. Its first ids depend on the offset, so that no page is repeated."""
    if not offset:
        return _first(offers)
    return _response("200 OK", _whole(offers).replace(b'{"id":"', b'{"id":"%d-' % offset, 2))


def _response(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


async def _serve(market: int, customer: int, latency: float) -> None:
    create = partial(Pages, market, customer, latency)
    server = await asyncio.get_running_loop().create_server(create, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
