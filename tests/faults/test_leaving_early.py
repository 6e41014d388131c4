"""A synchronous iteration that is left before its end returns at once, however it is left."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice

import httpx
import pytest

from partner_center import PartnerCenter
from partner_center.auth import AccessTokenCredential
from partner_center.offers import Offers

from .answers import TOKEN, page

Leave = Callable[[Offers], object]


def by_break(offers: Offers) -> None:
    for _ in offers.by_country("US"):
        break


def by_an_exception(offers: Offers) -> None:
    with suppress(ZeroDivisionError):
        for _ in offers.by_country("US"):
            raise ZeroDivisionError


def by_break_in_many(offers: Offers) -> None:
    for _ in offers.by_countries(["US", "DE", "FR"]):
        break


WAYS: list[Leave] = [
    by_break,
    by_an_exception,
    by_break_in_many,
    lambda offers: next(iter(offers.by_country("US"))),
    lambda offers: list(islice(offers.by_country("US"), 1)),
    lambda offers: next(offers.by_country("US").pages(ahead=3)),
]


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """An event that the second request of a test waits for. It is set when the test has ended."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.parametrize("leave", WAYS)
def test_it_does_not_wait_for_the_page_that_nobody_wants(held: threading.Event, leave: Leave) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if len(asked) > 1:
            held.wait(60)
        return httpx.Response(200, content=page("A", next_link="/offers?country=US&offset=1"))

    began = time.monotonic()
    with PartnerCenter(AccessTokenCredential(token=TOKEN), transport=httpx.MockTransport(answer)) as partner:
        leave(partner.offers)
    assert time.monotonic() - began < 10


STORM = """
import random, signal, time, httpx
from partner_center import PartnerCenter
from partner_center.auth import AccessTokenCredential
from partner_center.markets import MARKETS

def interrupt(*_):
    global left
    left -= 1
    if left >= 0:
        raise KeyboardInterrupt

def answer(_request):
    time.sleep(0.002)
    return httpx.Response(200, json={"items": [{"id": "A"}]})

def read():
    try:
        try:
            # The second one comes while the first is handled.
            signal.setitimer(signal.ITIMER_REAL, random.uniform(0.001, 0.05), 0.0003)
            list(partner.offers.by_countries(MARKETS[:60]))
        except KeyboardInterrupt:
            pass
        signal.setitimer(signal.ITIMER_REAL, 0)
    except KeyboardInterrupt:
        signal.setitimer(signal.ITIMER_REAL, 0)

signal.signal(signal.SIGALRM, interrupt)
random.seed(1)
partner = PartnerCenter(AccessTokenCredential(token="made-up"), transport=httpx.MockTransport(answer))
for _ in range(40):
    left = 2
    try:
        read()
    except (KeyboardInterrupt, RuntimeError):  # the latter from Thread.start, which is not made for two interrupts
        signal.setitimer(signal.ITIMER_REAL, 0)
print(len(list(partner.offers.by_countries(MARKETS[:60]))))
"""


def test_ctrl_c_again_and_again_neither_hangs_a_bulk_read_nor_takes_its_slots() -> None:
    # In a process of its own, because the timeout of pytest has the signal.
    ended = subprocess.run([sys.executable, "-c", STORM], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    assert ended.stdout == "60\n", ended.stderr
