"""What time it is and how to wait, in one place, so that tests need not wait."""

import time
from collections.abc import Awaitable, Callable
from threading import Event

import anyio
import attrs


@attrs.frozen(kw_only=True)
class Clock:
    """Two clocks and two ways to wait.

    Attributes:
        now: The time of day, in seconds since the epoch.
        monotonic: Seconds since some moment, never set back.
        sleep: Waits so many seconds, or until the event is set.
        sleep_async: Waits so many seconds in an event loop.
    """

    now: Callable[[], float]
    monotonic: Callable[[], float]
    sleep: Callable[[float, Event], object]
    sleep_async: Callable[[float], Awaitable[None]]


SYSTEM_CLOCK = Clock(
    now=time.time,
    monotonic=time.monotonic,
    sleep=lambda seconds, let_go: let_go.wait(seconds),
    sleep_async=anyio.sleep,
)
