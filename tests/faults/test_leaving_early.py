"""A synchronous iteration that is left before its end returns at once, however it is left."""

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
