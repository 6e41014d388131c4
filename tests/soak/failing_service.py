"""A failing service: the emulator, and a relay in front of it, of which a share of the requests fail.

Prints one line of JSON with its addresses and credentials, and serves until the end of its stdin.
"""

import argparse
import asyncio
import json
import random
import socket
import struct
import sys
import threading
from collections import Counter
from collections.abc import Callable
from enum import Enum, auto

from partner_center.emulator import Emulator, ReceivedRequest, Response

TOKEN_LIFETIME = 5
_HTML = b"<html><body>Bad gateway</body></html>"
_FAULT = b'{"code":800003,"description":"Unexpected","data":[],"source":"PartnerFD"}'

_RESPONSES: tuple[Callable[[], Response], ...] = (
    lambda: Response(408),
    lambda: Response(429, {"Content-Type": "application/json"}, b'{"statusCode":429,"message":"Rate limit."}'),
    lambda: Response(500, {"Content-Type": "application/json"}, _FAULT),
    lambda: Response(502, {"Content-Type": "text/html"}, _HTML),
    lambda: Response(503, {"Retry-After": "0"}),
    lambda: Response(504, {"Content-Type": "text/html"}, _HTML * 1000),
    lambda: Response(520),
    lambda: Response(200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, b"not gzip"),
)
_ENTRA_RESPONSES: tuple[Callable[[], Response], ...] = (
    lambda: Response(429, {"Content-Type": "application/json", "Retry-After": "1"}, b'{"error":"slow_down"}'),
    lambda: Response(500, {"Content-Type": "application/json"}, b'{"error":"server_error"}'),
    lambda: Response(502, {"Content-Type": "text/html"}, _HTML),
    lambda: Response(503, {"Retry-After": "0"}),
)
_REJECTION = Response(401, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
_THROTTLED = Response(
    429, {"Retry-After": "1"}, b'{"statusCode":429,"message":"Rate limit is exceeded. Try again in 1 s."}'
)


class Disturbance(Enum):
    """What happens to a connection in the middle of a response or of the TLS handshake."""

    CLOSE = auto()
    RESET = auto()
    STALL = auto()
    GARBLE = auto()


class FaultInjector:
    """Decides which requests fail, and how."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._rejected: set[str] = set()
        self.counts: Counter[str] = Counter()

    def intercept(self, request: ReceivedRequest) -> Response | None:
        self.counts["requests"] += 1
        if random.random() >= self._share:
            return None
        self.counts[f"responses of the {request.side} side"] += 1
        if request.side == "identity":
            return random.choice(_ENTRA_RESPONSES)()
        kind = random.random()
        request_id = request.headers["MS-RequestId"]
        # A renewed token that is rejected again would be a permanent error.
        if kind < 0.1 and request_id not in self._rejected:
            self._rejected.add(request_id)
            return _REJECTION
        return _THROTTLED if kind < 0.12 else random.choice(_RESPONSES)()

    def disturbance(self) -> Disturbance | None:
        if random.random() >= self._share / 4:
            return None
        found = random.choice(list(Disturbance))
        self.counts[f"{found.name.lower()}s"] += 1
        return found


async def relay(port: int, faults: FaultInjector, listening: socket.socket) -> None:
    """Forward bytes between clients and the emulator, and disturb some of the connections."""

    connections: set[asyncio.Task[None] | None] = set()  # the event loop has only weak references to its tasks

    async def forward(client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        connections.add(asyncio.current_task())
        server, to_server = await asyncio.open_connection("127.0.0.1", port)
        upstream = asyncio.create_task(pump(client, to_server))
        try:
            while part := await server.read(16384):
                match faults.disturbance():
                    case None:
                        to_client.write(part)
                        await to_client.drain()
                        continue
                    case Disturbance.STALL:
                        await upstream  # until the client disconnects
                    case Disturbance.GARBLE:
                        to_client.write(random.randbytes(len(part)))
                    case cut:
                        to_client.write(part[: random.randrange(len(part))])
                        if cut is Disturbance.RESET:
                            reset = struct.pack("ii", 1, 0)
                            to_client.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                            to_client.transport.abort()
                break
        except OSError:
            pass  # the client or the server has disconnected
        finally:
            upstream.cancel()
            to_client.close()
            to_server.close()
            connections.discard(asyncio.current_task())

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while part := await reader.read(16384):
                writer.write(part)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(forward, sock=listening) as server:
        await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, required=True, help="the share of requests that fail, 0 to 1")
    faults = FaultInjector(parser.parse_args().share)
    with Emulator() as emulator, socket.create_server(("127.0.0.1", 0)) as listening:
        emulator.behavior.token_lifetime = TOKEN_LIFETIME
        emulator.behavior.intercept = faults.intercept
        port = int(emulator.authority.rpartition(":")[2])
        threading.Thread(target=asyncio.run, args=(relay(port, faults, listening),), daemon=True).start()
        address = {
            "base_url": f"https://localhost:{listening.getsockname()[1]}/v1",
            "authority": emulator.authority,
            "ca_bundle": emulator.ca_bundle,
            "tenant_id": emulator.tenant_id,
            "client_id": emulator.client_id,
            "client_secret": emulator.client_secret,
        }
        print(json.dumps(address), flush=True)
        # Each line of stdin is a request for the current counts.
        for _ in sys.stdin:
            emulator.requests.clear()
            print(json.dumps(faults.counts), flush=True)


if __name__ == "__main__":
    main()
