"""A clock that jumps forward instead of waiting."""

import time
from collections.abc import Callable
from threading import Event

import anyio.lowlevel
import pytest

# Fri, 20 Nov 2026 12:00:00 GMT
NOON = 1795176000.0


class QuickClock:
    """The real clock, except that a wait moves it forward at once. ``waits`` has the seconds of each wait."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waits: list[float] = []
        self.on_wait: Callable[[float], None] | None = None
        clock = "partner_center._http.shared"
        monkeypatch.setattr(f"{clock}.now", lambda: NOON + sum(self.waits))
        monkeypatch.setattr(f"{clock}.monotonic", lambda: time.monotonic() + sum(self.waits))
        monkeypatch.setattr(f"{clock}.sleep", self._sleep)
        monkeypatch.setattr("partner_center._http.async_transport.sleep", self._sleep_async)

    def _sleep(self, seconds: float, _abandoned: Event | None = None) -> None:
        self.waits.append(seconds)
        if self.on_wait is not None:
            self.on_wait(seconds)

    async def _sleep_async(self, seconds: float, _closed: object) -> None:
        self._sleep(seconds)
        await anyio.lowlevel.checkpoint()
