"""A TLS server that follows a script byte by byte, so that it can do what no HTTP server would."""

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
    """A request as it came."""

    target: str
    headers: tuple[tuple[str, str], ...]

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


class Connection:
    """What a step of the script works on."""

    def __init__(self, tls: ssl.SSLSocket, request: ReceivedRequest) -> None:
        self._tls = tls
        self.request = request
        self.is_open = True

    def send(self, data: bytes) -> None:
        self._tls.sendall(data)

    def send_below_tls(self, data: bytes) -> None:
        """Send bytes that are no TLS record, in the middle of a connection."""
        with socket.fromfd(self._tls.fileno(), socket.AF_INET, socket.SOCK_STREAM) as plain:
            plain.sendall(data)

    def wait_for_goodbye(self) -> None:
        """Say nothing until the client gives up."""
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
"""Answers one request, or does not."""

Greeting = Callable[[socket.socket], None]
"""Meets a new connection in the place of the TLS handshake, and is done with it."""


@attrs.frozen
class Certificates:
    """What the server shows, and what the client trusts."""

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
    """Serves on loopback while it is entered. Each request takes the next step, and all that follow take the last."""

    def __init__(
        self, certificate: trustme.LeafCert, script: Sequence[Step], *, greetings: Sequence[Greeting | None] = ()
    ) -> None:
        self._script = script
        self._greetings = greetings
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(self._tls)
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self.requests: list[ReceivedRequest] = []
        self.connections = 0
        self.failures: list[BaseException] = []
        """What went wrong in the server itself, which must be nothing."""

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
            greeting = self._greetings[min(number, len(self._greetings) - 1)] if self._greetings else None
            if greeting is not None:
                greeting(plain)
                return
            plain.settimeout(10)
            with self._tls.wrap_socket(plain, server_side=True) as tls:
                with self._lock:
                    self._open.discard(plain)
                    self._open.add(tls)
                self._converse(tls)
        except (OSError, ValueError):
            pass  # the client is gone, which is its right
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test that looks at `failures` fails by it
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


def speak_plainly(plain: socket.socket) -> None:
    plain.recv(4096)
    plain.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    plain.close()


def say_nothing(plain: socket.socket) -> None:
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
