"""The connections of a client, each of which carries one request at a time.

If TLS fails in the tunnel of a proxy, or a call is cancelled, httpcore counts the connection as in use for good, and a
shared pool runs out of connections. So each connection has its own pool, which is closed if a request on it fails.
"""

import math
import os
import socket
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any, Generic, TypeVar

import attrs
import httpx

TransportT = TypeVar("TransportT")

_SECONDS_IDLE = 5.0  # as in httpx: a server may close an idle connection just when a request is sent


@attrs.define(eq=False)
class Connection(Generic[TransportT]):
    """A transport of httpx that has at most one connection."""

    http: TransportT
    idle_since: float = math.inf
    is_shut_down: bool = False
    host: str | None = None
    stream: Any = None
    in_handshake: socket.socket | None = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the host and the stream that a request opens. Pass this to httpcore as the extension ``trace``."""
        self._note_stream(event, info)
        if self.in_handshake is not None:
            self.in_handshake.close()
            self.in_handshake = None
        if event.endswith(".start_tls.started"):
            # The handshake takes the socket from the stream. A second descriptor can be shut down meanwhile.
            opened = self.stream and self.stream.get_extra_info("socket")
            with suppress(OSError):  # too many files are open: then a timeout ends the handshake
                self.in_handshake = opened and socket.socket(fileno=os.dup(opened.fileno()))

    async def trace_async(self, event: str, info: Mapping[str, Any]) -> None:
        """Do what ``trace`` does for asynchronous requests, which no other thread shuts down."""
        self._note_stream(event, info)

    def _note_stream(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith(".connect_tcp.started"):
            self.host, self.stream = info.get("host"), None
        elif event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self.stream = info["return_value"]

    def note_proxy(self, error: Exception, request: httpx.Request) -> None:
        """Name the proxy in a note of an error, if it is the proxy that could not be reached."""
        if self.stream is None and self.host not in {None, request.url.raw_host.decode("ascii")}:
            error.add_note(f"while connecting to the proxy {self.host}")

    def shut_down(self) -> None:
        """End a read or write of another thread. Closing the socket would not, and could close another connection."""
        opened = self.in_handshake or (self.stream and self.stream.get_extra_info("socket"))
        if opened is not None:
            with suppress(OSError):  # it is closed
                # The method of SSLSocket would remove the TLS state that the other thread uses.
                socket.socket.shutdown(opened, socket.SHUT_RDWR)


class Connections(Generic[TransportT]):
    """The connections of a client. All requests share a transport of the user, which may have a pool."""

    def __init__(self, connector: Callable[[], Callable[[], TransportT]], *, given: TransportT | None) -> None:
        self._is_shared = given is not None
        self._connect = connector() if given is None else lambda: given
        # The first one is made now: it raises a ValueError if the settings of the network are invalid.
        self._idle = deque([] if self._is_shared else [Connection(self._connect())])
        self._in_use: set[Connection[TransportT]] = set()
        self._is_closed = self._was_used = self._is_foreign = False

    def take(self) -> Connection[TransportT]:
        """Return the connection that was used last, or a new one."""
        if self._is_foreign:
            raise RuntimeError(
                "This client made calls in another process or event loop, where the connections of its `transport` "
                "are. Create a client with a transport of its own in each process and event loop."
            )
        self._was_used = True
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = Connection(self._connect())
        self._in_use.add(connection)
        return connection

    def give_back(self, connection: Connection[TransportT], *, is_usable: bool) -> Iterator[Any]:
        """Keep a connection for the next request, if it is usable. Yield the streams and transports to close."""
        self._in_use.discard(connection)
        if self._is_shared:
            if self._is_closed and not self._in_use:
                yield connection.http
        elif self._is_closed or connection.is_shut_down or not is_usable:
            # httpcore does not close the stream if it is cancelled in the handshake of TLS.
            yield from filter(None, (connection.stream, connection.http))
        else:
            connection.idle_since = monotonic()
            self._idle.append(connection)
            with suppress(IndexError):
                while self._idle[0].idle_since + _SECONDS_IDLE < connection.idle_since:
                    yield self._idle.popleft().http

    def close(self) -> Iterator[TransportT]:
        """Yield the transports that are not in use, to close them. The others are closed when they are given back."""
        self._is_closed = True
        if self._is_shared and not (self._in_use or self._is_foreign):
            yield self._connect()
        while self._idle:
            yield self._idle.pop().http

    def renew(self) -> None:
        """Open new connections from now on. Those that are open belong to another process or event loop."""
        self._idle, self._in_use = deque(), set()
        self._is_foreign = self._is_shared and self._was_used
