"""HTTP proxies on loopback: a small one, and squid if it is installed."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import trustme

SQUID = shutil.which("squid") or shutil.which("squid", path="/usr/sbin")
PROXIES = ["small", *(["squid"] if SQUID else [])]


class SmallProxy:
    """Responds to CONNECT with ``response`` after ``pause`` seconds, and connects the client if it is a success.

    With a ``certificate``, the proxy itself is reached over TLS.
    """

    def __init__(
        self,
        response: bytes = b"HTTP/1.1 200 OK\r\n\r\n",
        *,
        pause: float = 0.0,
        certificate: trustme.LeafCert | None = None,
    ) -> None:
        self._response = response
        self._pause = pause
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(self._tls)
        self._open: set[socket.socket] = set()

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        scheme = "http" if self._tls is None else "https"
        self.address = f"{scheme}://localhost:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for opened in [self._listening, *self._open]:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with self._listening, suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self._listening.accept()[0],), daemon=True).start()

    def _serve(self, accepted: socket.socket) -> None:
        with suppress(OSError):
            self._forward(accepted if self._tls is None else self._tls.wrap_socket(accepted, server_side=True))

    def _forward(self, client: socket.socket) -> None:
        with client, suppress(OSError, ValueError):
            self._open.add(client)
            received = b""
            while b"\r\n\r\n" not in received:
                if not (part := client.recv(65536)):
                    return
                received += part
            _, target, *_ = received.split(b" ")
            host, _, port = target.decode().rpartition(":")
            with socket.create_connection((host, int(port)), timeout=10) as server:
                time.sleep(self._pause)
                client.sendall(self._response)
                threading.Thread(target=_copy, args=(client, server), daemon=True).start()
                _copy(server, client)
        self._open.discard(client)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def proxy(kind: str) -> Iterator[str]:
    """Run a proxy, and yield its address."""
    if kind == "small":
        with SmallProxy() as small:
            yield small.address
    else:
        with squid() as address:
            yield address


@contextmanager
def squid() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = f"http_port 127.0.0.1:{port}\nhttp_access allow all\nshutdown_lifetime 0 seconds\n"
    settings += "pid_filename none\naccess_log none\ncache_log /dev/null\nnetdb_filename none\n"
    settings += "cache deny all\nmemory_cache_shared off\n"
    with TemporaryDirectory() as folder:
        file = Path(folder, "squid.conf")
        file.write_text(settings)
        arguments = [str(SQUID), "-N", "-n", f"test{port}", "-f", str(file)]
        with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                _wait_for(port)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.kill()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
