"""The HTTPS server on loopback. It runs in a thread, and creates its own certificate authority."""

import socket
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import attrs
import trustme
import uvicorn
from starlette.types import ASGIApp

GRACE_SECONDS = 2
"""How long a request in flight may still take when the server stops. Its connection is closed at once."""


@attrs.frozen
class Addresses:
    """The addresses of the emulator: its port on loopback, and the host names that it also serves."""

    port: int
    hosts: Sequence[str] = ()

    @property
    def local(self) -> str:
        """The address on loopback, `https://localhost:PORT`."""
        return f"https://localhost:{self.port}"

    def origin(self, host: str | None) -> str:
        """Return the address to use in a response to a request with this Host header.

        It has the host name of the request if that is one of `hosts`, and is `local` otherwise.
        """
        return f"https://{host.lower()}" if host and _name(host) in self.hosts else self.local

    def host(self, host: str | None) -> str:
        """Return the host name that a request with this Host header is for: one of `hosts`, or localhost."""
        name = _name(host or "")
        return name if name in self.hosts else "localhost"


class HttpsServer:
    """A server that has its port and its certificate from the start, and serves from `serve` to `stop`."""

    def __init__(self, *, port: int, hosts: Sequence[str]) -> None:
        """Bind a port of 127.0.0.1 and make a certificate for localhost and some host names.

        Args:
            port: The port; 0 takes a free one.
            hosts: The host names.

        Raises:
            OSError: The port is taken.
            ValueError: A host name is not valid.
        """
        self._thread: threading.Thread | None = None
        with ExitStack() as resources:
            self._socket = resources.enter_context(socket.create_server(("127.0.0.1", port)))
            # asyncio sets this only on sockets that name their protocol. Without it, each response waits 40 ms for an
            # acknowledgement. Accepted connections inherit it.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            directory = tempfile.TemporaryDirectory(prefix="partner-center-emulator-")
            self.directory = Path(resources.enter_context(directory))
            """A directory for files that are removed by `stop`."""
            self.addresses = Addresses(self._socket.getsockname()[1], hosts)
            self.ca_bundle = self.directory / "ca.pem"
            authority = trustme.CA()
            authority.cert_pem.write_to_path(self.ca_bundle)
            self._certificate = self.directory / "localhost.pem"
            issued = authority.issue_cert("localhost", "127.0.0.1", *hosts)
            issued.private_key_and_cert_chain_pem.write_to_path(self._certificate)
            self._resources = resources.pop_all()

    def serve(self, app: ASGIApp) -> None:
        """Start the thread, and return when it serves. Call `stop` also if this raises."""
        config = uvicorn.Config(
            app,
            ssl_certfile=self._certificate,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            server_header=False,
            date_header=False,  # the response of an intercept may have one
            access_log=False,
            log_config=None,  # does not change the logging of the process
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._run, name="partner-center-emulator", daemon=True)
        self._thread.start()
        self._server.ready.wait()
        if not self._server.started:
            raise RuntimeError("The emulator did not start. Its thread has printed the reason.")

    def _run(self) -> None:
        try:
            self._server.run([self._socket])
        finally:
            self._server.ready.set()

    def stop(self) -> None:
        """Stop serving, wait for the thread to end, release the port, and remove the directory."""
        if self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._resources.close()


class _Server(uvicorn.Server):
    """Signals when it is ready, and aborts its connections when it stops."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # A client with an idle connection does not respond to the closing handshake of TLS, which would take 30 s.
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)


def _name(host: str) -> str:
    return host.partition(":")[0].lower()
