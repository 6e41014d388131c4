"""A proxy that leads host names of the real service to the emulator, and nothing else anywhere."""

import asyncio
import socket
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future
from http import HTTPStatus

CHUNK = 65_536


class ConnectProxy:
    """Understands `CONNECT host:443` (RFC 9110, section 9.3.6) on a port of loopback, in a thread of its own.

    A host that it knows is the emulator. Every other one is answered 403, every other method 405.
    """

    def __init__(self, *, hosts: Collection[str], port: int) -> None:
        """Take a free port and start. `hosts` are those that are led to the port `port` of 127.0.0.1."""
        self.targets: list[str] = []
        """Every `host:port` that was asked for, in order, whether it was known or not."""
        self._known = {f"{host}:443" for host in hosts}
        self._port = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._end: Future[Callable[[], object]] = Future()
        self._thread = threading.Thread(target=self._run, name="partner-center-emulator-proxy", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Cut every connection, and return when the thread has ended."""
        self._end.result()()
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())  # cancels what still is connected when it ends

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        ending = asyncio.Event()
        self._end.set_result(lambda: loop.call_soon_threadsafe(ending.set))
        async with await asyncio.start_server(self._answer, sock=self._socket):
            await ending.wait()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, *_ = [*head.decode("latin-1").partition("\r\n")[0].split(" "), "", ""]
            if method != "CONNECT":
                await _say(writer, HTTPStatus.METHOD_NOT_ALLOWED)
                return
            self.targets.append(target)
            if target.lower() not in self._known:
                await _say(writer, HTTPStatus.FORBIDDEN)
                return
            await self._tunnel(reader, writer)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            pass  # the caller has gone, or never spoke HTTP
        finally:
            writer.close()

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            await _say(writer, HTTPStatus.OK)
            directions = [asyncio.create_task(_pass_on(*ends)) for ends in ((reader, back), (there, writer))]
            await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
            for direction in directions:
                direction.cancel()
            await asyncio.gather(*directions, return_exceptions=True)
        finally:
            back.close()


async def _say(writer: asyncio.StreamWriter, status: HTTPStatus) -> None:
    length = "" if status is HTTPStatus.OK else "Content-Length: 0\r\n"
    writer.write(f"HTTP/1.1 {status.value} {status.phrase}\r\n{length}\r\n".encode())
    await writer.drain()


async def _pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(CHUNK):
        sink.write(data)
        await sink.drain()
