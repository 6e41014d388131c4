"""A service on loopback whose answers wait until a test lets them go, so that a test knows what is under way when."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import attrs


@attrs.frozen
class Asked:
    """A request: whose offers are wanted, from which one on."""

    catalogue: str
    offset: int


class GatedService:
    """Serves made-up offers by market and by customer, page by page."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        """How many offers each market or customer has."""
        self.names: dict[str, str] = {}
        """The name of all offers of a market or customer, if it is not the usual one."""
        self.statuses: dict[str | Asked, int] = {}
        """The status that the service answers with, where it refuses a market or customer, or a page of it."""
        self.encode: Callable[[object], str] = json.dumps
        """Returns the JSON of a response."""
        self.with_null: set[str] = set()
        """The markets or customers of whose pages the last item is no offer but a null."""
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._held: set[Asked] = set()
        self._at_once = 0
        self._changed = threading.Condition()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or each body waits for the acknowledgement of its headers

            def do_GET(self) -> None:
                status, page = service._answer(self.path)
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
                pass  # callers that leave early close their connections

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

    def offers(self, catalogue: str) -> list[dict[str, Any]]:
        return [
            {
                "id": f"{catalogue}-{number}",
                "name": self.names.get(catalogue, "Contoso Büro"),
                "limit": number,
                "isTrial": False,
                "new": None,
            }
            for number in range(self.sizes[catalogue])
        ]

    def hold(self, catalogue: str, offset: int = 0) -> None:
        """Have the answer to a request wait."""
        with self._changed:
            self._held.add(Asked(catalogue, offset))

    def release(self, catalogue: str, offset: int = 0) -> None:
        """Let the answer to a request go."""
        with self._changed:
            self._held.discard(Asked(catalogue, offset))
            self._changed.notify_all()

    def release_all(self) -> None:
        with self._changed:
            self._held.clear()
            self._changed.notify_all()

    def wait_until_asked(self, catalogue: str, offset: int = 0) -> None:
        """Wait until a request has come."""
        with self._changed:
            assert self._changed.wait_for(lambda: Asked(catalogue, offset) in self.asked, timeout=20)

    def wait_for_more(self, count: int, given_up: Callable[[], bool]) -> bool:
        """Wait until so many more requests have come, and tell whether they have, or waiting was given up."""
        with self._changed:
            goal = len(self.asked) + count
            while not given_up():
                if self._changed.wait_for(lambda: len(self.asked) >= goal, timeout=0.05):
                    return True
        return False

    def wait_until_at_once(self, count: int) -> None:
        """Wait until so many requests are under way."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._at_once == count, timeout=20)

    def _answer(self, target: str) -> tuple[int, Any]:
        url = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        catalogue = query["country"] if "country" in query else url.path.split("/")[-2]
        asked = Asked(catalogue, int(query.get("offset", 0)))
        with self._changed:
            self.asked.append(asked)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            self._changed.notify_all()
            self._changed.wait_for(lambda: asked not in self._held, timeout=20)
            self._at_once -= 1
            self._changed.notify_all()
        status = self.statuses.get(asked, self.statuses.get(catalogue))
        if status is not None:
            return status, {"code": 2030, "description": "No offers for you."}
        size = int(query.get("size", 10**6))
        offers = self.offers(catalogue)[asked.offset : asked.offset + size]
        return 200, {"items": [*offers, None] if catalogue in self.with_null else offers}
