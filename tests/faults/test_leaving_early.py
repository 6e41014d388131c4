"""Leaving a synchronous iteration early returns at once, in every way to leave it."""

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

from .responses import TOKEN, page

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
def end_of_test() -> Iterator[threading.Event]:
    """An event that the second request waits for. It is set at the end of the test."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.parametrize("leave", WAYS)
def test_leaving_does_not_wait_for_the_page_in_flight(end_of_test: threading.Event, leave: Leave) -> None:
    requested: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requested.append(str(request.url))
        if len(requested) > 1:
            end_of_test.wait(60)
        return httpx.Response(200, content=page("A", next_link="/offers?country=US&offset=1"))

    began = time.monotonic()
    with PartnerCenter(AccessTokenCredential(token=TOKEN), transport=httpx.MockTransport(respond)) as partner:
        leave(partner.offers)
    assert time.monotonic() - began < 10
