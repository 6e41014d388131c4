"""What a process holds, measured over time, and whether that grows."""

import asyncio
import ctypes
import gc
import sys
import threading
import time
from collections.abc import Sequence
from statistics import median

import attrs
import psutil

_MIB = 2**20


@attrs.frozen
class Sample:
    """What the process holds at one moment."""

    seconds: float
    memory: float
    objects: int
    sockets: int
    threads: int
    tasks: int


class Watch:
    """Takes samples of this process."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._began = time.monotonic()
        self.samples: list[Sample] = []

    def look(self) -> None:
        """Take a sample, in the event loop whose tasks are to be counted."""
        _let_go()
        self.samples.append(
            Sample(
                time.monotonic() - self._began,
                self._process.memory_info().rss / _MIB,
                len(gc.get_objects()),
                len(self._process.net_connections()),
                threading.active_count(),
                len(asyncio.all_tasks()),
            )
        )


def _let_go() -> None:
    """Give back to the system what nobody holds; without glibc, some of that stays with the allocator."""
    gc.collect()
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


@attrs.frozen
class Growth:
    """How much there was of one thing soon after the start, and at the end: the median of some samples each."""

    what: str
    at_first: float
    at_last: float
    allowed: float

    @property
    def is_too_much(self) -> bool:
        return self.at_last - self.at_first > self.allowed

    def __str__(self) -> str:
        return f"{self.what}: {self.at_first:.1f} -> {self.at_last:.1f}"


def growth(samples: Sequence[Sample], *, warm_up: float) -> list[Growth]:
    """Compare the first fifth after the warm-up with the last fifth."""
    settled = [sample for sample in samples if sample.seconds >= warm_up]
    fifth = max(1, len(settled) // 5)
    first, last = settled[:fifth], settled[-fifth:]

    def compared(name: str, *, allowed: float) -> Growth:
        at_first, at_last = (median(getattr(sample, name) for sample in part) for part in (first, last))
        return Growth(name, at_first, at_last, allowed)

    # Whatever is left behind by one call in a hundred is far more than this after ten minutes.
    return [
        compared("memory", allowed=4),
        compared("objects", allowed=1000),
        compared("sockets", allowed=4),
        compared("threads", allowed=0),
        compared("tasks", allowed=0),
    ]
