"""What the calls of a client share, and the clock."""

import os
import threading
import time
from collections import deque

now = time.time
monotonic = time.monotonic

# A mistaken Retry-After must not stop a service that runs for months.
_LONGEST_PAUSE = 3600.0


def sleep(seconds: float, abandoned: threading.Event) -> None:
    """Wait some seconds, or until a call is abandoned."""
    abandoned.wait(seconds)


class ClientState:
    """The pause that the service asked for, the ids of the last 256 requests, and the process that sends them."""

    def __init__(self) -> None:
        self._paused_until = 0.0
        self._lock = threading.Lock()
        self._request_ids: deque[str] = deque(maxlen=256)
        self._process: int | None = None
        self.loop: object = None
        """The event loop of an asynchronous client."""

    def pause(self, seconds: float) -> None:
        """Let no call begin for some seconds. A longer pause stays."""
        with self._lock:
            self._paused_until = max(self._paused_until, monotonic() + min(seconds, _LONGEST_PAUSE))

    def pause_left(self) -> float:
        """Return the seconds until calls may begin."""
        return max(0.0, self._paused_until - monotonic())

    def add_request(self, request_id: str) -> None:
        """Remember a request that is about to be sent."""
        self._request_ids.append(request_id)

    def is_misdirected(self, answered_id: str, request_id: str) -> bool:
        """Tell whether a response carries the id of another request than the one it answers.

        A proxy that answers a request twice shifts all later responses on its connection by one: one market's offers
        would be taken for another's.
        """
        answered_id = answered_id.strip().lower()
        return answered_id != request_id and answered_id in self._request_ids

    def check_process(self) -> None:
        """Raise a RuntimeError after a fork: both processes would read responses from the same connections."""
        self._process = self._process or os.getpid()
        if self._process != os.getpid():
            raise RuntimeError(
                f"This client made calls in process {self._process} and cannot be used in process {os.getpid()}, which "
                "was forked from it and shares its connections. Create a client in each process."
            )
