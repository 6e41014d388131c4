"""A plain HTTP server in a process of its own: it sends prepared pages and does nothing else."""

import asyncio
import sys
from urllib.parse import parse_qs, urlsplit

from lifelike_page import page_of


class Pages(asyncio.Protocol):
    """Answers GET with keep-alive; the market ``ZZ``, which is none, has one offer, any other so many."""

    def __init__(self, answers: dict[bool, bytes], latency: float) -> None:
        self._answers = answers
        self._latency = latency
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            target = head.split(b" ", 2)[1].decode("ascii")
            is_small = parse_qs(urlsplit(target).query).get("country") == ["ZZ"]
            answer = self._answers[is_small]
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._transport.write, answer)  # type: ignore[attr-defined]
            else:
                self._transport.write(answer)  # type: ignore[attr-defined]


def _answer(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


async def _serve(offers: int, latency: float) -> None:
    answers = {True: _answer(page_of(1)), False: _answer(page_of(offers))}
    server = await asyncio.get_running_loop().create_server(lambda: Pages(answers, latency), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
