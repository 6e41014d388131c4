"""A TLS server that sends scripted bytes, so that it can violate HTTP in every way."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

import attrs
import trustme


@attrs.frozen
class ReceivedRequest:
    """A request that the server received."""

    target: str
    headers: tuple[tuple[str, str], ...]

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


class Connection:
    """The connection that a step of the script responds on."""

    def __init__(self, tls: ssl.SSLSocket, request: ReceivedRequest) -> None:
        self._tls = tls
        self.request = request
        self.is_open = True

    def send(self, data: bytes) -> None:
        self._tls.sendall(data)

    def send_below_tls(self, data: bytes) -> None:
        """Send bytes that are not a TLS record, in the middle of a connection."""
        with socket.fromfd(self._tls.fileno(), socket.AF_INET, socket.SOCK_STREAM) as plain:
            plain.sendall(data)

    def wait_for_disconnect(self) -> None:
        """Send nothing until the client disconnects."""
        self.is_open = False
        self._tls.settimeout(10)
        while self._tls.recv(4096):
            pass

    def close(self) -> None:
        self.is_open = False

    def reset(self) -> None:
        self.is_open = False
        _reset(self._tls)


Step = Callable[[Connection], None]
"""Handles one request."""

Handshake = Callable[[socket.socket], None]
"""Handles a new connection in place of the TLS handshake."""


@attrs.frozen
class Certificates:
    """The certificates of the server, and the authority that the client trusts."""

    authority: trustme.CA
    good: trustme.LeafCert
    of_another_authority: trustme.LeafCert
    of_another_name: trustme.LeafCert

    @classmethod
    def make(cls) -> Self:
        authority = trustme.CA()
        return cls(
            authority=authority,
            good=authority.issue_cert("localhost"),
            of_another_authority=trustme.CA().issue_cert("localhost"),
            of_another_name=authority.issue_cert("login.example.com"),
        )


class FaultServer:
    """A server on loopback. Each request takes the next step of the script, and all later requests take the last."""

    def __init__(
        self, certificate: trustme.LeafCert, script: Sequence[Step], *, handshakes: Sequence[Handshake | None] = ()
    ) -> None:
        self._script = script
        self._handshakes = handshakes
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(self._tls)
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self.requests: list[ReceivedRequest] = []
        self.connections = 0
        self.failures: list[BaseException] = []
        """Errors of the server itself. Tests check that there are none."""

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._accepting.join()
        with self._lock:
            for plain in self._open:
                _end(plain)
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                number = self.connections
                self.connections += 1
                self._open.add(plain)
            thread = threading.Thread(target=self._serve, args=(plain, number), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket, number: int) -> None:
        try:
            handshake = self._handshakes[min(number, len(self._handshakes) - 1)] if self._handshakes else None
            if handshake is not None:
                handshake(plain)
                return
            plain.settimeout(10)
            with self._tls.wrap_socket(plain, server_side=True) as tls:
                with self._lock:
                    self._open.discard(plain)
                    self._open.add(tls)
                self._converse(tls)
        except (OSError, ValueError):
            pass  # the client has disconnected
        except BaseException as error:  # noqa: BLE001 - the test fails when it checks `failures`
            self.failures.append(error)
        finally:
            plain.close()

    def _converse(self, tls: ssl.SSLSocket) -> None:
        received = b""
        while True:
            while b"\r\n\r\n" not in received:
                part = tls.recv(65536)
                if not part:
                    return
                received += part
            head, _, received = received.partition(b"\r\n\r\n")
            with self._lock:
                step = self._script[min(len(self.requests), len(self._script) - 1)]
                request = _parsed(head)
                self.requests.append(request)
            connection = Connection(tls, request)
            step(connection)
            if not connection.is_open:
                return


def close_at_once(plain: socket.socket) -> None:
    plain.close()


def reset_at_once(plain: socket.socket) -> None:
    _reset(plain)


def respond_in_plain_http(plain: socket.socket) -> None:
    plain.recv(4096)
    plain.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    plain.close()


def hang_before_tls(plain: socket.socket) -> None:
    plain.settimeout(10)
    while plain.recv(4096):
        pass


def _parsed(head: bytes) -> ReceivedRequest:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return ReceivedRequest(first.split(" ")[1], headers)


def _reset(connected: socket.socket) -> None:
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connected.close()


def _end(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        connected.close()
