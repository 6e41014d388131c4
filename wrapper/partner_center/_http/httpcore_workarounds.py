"""What httpcore forgets when a call is cancelled while its connection is made: it would be there for good.

Cancelled in the middle of a TLS handshake, it leaves the socket open. Cancelled between the handshake and the first
request, it leaves a connection that is neither idle nor closed: no other call gets it, it never expires, and after a
hundred of them there would be none left.

httpx shows nobody its pool, so it is taken from where it is. Where there is none, as in a transport of the caller's,
nothing is done.
"""

import ssl
from collections.abc import Iterable, Iterator
from typing import Any

import anyio
import httpcore
import httpx


def close_sockets_of_cancelled_handshakes(http: httpx.AsyncClient) -> None:
    """Have a client close the socket of a handshake that is cancelled."""
    if http.base_url.scheme != "https":
        return  # there are no handshakes, and a stream that is wrapped takes longer
    for pool in _pools(http):
        pool._network_backend = _Backend(pool._network_backend)


async def close_forgotten_connections(http: httpx.AsyncClient) -> None:
    """Close the connections of a client that are established, were never used, and belong to no call."""
    with anyio.CancelScope(shield=True):
        for pool in _pools(http):
            in_use = [request.connection for request in pool._requests]
            for connection in pool.connections:
                if connection not in in_use and ", NEW, " in connection.info():
                    await connection.aclose()


def _pools(http: httpx.AsyncClient) -> Iterator[httpcore.AsyncConnectionPool]:
    for transport in (getattr(http, "_transport", None), *getattr(http, "_mounts", {}).values()):
        pool = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore.AsyncConnectionPool):
            yield pool


class _Backend(httpcore.AsyncNetworkBackend):
    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._backend.connect_tcp(host, port, timeout, local_address, socket_options))


class _Stream(httpcore.AsyncNetworkStream):
    """A connection before its handshake."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except anyio.get_cancelled_exc_class():
            with anyio.CancelScope(shield=True):
                await self._stream.aclose()
            raise
