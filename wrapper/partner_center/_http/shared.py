"""What the calls of a client share, and the clock."""

import os
import threading
import time
from collections import deque
from typing import Any, TypeVar
from weakref import WeakSet

now = time.time
monotonic = time.monotonic

# A mistaken Retry-After must not stop a service that runs for months.
_LONGEST_PAUSE = 3600.0


def sleep(seconds: float, abandoned: threading.Event) -> None:
    """Wait some seconds, or until a call is abandoned."""
    abandoned.wait(seconds)


PartT = TypeVar("PartT")


class ClientState:
    """The pause that the service asked for, the ids of the last 256 requests, and the parts to renew after a fork."""

    def __init__(self) -> None:
        self._paused_until = 0.0
        self._lock = threading.Lock()
        self._request_ids: deque[str] = deque(maxlen=256)
        self._parts: WeakSet[Any] = WeakSet()
        _clients.add(self)

    def add(self, part: PartT) -> PartT:
        """Return a part after registering it, by a weak reference: its ``renew()`` is called by that of the client."""
        self._parts.add(part)
        return part

    def renew(self) -> None:
        """Forget the locks and connections of another process or event loop."""
        self._lock = threading.Lock()
        for part in list(self._parts):
            part.renew()

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

    def is_misdirected(self, response_id: str, request_id: str) -> bool:
        """Tell whether a response carries the id of another request than the one it answers.

        A proxy that answers a request twice shifts all later responses on its connection by one: one market's offers
        would be taken for another's.
        """
        response_id = response_id.strip().lower()
        return response_id != request_id and response_id in self._request_ids


_clients: WeakSet[ClientState] = WeakSet()


def _renew_all() -> None:
    for client in list(_clients):
        client.renew()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_renew_all)
