"""Ctrl-C in a synchronous bulk read, at every line of this package that the calling thread runs."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import partner_center
from partner_center import PartnerCenter
from partner_center.auth import AccessTokenCredential

from ..gated_service import GatedService

PACKAGE = str(Path(partner_center.__file__).parent)
SIZES = {"US": 2, "DE": 1, "FR": 1}


@contextmanager
def interrupted_at(line: int) -> Iterator[None]:
    """Raise KeyboardInterrupt, as Ctrl-C does, before the calling thread runs its nth line of this package."""
    lines = 0

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        if event == "line":
            lines += 1
            if lines == line:
                raise KeyboardInterrupt
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(previous)


def is_interrupted(client: PartnerCenter, line: int) -> bool:
    """Return whether a bulk read was interrupted at a line, and not finished before it."""
    try:
        with interrupted_at(line):
            offers = list(client.offers.by_countries(SIZES, concurrency=2))
    except KeyboardInterrupt:
        return True
    assert len(offers) == sum(SIZES.values())
    return False


def test_an_interrupt_at_any_line_of_a_bulk_read_ends_it_and_its_threads() -> None:
    service = GatedService()
    service.sizes.update(SIZES)
    with (
        service.serving(),
        PartnerCenter(AccessTokenCredential(token="made-up"), base_url=service.base_url, retry=None) as client,
    ):
        assert not is_interrupted(client, 0)  # a first run without an interrupt, for imports
        line = 1
        while is_interrupted(client, line):
            for thread in threading.enumerate():
                if thread.name == "partner-center":
                    thread.join(10)
                    assert not thread.is_alive(), line
            line += 1
        assert line > 100
        assert len(list(client.offers.by_countries(SIZES))) == sum(SIZES.values())
