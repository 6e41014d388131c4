"""An HTTPS server on loopback, in a thread of its own, with a certificate that nobody else has."""

import socket
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

import trustme
import uvicorn
from starlette.types import ASGIApp

GRACE_SECONDS = 2
"""How long the serving of a request may still take when the server is stopped; its connection is cut at once."""


class _Server(uvicorn.Server):
    """Tells when it is ready, and cuts its connections when it stops."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # A client that keeps a connection for later does not answer the goodbye of TLS: closing it would take 30 s.
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)


class HttpsServer:
    """Takes its port and makes its certificate at once; serves from `serve` to `stop`."""

    def __init__(self, *, port: int, hosts: Sequence[str]) -> None:
        """Bind a port of 127.0.0.1; 0 takes a free one. Raises OSError when the port is taken.

        The certificate is good for localhost and for `hosts`.
        """
        self._thread: threading.Thread | None = None
        self._socket = socket.create_server(("127.0.0.1", port))
        # asyncio does this only for sockets that name their protocol. Without, each answer waits 40 ms for an
        # acknowledgement; accepted connections inherit it.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._socket.getsockname()[1]
        self._directory = tempfile.TemporaryDirectory(prefix="partner-center-emulator-")
        self.directory = Path(self._directory.name)
        authority = trustme.CA()
        self.ca_bundle = self.directory / "ca.pem"
        authority.cert_pem.write_to_path(self.ca_bundle)
        self._certificate = self.directory / "localhost.pem"
        issued = authority.issue_cert("localhost", "127.0.0.1", *hosts)
        issued.private_key_and_cert_chain_pem.write_to_path(self._certificate)

    def serve(self, app: ASGIApp) -> None:
        """Start to serve, and return when it does. After a failure, too, `stop` has to be called."""
        config = uvicorn.Config(
            app,
            ssl_certfile=self._certificate,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            server_header=False,
            date_header=False,  # an intercepted answer may bring one of its own
            access_log=False,
            log_config=None,  # leaves the logging of the process alone
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._run, name="partner-center-emulator", daemon=True)
        self._thread.start()
        self._server.ready.wait()
        if not self._server.started:
            raise RuntimeError("The emulator did not start; its thread has printed why.")

    def _run(self) -> None:
        try:
            self._server.run([self._socket])
        finally:
            self._server.ready.set()

    def stop(self) -> None:
        """Stop, wait for the thread to end, and remove the directory with the certificate."""
        if self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._socket.close()
        self._directory.cleanup()
