"""Bulk reads: each offer is read once, and nothing keeps running after the end."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import aclosing, closing
from typing import Any

import anyio
import attrs
import pytest

from partner_center import (
    AsyncOfferBatch,
    AsyncPartnerCenter,
    AuthenticationError,
    BadRequestError,
    BatchEnd,
    BatchEvent,
    BatchFailure,
    BatchOffer,
    BatchPage,
    Event,
    NotFoundError,
    OfferBatch,
    PartnerCenter,
)
from partner_center.auth import AccessTokenCredential
from partner_center.markets import MARKETS

from ..events import without_traffic
from ..gated_service import GatedService, OfferRequest

SIZES = {"US": 7, "DE": 3, "FR": 0, "JP": 4, "BR": 1, "IN": 12, "ZA": 2, "NO": 5}
Query = Callable[[Any], Any]


@pytest.fixture
def service() -> Iterator[GatedService]:
    gated = GatedService()
    gated.sizes.update(SIZES)
    with gated.serving():
        yield gated


def partner(service: GatedService, **settings: Any) -> PartnerCenter:
    return PartnerCenter(AccessTokenCredential(token="made-up"), base_url=service.base_url, retry=None, **settings)


def async_partner(service: GatedService, **settings: Any) -> AsyncPartnerCenter:
    return AsyncPartnerCenter(AccessTokenCredential(token="made-up"), base_url=service.base_url, retry=None, **settings)


def offers_sync(service: GatedService, query: Query) -> list[BatchOffer]:
    with partner(service) as client:
        batch: OfferBatch = query(client.offers)
        return list(batch)


def parts_sync(service: GatedService, query: Query) -> list[BatchEvent]:
    with partner(service) as client:
        batch: OfferBatch = query(client.offers)
        return list(batch.events())


def offers_async(service: GatedService, query: Query) -> list[BatchOffer]:
    async def ask() -> list[BatchOffer]:
        async with async_partner(service) as client:
            batch: AsyncOfferBatch = query(client.offers)
            return [found async for found in batch]

    return anyio.run(ask)


def parts_async(service: GatedService, query: Query) -> list[BatchEvent]:
    async def ask() -> list[BatchEvent]:
        async with async_partner(service) as client:
            batch: AsyncOfferBatch = query(client.offers)
            return [part async for part in batch.events()]

    return anyio.run(ask)


@attrs.frozen
class Reader:
    """Reads a bulk read to its end with one of the clients."""

    offers: Callable[[GatedService, Query], list[BatchOffer]]
    parts: Callable[[GatedService, Query], list[BatchEvent]]


@pytest.fixture(params=[Reader(offers_sync, parts_sync), Reader(offers_async, parts_async)], ids=["sync", "async"])
def reader(request: pytest.FixtureRequest) -> Reader:
    chosen: Reader = request.param
    return chosen


def by_key(found: list[BatchOffer]) -> dict[str, list[Any]]:
    by_key: dict[str, list[Any]] = {}
    for one in found:
        by_key.setdefault(one.key, []).append(one.offer.to_dict())
    return by_key


@pytest.mark.parametrize("page_size", [None, 1, 3, 100])
@pytest.mark.parametrize("concurrency", [1, 3, 8, 50])
def test_every_offer_is_read_once_in_the_order_of_its_market(
    service: GatedService, reader: Reader, page_size: int | None, concurrency: int
) -> None:
    found = reader.offers(
        service, lambda offers: offers.by_countries(SIZES, page_size=page_size, concurrency=concurrency)
    )
    assert by_key(found) == {market: service.offers(market) for market, size in SIZES.items() if size}
    assert len(found) == sum(SIZES.values())
    assert service.max_in_flight <= min(concurrency, 8)  # the default limit of a client is 8


def test_the_offers_of_customers_are_read(service: GatedService, reader: Reader) -> None:
    customers = [f"00000000-0000-0000-0000-{number:012}" for number in range(20)]
    service.sizes.update(dict.fromkeys(customers, 3))
    found = reader.offers(service, lambda offers: offers.by_customers(iter(customers)))
    assert by_key(found) == {customer: service.offers(customer) for customer in customers}


def test_concurrency_is_the_number_of_calls_in_flight(service: GatedService) -> None:
    for market in SIZES:
        service.hold(market)
    with partner(service) as client, closing(client.offers.by_countries(SIZES, concurrency=3).events()) as parts:
        first: list[BatchEvent] = []
        reading = threading.Thread(target=lambda: first.append(next(parts)))
        reading.start()
        service.wait_for_in_flight(3)
        assert len(service.requests) == 3
        service.release("DE")
        reading.join()
        assert isinstance(first[0], BatchPage)
        assert first[0].key == "DE"
        service.release_all()


def test_at_most_two_pages_for_each_concurrent_call_are_fetched_ahead(service: GatedService) -> None:
    service.sizes.update(dict.fromkeys(MARKETS, 3))
    with partner(service) as client:
        offers = iter(client.offers.by_countries(MARKETS, page_size=2, concurrency=4))
        next(offers)
        assert len(service.requests) <= 8
        del offers


def test_a_failure_does_not_affect_other_markets(service: GatedService, reader: Reader) -> None:
    service.statuses.update({"FR": 400, "NO": 404})
    service.sizes["FR"] = 1
    with pytest.raises(ExceptionGroup) as caught:
        reader.offers(service, lambda offers: offers.by_countries(SIZES, concurrency=2))
    assert caught.group_contains(BadRequestError)
    assert caught.group_contains(NotFoundError)
    assert {note for error in caught.value.exceptions for note in error.__notes__} == {
        "while reading the offers of FR",
        "while reading the offers of NO",
    }
    assert {request.key for request in service.requests} == set(SIZES)


def test_failures_are_events(service: GatedService, reader: Reader) -> None:
    service.statuses["DE"] = 400
    parts = reader.parts(service, lambda offers: offers.by_countries(SIZES, concurrency=2, page_size=5))
    failures = [part for part in parts if isinstance(part, BatchFailure)]
    assert [(failure.key, type(failure.error)) for failure in failures] == [("DE", BadRequestError)]
    assert sorted(part.key for part in parts if isinstance(part, BatchEnd)) == sorted(set(SIZES) - {"DE"})
    for market in set(SIZES) - {"DE"}:
        of_market = [part for part in parts if part.key == market]
        assert [type(part) for part in of_market[:-1]] == [BatchPage] * (len(of_market) - 1)
        assert isinstance(of_market[-1], BatchEnd)


def test_a_rejected_token_ends_a_bulk_read(service: GatedService, reader: Reader) -> None:
    service.sizes.update(dict.fromkeys(MARKETS, 1))
    service.statuses.update(dict.fromkeys(MARKETS, 401))
    with pytest.raises(AuthenticationError) as caught:
        reader.offers(service, lambda offers: offers.by_countries(MARKETS, concurrency=4))
    assert len(service.requests) <= 12
    assert re.fullmatch(r"after the offers of ([A-Z]{2}, ){6}[A-Z]{2} could not be read", caught.value.__notes__[1])


@pytest.mark.parametrize("others", [None, 404])
def test_a_token_that_is_rejected_sometimes_does_not_affect_other_markets(
    service: GatedService, reader: Reader, others: int | None
) -> None:
    service.sizes.update(dict.fromkeys(MARKETS, 1))
    refused = MARKETS[::3]
    service.statuses.update({market: others for market in MARKETS if others is not None})
    service.statuses.update(dict.fromkeys(refused, 401))
    with pytest.raises(ExceptionGroup) as caught:
        reader.offers(service, lambda offers: offers.by_countries(MARKETS, concurrency=4))
    rejected = [error for error in caught.value.exceptions if isinstance(error, AuthenticationError)]
    assert len(rejected) == len(refused)
    assert {request.key for request in service.requests} == set(MARKETS)


def test_stopping_early_leaves_no_thread(service: GatedService) -> None:
    service.sizes.update(dict.fromkeys(MARKETS, 3))
    with partner(service) as client:
        for _ in client.offers.by_countries(MARKETS, concurrency=4):
            break
        assert _threads() == []
        asked = len(service.requests)
        with pytest.raises(ZeroDivisionError):
            client_code(client.offers.by_countries(MARKETS, concurrency=4))
        assert _threads() == []
        assert len(service.requests) <= asked + 8


def test_all_tasks_end_after_stopping_early(service: GatedService) -> None:
    service.sizes.update(dict.fromkeys(MARKETS, 3))
    service.hold("AF")

    async def stop_early() -> None:
        async with async_partner(service) as client:
            offers = aiter(client.offers.by_countries(MARKETS, concurrency=4))
            async with aclosing(offers):
                await anext(offers)
            service.release("AF")
            await _only_this_task()
            async for _ in client.offers.by_countries(MARKETS, concurrency=4):
                break
            await _only_this_task()

    anyio.run(stop_early)


def test_a_waiting_call_is_sent_before_a_large_page_is_decoded(service: GatedService) -> None:
    service.sizes.update(US=2000, DE=1)
    service.with_null.add("US")
    decoded: list[Event] = []

    def record(event: Event) -> None:
        # The null is reported when the page is decoded. The event loop is blocked until the other request arrives.
        decoded.append(event)
        service.wait_for_request("DE")

    async def read() -> None:
        async with async_partner(service, max_concurrency=1, on_event=without_traffic(record)) as client:
            await _drain(client.offers.by_countries(["US", "DE"], concurrency=2))

    anyio.run(read)
    assert len(decoded) == 1
    assert service.max_in_flight == 1


def test_cancelling_a_bulk_read_cancels_its_calls(service: GatedService) -> None:
    for market in SIZES:
        service.hold(market)

    async def cancel() -> None:
        async with async_partner(service) as client:
            reading = asyncio.create_task(_drain(client.offers.by_countries(SIZES, concurrency=3)))
            await asyncio.to_thread(service.wait_for_in_flight, 3)
            with anyio.CancelScope() as scope:
                scope.cancel()
                await reading
            assert reading.cancelled()
            service.release_all()  # the abandoned requests end by themselves
            await _only_this_task()
            assert len(service.requests) == 3

    anyio.run(cancel)


def client_code(batch: OfferBatch) -> None:
    for _ in batch:
        raise ZeroDivisionError


async def _drain(batch: AsyncOfferBatch) -> None:
    async for _ in batch:
        pass


async def _only_this_task() -> None:
    """Wait until all other tasks have result."""
    with anyio.fail_after(20):
        while asyncio.all_tasks() != {asyncio.current_task()}:  # noqa: ASYNC110 - nothing signals the end of a task
            await asyncio.sleep(0)


def _threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("partner-center_")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"countries": ["US", "us"]}, "countries must contain each value once, got 'us' twice"),
        ({"countries": ["US", "USA"]}, "country must be .*got 'USA'"),
        ({"countries": "US"}, "countries must be a list of strings, got the string 'US'"),
        ({"countries": ["US"], "concurrency": 0}, "concurrency must be .*got 0"),
        ({"countries": ["US"], "concurrency": 101}, "concurrency must be .*got 101"),
        ({"countries": ["US"], "page_size": 0}, "page_size must be .*got 0"),
        ({"customer_ids": ["a/b"]}, "customer_id must be .*got 'a/b'"),
        ({"customer_ids": ["Ab", "aB"]}, "customer_ids must contain each value once, got 'aB' twice"),
    ],
)
def test_an_invalid_argument_is_refused_before_anything_is_sent(
    service: GatedService, arguments: dict[str, Any], message: str
) -> None:
    with partner(service) as client:
        method = client.offers.by_countries if "countries" in arguments else client.offers.by_customers
        with pytest.raises((ValueError, TypeError), match=message):
            method(**arguments)
    assert service.requests == []


def test_a_bulk_read_of_no_markets_is_empty(service: GatedService, reader: Reader) -> None:
    assert reader.offers(service, lambda offers: offers.by_countries([])) == []


def test_the_documentation_lists_248_markets() -> None:
    assert len(set(MARKETS)) == 248
    assert list(MARKETS) == sorted(MARKETS)


class TestFetchAhead:
    """The next pages are fetched while the caller uses the current one."""

    def test_a_thread_fetches_the_next_page(self, service: GatedService) -> None:
        service.hold("US", 5)
        with partner(service) as client:
            offers = iter(client.offers.by_country("US", page_size=5))
            assert [next(offers).id for _ in range(5)] == [f"US-{number}" for number in range(5)]
            service.wait_for_request("US", 5)
            service.release("US", 5)
            assert [offer.id for offer in offers] == ["US-5", "US-6"]
            assert _threads() == []

    def test_a_task_fetches_the_next_page(self, service: GatedService) -> None:
        service.hold("US", 5)

        async def read() -> None:
            async with async_partner(service) as client:
                offers = aiter(client.offers.by_country("US", page_size=5))
                assert [(await anext(offers)).id for _ in range(5)] == [f"US-{number}" for number in range(5)]
                await asyncio.to_thread(service.wait_for_request, "US", 5)
                service.release("US", 5)
                assert [offer.id async for offer in offers] == ["US-5", "US-6"]
                assert asyncio.all_tasks() == {asyncio.current_task()}

        anyio.run(read)

    def test_one_page_is_fetched_ahead_by_default(self, service: GatedService) -> None:
        with partner(service) as client:
            pages = client.offers.by_country("IN", page_size=2).pages()
            next(pages)
            service.wait_for_request("IN", 2)
            pages.close()
        assert service.requests == [OfferRequest("IN", 0), OfferRequest("IN", 2)]
        assert _threads() == []

    def test_a_thread_fetches_a_given_number_of_pages_ahead(self, service: GatedService) -> None:
        with partner(service) as client, closing(client.offers.by_country("IN", page_size=2).pages(ahead=3)) as pages:
            assert [offer.id for offer in next(pages).items] == ["IN-0", "IN-1"]
            service.wait_for_request("IN", 6)
            assert [offer.id for offer in next(pages).items] == ["IN-2", "IN-3"]
            service.wait_for_request("IN", 8)
        assert service.requests == [OfferRequest("IN", offset) for offset in (0, 2, 4, 6, 8)]
        assert _threads() == []

    def test_tasks_fetch_a_given_number_of_pages_ahead(self, service: GatedService) -> None:
        async def read() -> None:
            async with (
                async_partner(service) as client,
                aclosing(client.offers.by_country("IN", page_size=2).pages(ahead=3)) as pages,
            ):
                assert [offer.id for offer in (await anext(pages)).items] == ["IN-0", "IN-1"]
                await asyncio.to_thread(service.wait_for_request, "IN", 6)
                assert [offer.id for offer in (await anext(pages)).items] == ["IN-2", "IN-3"]
                await asyncio.to_thread(service.wait_for_request, "IN", 8)
            assert asyncio.all_tasks() == {asyncio.current_task()}

        anyio.run(read)
        assert service.requests == [OfferRequest("IN", offset) for offset in (0, 2, 4, 6, 8)]

    def test_fetching_ahead_can_be_turned_off(self, service: GatedService) -> None:
        with partner(service) as client:
            pages = client.offers.by_country("IN", page_size=5).pages(ahead=0)
            for number, _ in enumerate(pages):
                assert len(service.requests) == number + 1
                assert _threads() == []

        async def read() -> None:
            async with async_partner(service) as client:
                number = 0
                async for _ in client.offers.by_country("IN", page_size=5).pages(ahead=0):
                    number += 1
                    assert len(service.requests) == 3 + number
                    assert asyncio.all_tasks() == {asyncio.current_task()}

        anyio.run(read)
        assert len(service.requests) == 6

    @pytest.mark.parametrize("ahead", [0, 1, 2, 7, 100])
    @pytest.mark.parametrize("page_size", [1, 4, 5, 12])
    def test_pages_are_in_order(self, service: GatedService, ahead: int, page_size: int) -> None:
        with partner(service) as client:
            pages = client.offers.by_country("IN", page_size=page_size).pages(ahead=ahead)
            ids = [offer.id for page in pages for offer in page.items]

        async def read() -> list[Any]:
            async with async_partner(service) as client:
                pages = client.offers.by_country("IN", page_size=page_size).pages(ahead=ahead)
                return [offer.id async for page in pages for offer in page.items]

        assert ids == anyio.run(read) == [f"IN-{number}" for number in range(12)]

    @pytest.mark.parametrize("ahead", [0, 3])
    def test_a_failed_page_is_not_requested_again(self, service: GatedService, ahead: int) -> None:
        service.statuses[OfferRequest("IN", 4)] = 400
        received: list[Any] = []
        with partner(service) as client, pytest.raises(BadRequestError):
            received.extend(client.offers.by_country("IN", page_size=2).pages(ahead=ahead))

        async def read() -> None:
            async with async_partner(service) as client:
                async for page in client.offers.by_country("IN", page_size=2).pages(ahead=ahead):
                    received.append(page)  # noqa: PERF401 - a comprehension would lose the pages on an error

        with pytest.raises(BadRequestError):
            anyio.run(read)
        assert len(received) == 4
        assert service.requests == [OfferRequest("IN", offset) for offset in (0, 2, 4)] * 2

    @pytest.mark.parametrize("ahead", [-1, 101, True, 1.0])
    def test_an_invalid_number_of_pages_is_a_value_error(self, service: GatedService, ahead: Any) -> None:
        with partner(service) as client, pytest.raises(ValueError, match=f"ahead must be .*got {ahead!r}"):
            next(client.offers.by_country("IN").pages(ahead=ahead))
        assert service.requests == []

    def test_nothing_is_fetched_ahead_without_a_next_page(self, service: GatedService) -> None:
        with partner(service) as client:
            for _ in client.offers.by_country("US"):
                assert _threads() == []
        assert service.requests == [OfferRequest("US", 0)]

    def test_first_page_fetches_nothing_ahead(self, service: GatedService, reader: Reader) -> None:
        with partner(service) as client:
            assert len(client.offers.by_country("US", page_size=2).first_page().items) == 2

        async def first_page() -> int:
            async with async_partner(service) as client:
                return len((await client.offers.by_country("US", page_size=2).first_page()).items)

        assert anyio.run(first_page) == 2
        assert service.requests == [OfferRequest("US", 0)] * 2

    def test_stopping_early_abandons_the_request(self, service: GatedService) -> None:
        service.hold("US", 5)

        async def stop_early() -> None:
            async with async_partner(service) as client:
                async with aclosing(client.offers.by_country("US", page_size=5).pages()) as pages:
                    await anext(pages)
                    await asyncio.to_thread(service.wait_for_request, "US", 5)
                service.release_all()
                await _only_this_task()

        anyio.run(stop_early)

    def test_the_offers_before_a_failed_page_are_read_first(self, service: GatedService) -> None:
        service.statuses[OfferRequest("US", 5)] = 400
        received: list[Any] = []
        with partner(service) as client, pytest.raises(BadRequestError):
            received.extend(client.offers.by_country("US", page_size=5))
        assert [offer.id for offer in received] == [f"US-{number}" for number in range(5)]

        async def read() -> None:
            async with async_partner(service) as client:
                async for offer in client.offers.by_country("US", page_size=5):
                    received.append(offer)  # noqa: PERF401 - a comprehension would lose the pages on an error

        with pytest.raises(BadRequestError):
            anyio.run(read)
        assert len(received) == 10
