"""A clock that is put forward in the place of every wait."""

import time
from collections.abc import Callable

import anyio
import anyio.lowlevel

from partner_center._http.clock import Clock

# Fri, 20 Nov 2026 12:00:00 GMT
NOON = 1795176000.0


class QuickClock:
    """Runs with the real one, and jumps where a client waits. ``waits`` are the seconds of each wait."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.on_wait: Callable[[float], None] | None = None
        self.clock = Clock(
            now=lambda: NOON + sum(self.waits),
            monotonic=lambda: time.monotonic() + sum(self.waits),
            sleep=lambda seconds, _: self._sleep(seconds),
            sleep_async=self._sleep_async,
        )

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        if self.on_wait is not None:
            self.on_wait(seconds)

    async def _sleep_async(self, seconds: float) -> None:
        self._sleep(seconds)
        await anyio.lowlevel.checkpoint()
