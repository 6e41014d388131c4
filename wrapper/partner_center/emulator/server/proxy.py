"""The proxy that connects host names of the real service to the emulator, and refuses all others."""

import asyncio
import socket
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future
from http import HTTPStatus

CHUNK_BYTES = 65_536


class ConnectProxy:
    """Serves `CONNECT host:443` (RFC 9110, section 9.3.6) on a loopback port, in a thread.

    A known host is connected to the emulator. The response for another host is 403, for another method 405.
    """

    def __init__(self, *, hosts: Collection[str], port: int) -> None:
        """Bind a free port and start to serve.

        Args:
            hosts: The host names that are connected to the emulator.
            port: The port of the emulator on 127.0.0.1.
        """
        self.targets: list[str] = []
        """Every `host:port` that a client asked for, in order, also those that were refused."""
        self._known = {f"{host}:443" for host in hosts}
        self._port = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._stop: Future[Callable[[], object]] = Future()
        self._thread = threading.Thread(target=self._run, name="partner-center-emulator-proxy", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection, and return when the thread has ended."""
        self._stop.result()()
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())  # cancels the open connections at its end

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        self._stop.set_result(lambda: loop.call_soon_threadsafe(stopped.set))
        async with await asyncio.start_server(self._handle, sock=self._socket):
            await stopped.wait()

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, *_ = [*head.decode("latin-1").partition("\r\n")[0].split(" "), "", ""]
            if method != "CONNECT":
                await _respond(writer, HTTPStatus.METHOD_NOT_ALLOWED)
                return
            self.targets.append(target)
            if target.lower() not in self._known:
                await _respond(writer, HTTPStatus.FORBIDDEN)
                return
            await self._tunnel(reader, writer)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            pass  # the client has disconnected, or does not speak HTTP
        finally:
            writer.close()

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_emulator, to_emulator = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            await _respond(writer, HTTPStatus.OK)
            directions = [
                asyncio.create_task(_copy(reader, to_emulator)),
                asyncio.create_task(_copy(from_emulator, writer)),
            ]
            await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
            for direction in directions:
                direction.cancel()
            await asyncio.gather(*directions, return_exceptions=True)
        finally:
            to_emulator.close()


async def _respond(writer: asyncio.StreamWriter, status: HTTPStatus) -> None:
    length = "" if status is HTTPStatus.OK else "Content-Length: 0\r\n"
    writer.write(f"HTTP/1.1 {status.value} {status.phrase}\r\n{length}\r\n".encode())
    await writer.drain()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(CHUNK_BYTES):
        target.write(data)
        await target.drain()
