"""A service on loopback that holds responses until a test releases them, so that a test controls what is in flight."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import attrs


@attrs.frozen
class OfferRequest:
    """A request for the offers of a market or customer, from an offset."""

    key: str
    offset: int


class GatedService:
    """Serves pages of made-up offers by market and by customer."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        """The number of offers of each market or customer."""
        self.names: dict[str, str] = {}
        """The name of all offers of a market or customer, if it is not the default."""
        self.statuses: dict[str | OfferRequest, int] = {}
        """The error status for a market or customer, or for one of its pages."""
        self.encode: Callable[[object], str] = json.dumps
        """Returns the JSON of a response."""
        self.with_null: set[str] = set()
        """The markets or customers whose pages end with a null."""
        self.requests: list[OfferRequest] = []
        self.max_in_flight = 0
        self._held: set[OfferRequest] = set()
        self._in_flight = 0
        self._changed = threading.Condition()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # otherwise each body waits for the acknowledgement of its headers

            def do_GET(self) -> None:
                status, page = service._respond(self.path)
                body = service.encode(page).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 100

            def handle_error(self, *_arguments: Any) -> None:
                pass  # callers that stop early close their connections

        self._server = Server(("127.0.0.1", 0), Handler)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @contextmanager
    def serving(self) -> Iterator[None]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            self.release_all()
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def offers(self, key: str) -> list[dict[str, Any]]:
        return [
            {
                "id": f"{key}-{number}",
                "name": self.names.get(key, "Contoso Büro"),
                "limit": number,
                "isTrial": False,
                "new": None,
            }
            for number in range(self.sizes[key])
        ]

    def hold(self, key: str, offset: int = 0) -> None:
        """Hold the response to a request."""
        with self._changed:
            self._held.add(OfferRequest(key, offset))

    def release(self, key: str, offset: int = 0) -> None:
        """Release the response to a request."""
        with self._changed:
            self._held.discard(OfferRequest(key, offset))
            self._changed.notify_all()

    def release_all(self) -> None:
        with self._changed:
            self._held.clear()
            self._changed.notify_all()

    def wait_for_request(self, key: str, offset: int = 0) -> None:
        """Wait until a request has arrived."""
        with self._changed:
            assert self._changed.wait_for(lambda: OfferRequest(key, offset) in self.requests, timeout=20)

    def wait_for_more(self, count: int, cancelled: Callable[[], bool]) -> bool:
        """Wait for a number of further requests, and return whether they arrived before the wait was cancelled."""
        with self._changed:
            goal = len(self.requests) + count
            while not cancelled():
                if self._changed.wait_for(lambda: len(self.requests) >= goal, timeout=0.05):
                    return True
        return False

    def wait_for_in_flight(self, count: int) -> None:
        """Wait until a number of requests are in flight."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._in_flight == count, timeout=20)

    def _respond(self, target: str) -> tuple[int, Any]:
        url = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        key = query["country"] if "country" in query else url.path.split("/")[-2]
        request = OfferRequest(key, int(query.get("offset", 0)))
        with self._changed:
            self.requests.append(request)
            self._in_flight += 1
            self.max_in_flight = max(self.max_in_flight, self._in_flight)
            self._changed.notify_all()
            self._changed.wait_for(lambda: request not in self._held, timeout=20)
            self._in_flight -= 1
            self._changed.notify_all()
        status = self.statuses.get(request, self.statuses.get(key))
        if status is not None:
            return status, {"code": 2030, "description": "No offers for you."}
        size = int(query.get("size", 10**6))
        offers = self.offers(key)[request.offset : request.offset + size]
        return 200, {"items": [*offers, None] if key in self.with_null else offers}
