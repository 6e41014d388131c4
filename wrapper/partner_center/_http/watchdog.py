"""Ends synchronous requests at their deadline."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from .connections import Connection

_MOST_SECONDS = 60.0  # so that the thread of a client that is not used any more ends


class Watchdog:
    """Shuts down connections whose request is in progress at its deadline, in one thread for all of them.

    A read timeout does not end a read if a byte arrives now and then.
    """

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Forget the requests of another process."""
        self._deadlines: dict[Connection[Any], float] = {}
        self._next_check = math.inf

    @contextmanager
    def watch(self, connection: Connection[Any], seconds: float) -> Iterator[None]:
        """Shut down a connection if the request in this context takes longer than some seconds."""
        self._deadlines[connection] = monotonic() + seconds
        self._schedule(seconds)
        try:
            yield
        finally:
            connection.is_shut_down = self._deadlines.pop(connection, None) is None

    def _schedule(self, seconds: float) -> None:
        check = monotonic() + min(seconds, _MOST_SECONDS)
        if check < self._next_check:
            self._next_check = check
            timer = threading.Timer(check - monotonic(), self._check)
            timer.daemon = True
            timer.start()

    def _check(self) -> None:
        self._next_check = math.inf  # first, so that a request that begins meanwhile is checked
        now = monotonic()
        for connection, deadline in self._deadlines.copy().items():
            # The request or this thread removes it: a connection that is shut down is not used again.
            if deadline > now:
                self._schedule(deadline - now)
            elif self._deadlines.pop(connection, None) is not None:
                connection.shut_down()
