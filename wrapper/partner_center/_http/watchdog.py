"""Ends synchronous requests at their deadline."""

import math
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from .connections import Connection

_MOST_SECONDS = 3600.0  # operating systems limit how long one wait may be


class Watchdog:
    """Shuts down connections whose request is in progress at its deadline, in one thread for all clients.

    A read timeout does not end a read if a byte arrives now and then.
    """

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Forget the requests of another process, and its thread."""
        self._deadlines: dict[Connection[Any], float] = {}
        self._next_check = math.inf
        self._earlier: SimpleQueue[None] = SimpleQueue()
        self._is_running = False

    @contextmanager
    def watch(self, connection: Connection[Any], seconds: float) -> Iterator[None]:
        """Shut down a connection if the request in this context takes longer than some seconds."""
        deadline = monotonic() + seconds
        try:
            self._deadlines[connection] = deadline
            if not self._is_running:
                self._is_running = True  # before start(), which lets other threads come here
                try:
                    threading.Thread(target=self._run, name="partner-center-deadlines", daemon=True).start()
                except BaseException:
                    self._is_running = False
                    raise
            if deadline < self._next_check:
                self._earlier.put(None)
            yield
        finally:
            connection.is_shut_down = self._deadlines.pop(connection, None) is None

    def _run(self) -> None:
        while True:
            for connection, deadline in self._deadlines.copy().items():
                # The request or this thread removes it: a connection that is shut down is not used again. The next
                # request on it has another deadline.
                is_due = deadline <= monotonic() and self._deadlines.get(connection) == deadline
                if is_due and self._deadlines.pop(connection, None) is not None:
                    connection.shut_down()
            self._next_check = math.inf  # first, so that a request that begins meanwhile wakes this thread
            self._next_check = min(self._deadlines.copy().values(), default=math.inf)
            with suppress(Empty):
                self._earlier.get(timeout=min(max(self._next_check - monotonic(), 0.0), _MOST_SECONDS))


WATCHDOG = Watchdog()
if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=WATCHDOG.renew)
