"""The memory and the resources of a process over time, and their growth."""

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
    """The memory and the resources of the process at one time."""

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

    def take_sample(self) -> None:
        """Take a sample, in the event loop whose tasks are to be counted."""
        _free_memory()
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


def _free_memory() -> None:
    """Return unused memory to the system. Without glibc, the allocator keeps some of it."""
    gc.collect()
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


@attrs.frozen
class Growth:
    """The amount of one resource soon after the start and at the end, as medians of some samples."""

    name: str
    first: float
    last: float
    allowed: float

    @property
    def is_too_large(self) -> bool:
        return self.last - self.first > self.allowed

    def __str__(self) -> str:
        return f"{self.name}: {self.first:.1f} -> {self.last:.1f}"


def growth(samples: Sequence[Sample], *, warm_up: float) -> list[Growth]:
    """Compare the first fifth after the warm-up with the last fifth."""
    settled = [sample for sample in samples if sample.seconds >= warm_up]
    fifth = max(1, len(settled) // 5)
    start, end = settled[:fifth], settled[-fifth:]

    def compared(name: str, *, allowed: float) -> Growth:
        first, last = (median(getattr(sample, name) for sample in part) for part in (start, end))
        return Growth(name, first, last, allowed)

    # A leak in one call of a hundred exceeds these limits after ten minutes.
    return [
        compared("memory", allowed=4),
        compared("objects", allowed=1000),
        compared("sockets", allowed=4),
        compared("threads", allowed=0),
        compared("tasks", allowed=0),
    ]
