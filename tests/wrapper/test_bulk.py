"""Many catalogues at once: nothing lost, nothing doubled, nothing left behind."""

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
from ..gated_service import Asked, GatedService

SIZES = {"US": 7, "DE": 3, "FR": 0, "JP": 4, "BR": 1, "IN": 12, "ZA": 2, "NO": 5}
Question = Callable[[Any], Any]


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


def offers_sync(service: GatedService, question: Question) -> list[BatchOffer]:
    with partner(service) as client:
        catalogues: OfferBatch = question(client.offers)
        return list(catalogues)


def parts_sync(service: GatedService, question: Question) -> list[BatchEvent]:
    with partner(service) as client:
        catalogues: OfferBatch = question(client.offers)
        return list(catalogues.events())


def offers_async(service: GatedService, question: Question) -> list[BatchOffer]:
    async def ask() -> list[BatchOffer]:
        async with async_partner(service) as client:
            catalogues: AsyncOfferBatch = question(client.offers)
            return [found async for found in catalogues]

    return anyio.run(ask)


def parts_async(service: GatedService, question: Question) -> list[BatchEvent]:
    async def ask() -> list[BatchEvent]:
        async with async_partner(service) as client:
            catalogues: AsyncOfferBatch = question(client.offers)
            return [part async for part in catalogues.events()]

    return anyio.run(ask)


@attrs.frozen
class Reader:
    """One of the two clients, reading to the end."""

    offers: Callable[[GatedService, Question], list[BatchOffer]]
    parts: Callable[[GatedService, Question], list[BatchEvent]]


@pytest.fixture(params=[Reader(offers_sync, parts_sync), Reader(offers_async, parts_async)], ids=["sync", "async"])
def reader(request: pytest.FixtureRequest) -> Reader:
    chosen: Reader = request.param
    return chosen


def by_catalogue(found: list[BatchOffer]) -> dict[str, list[Any]]:
    sorted_out: dict[str, list[Any]] = {}
    for one in found:
        sorted_out.setdefault(one.key, []).append(one.offer.to_dict())
    return sorted_out


@pytest.mark.parametrize("page_size", [None, 1, 3, 100])
@pytest.mark.parametrize("concurrency", [1, 3, 8, 50])
def test_every_offer_comes_once_in_the_order_of_its_market(
    service: GatedService, reader: Reader, page_size: int | None, concurrency: int
) -> None:
    found = reader.offers(
        service, lambda offers: offers.by_countries(SIZES, page_size=page_size, concurrency=concurrency)
    )
    assert by_catalogue(found) == {market: service.offers(market) for market, size in SIZES.items() if size}
    assert len(found) == sum(SIZES.values())
    assert service.most_at_once <= min(concurrency, 8)  # the client's own bound is 8


def test_customers_too(service: GatedService, reader: Reader) -> None:
    customers = [f"00000000-0000-0000-0000-{number:012}" for number in range(20)]
    service.sizes.update(dict.fromkeys(customers, 3))
    found = reader.offers(service, lambda offers: offers.by_customers(iter(customers)))
    assert by_catalogue(found) == {customer: service.offers(customer) for customer in customers}


def test_so_many_calls_are_made_at_once(service: GatedService) -> None:
    for market in SIZES:
        service.hold(market)
    with partner(service) as client, closing(client.offers.by_countries(SIZES, concurrency=3).events()) as parts:
        first: list[BatchEvent] = []
        reading = threading.Thread(target=lambda: first.append(next(parts)))
        reading.start()
        service.wait_until_at_once(3)
        assert len(service.asked) == 3
        service.release("DE")
        reading.join()
        assert isinstance(first[0], BatchPage)
        assert first[0].key == "DE"
        service.release_all()


def test_no_more_than_two_pages_for_each_call_at_once_are_fetched_before_they_are_taken(service: GatedService) -> None:
    service.sizes.update(dict.fromkeys(MARKETS, 3))
    with partner(service) as client:
        offers = iter(client.offers.by_countries(MARKETS, page_size=2, concurrency=4))
        next(offers)
        assert len(service.asked) <= 8
        del offers


def test_one_failure_costs_no_other_market(service: GatedService, reader: Reader) -> None:
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
    assert {asked.catalogue for asked in service.asked} == set(SIZES)


def test_failures_are_handed_out_as_they_come(service: GatedService, reader: Reader) -> None:
    service.statuses["DE"] = 400
    parts = reader.parts(service, lambda offers: offers.by_countries(SIZES, concurrency=2, page_size=5))
    failures = [part for part in parts if isinstance(part, BatchFailure)]
    assert [(failure.key, type(failure.error)) for failure in failures] == [("DE", BadRequestError)]
    assert sorted(part.key for part in parts if isinstance(part, BatchEnd)) == sorted(set(SIZES) - {"DE"})
    for market in set(SIZES) - {"DE"}:
        of_market = [part for part in parts if part.key == market]
        assert [type(part) for part in of_market[:-1]] == [BatchPage] * (len(of_market) - 1)
        assert isinstance(of_market[-1], BatchEnd)


def test_a_token_that_is_refused_ends_it_at_once(service: GatedService, reader: Reader) -> None:
    service.sizes.update(dict.fromkeys(MARKETS, 1))
    service.statuses.update(dict.fromkeys(MARKETS, 401))
    with pytest.raises(AuthenticationError) as caught:
        reader.offers(service, lambda offers: offers.by_countries(MARKETS, concurrency=4))
    assert len(service.asked) <= 12
    assert re.fullmatch(r"after the offers of ([A-Z]{2}, ){6}[A-Z]{2} could not be read", caught.value.__notes__[1])


@pytest.mark.parametrize("others", [None, 404])
def test_a_token_that_is_refused_now_and_then_costs_no_other_market(
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
    assert {asked.catalogue for asked in service.asked} == set(MARKETS)


def test_whoever_leaves_leaves_no_thread_behind(service: GatedService) -> None:
    service.sizes.update(dict.fromkeys(MARKETS, 3))
    with partner(service) as client:
        for _ in client.offers.by_countries(MARKETS, concurrency=4):
            break
        assert _threads() == []
        asked = len(service.asked)
        with pytest.raises(ZeroDivisionError):
            client_code(client.offers.by_countries(MARKETS, concurrency=4))
        assert _threads() == []
        assert len(service.asked) <= asked + 8


def test_stopping_early_leaves_no_task_behind_that_does_not_end_by_itself(service: GatedService) -> None:
    service.sizes.update(dict.fromkeys(MARKETS, 3))
    service.hold("AF")

    async def leave() -> None:
        async with async_partner(service) as client:
            offers = aiter(client.offers.by_countries(MARKETS, concurrency=4))
            async with aclosing(offers):
                await anext(offers)
            service.release("AF")
            await _only_this_task()
            async for _ in client.offers.by_countries(MARKETS, concurrency=4):
                break
            await _only_this_task()

    anyio.run(leave)


def test_the_call_that_waits_for_its_turn_is_sent_before_a_large_page_is_decoded(service: GatedService) -> None:
    service.sizes.update(US=2000, DE=1)
    service.with_null.add("US")
    decoded: list[Event] = []

    def note(event: Event) -> None:
        # It is told of the null as soon as the page is decoded. Until the other call has come, the loop stands still.
        decoded.append(event)
        service.wait_until_asked("DE")

    async def read() -> None:
        async with async_partner(service, max_concurrency=1, on_event=without_traffic(note)) as client:
            await _drain(client.offers.by_countries(["US", "DE"], concurrency=2))

    anyio.run(read)
    assert len(decoded) == 1
    assert service.most_at_once == 1


def test_cancellation_reaches_the_calls(service: GatedService) -> None:
    for market in SIZES:
        service.hold(market)

    async def cancel() -> None:
        async with async_partner(service) as client:
            reading = asyncio.create_task(_drain(client.offers.by_countries(SIZES, concurrency=3)))
            await asyncio.to_thread(service.wait_until_at_once, 3)
            with anyio.CancelScope() as scope:
                scope.cancel()
                await reading
            assert reading.cancelled()
            service.release_all()  # the requests in flight are abandoned, and end by themselves
            await _only_this_task()
            assert len(service.asked) == 3

    anyio.run(cancel)


def client_code(catalogues: OfferBatch) -> None:
    for _ in catalogues:
        raise ZeroDivisionError


async def _drain(catalogues: AsyncOfferBatch) -> None:
    async for _ in catalogues:
        pass


async def _only_this_task() -> None:
    """Wait until the event loop has closed what was left."""
    with anyio.fail_after(20):
        while asyncio.all_tasks() != {asyncio.current_task()}:  # noqa: ASYNC110 - nothing tells when a task has ended
            await asyncio.sleep(0)


def _threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("partner-center_")]


@pytest.mark.parametrize(
    ("arguments", "said"),
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
def test_bad_input_is_refused_before_anything_is_sent(
    service: GatedService, arguments: dict[str, Any], said: str
) -> None:
    with partner(service) as client:
        ask = client.offers.by_countries if "countries" in arguments else client.offers.by_customers
        with pytest.raises((ValueError, TypeError), match=said):
            ask(**arguments)
    assert service.asked == []


def test_of_no_market_there_are_no_offers(service: GatedService, reader: Reader) -> None:
    assert reader.offers(service, lambda offers: offers.by_countries([])) == []


def test_the_documentation_lists_248_markets() -> None:
    assert len(set(MARKETS)) == 248
    assert list(MARKETS) == sorted(MARKETS)


class TestFetchingAhead:
    """A page is fetched while the caller works on the one before it."""

    def test_in_a_thread(self, service: GatedService) -> None:
        service.hold("US", 5)
        with partner(service) as client:
            offers = iter(client.offers.by_country("US", page_size=5))
            assert [next(offers).id for _ in range(5)] == [f"US-{number}" for number in range(5)]
            service.wait_until_asked("US", 5)
            service.release("US", 5)
            assert [offer.id for offer in offers] == ["US-5", "US-6"]
            assert _threads() == []

    def test_in_a_task(self, service: GatedService) -> None:
        service.hold("US", 5)

        async def read() -> None:
            async with async_partner(service) as client:
                offers = aiter(client.offers.by_country("US", page_size=5))
                assert [(await anext(offers)).id for _ in range(5)] == [f"US-{number}" for number in range(5)]
                await asyncio.to_thread(service.wait_until_asked, "US", 5)
                service.release("US", 5)
                assert [offer.id async for offer in offers] == ["US-5", "US-6"]
                assert asyncio.all_tasks() == {asyncio.current_task()}

        anyio.run(read)

    def test_by_one_page_only(self, service: GatedService) -> None:
        with partner(service) as client:
            pages = client.offers.by_country("IN", page_size=2).pages()
            next(pages)
            service.wait_until_asked("IN", 2)
            pages.close()
        assert service.asked == [Asked("IN", 0), Asked("IN", 2)]
        assert _threads() == []

    def test_by_as_many_pages_as_wanted_in_a_thread(self, service: GatedService) -> None:
        with partner(service) as client, closing(client.offers.by_country("IN", page_size=2).pages(ahead=3)) as pages:
            assert [offer.id for offer in next(pages).items] == ["IN-0", "IN-1"]
            service.wait_until_asked("IN", 6)
            assert [offer.id for offer in next(pages).items] == ["IN-2", "IN-3"]
            service.wait_until_asked("IN", 8)
        assert service.asked == [Asked("IN", offset) for offset in (0, 2, 4, 6, 8)]
        assert _threads() == []

    def test_by_as_many_pages_as_wanted_in_tasks(self, service: GatedService) -> None:
        async def read() -> None:
            async with (
                async_partner(service) as client,
                aclosing(client.offers.by_country("IN", page_size=2).pages(ahead=3)) as pages,
            ):
                assert [offer.id for offer in (await anext(pages)).items] == ["IN-0", "IN-1"]
                await asyncio.to_thread(service.wait_until_asked, "IN", 6)
                assert [offer.id for offer in (await anext(pages)).items] == ["IN-2", "IN-3"]
                await asyncio.to_thread(service.wait_until_asked, "IN", 8)
            assert asyncio.all_tasks() == {asyncio.current_task()}

        anyio.run(read)
        assert service.asked == [Asked("IN", offset) for offset in (0, 2, 4, 6, 8)]

    def test_by_none_where_that_is_wanted(self, service: GatedService) -> None:
        with partner(service) as client:
            pages = client.offers.by_country("IN", page_size=5).pages(ahead=0)
            for number, _ in enumerate(pages):
                assert len(service.asked) == number + 1
                assert _threads() == []

        async def read() -> None:
            async with async_partner(service) as client:
                number = 0
                async for _ in client.offers.by_country("IN", page_size=5).pages(ahead=0):
                    number += 1
                    assert len(service.asked) == 3 + number
                    assert asyncio.all_tasks() == {asyncio.current_task()}

        anyio.run(read)
        assert len(service.asked) == 6

    @pytest.mark.parametrize("ahead", [0, 1, 2, 7, 100])
    @pytest.mark.parametrize("page_size", [1, 4, 5, 12])
    def test_pages_keep_their_order(self, service: GatedService, ahead: int, page_size: int) -> None:
        with partner(service) as client:
            pages = client.offers.by_country("IN", page_size=page_size).pages(ahead=ahead)
            ids = [offer.id for page in pages for offer in page.items]

        async def read() -> list[Any]:
            async with async_partner(service) as client:
                pages = client.offers.by_country("IN", page_size=page_size).pages(ahead=ahead)
                return [offer.id async for page in pages for offer in page.items]

        assert ids == anyio.run(read) == [f"IN-{number}" for number in range(12)]

    @pytest.mark.parametrize("ahead", [0, 3])
    def test_what_fails_is_not_asked_for_again(self, service: GatedService, ahead: int) -> None:
        service.statuses[Asked("IN", 4)] = 400
        came: list[Any] = []
        with partner(service) as client, pytest.raises(BadRequestError):
            came.extend(client.offers.by_country("IN", page_size=2).pages(ahead=ahead))

        async def read() -> None:
            async with async_partner(service) as client:
                async for page in client.offers.by_country("IN", page_size=2).pages(ahead=ahead):
                    came.append(page)  # noqa: PERF401 - a comprehension would lose them

        with pytest.raises(BadRequestError):
            anyio.run(read)
        assert len(came) == 4
        assert service.asked == [Asked("IN", offset) for offset in (0, 2, 4)] * 2

    @pytest.mark.parametrize("ahead", [-1, 101, True, 1.0])
    def test_a_number_of_pages_that_cannot_be_right_is_refused(self, service: GatedService, ahead: Any) -> None:
        with partner(service) as client, pytest.raises(ValueError, match=f"ahead must be .*got {ahead!r}"):
            next(client.offers.by_country("IN").pages(ahead=ahead))
        assert service.asked == []

    def test_not_where_there_is_no_next_page(self, service: GatedService) -> None:
        with partner(service) as client:
            for _ in client.offers.by_country("US"):
                assert _threads() == []
        assert service.asked == [Asked("US", 0)]

    def test_not_for_the_first_page_alone(self, service: GatedService, reader: Reader) -> None:
        with partner(service) as client:
            assert len(client.offers.by_country("US", page_size=2).first_page().items) == 2

        async def first_page() -> int:
            async with async_partner(service) as client:
                return len((await client.offers.by_country("US", page_size=2).first_page()).items)

        assert anyio.run(first_page) == 2
        assert service.asked == [Asked("US", 0)] * 2

    def test_an_early_end_abandons_the_request(self, service: GatedService) -> None:
        service.hold("US", 5)

        async def leave() -> None:
            async with async_partner(service) as client:
                async with aclosing(client.offers.by_country("US", page_size=5).pages()) as pages:
                    await anext(pages)
                    await asyncio.to_thread(service.wait_until_asked, "US", 5)
                service.release_all()
                await _only_this_task()

        anyio.run(leave)

    def test_a_failure_comes_after_the_offers_before_it(self, service: GatedService) -> None:
        service.statuses[Asked("US", 5)] = 400
        came: list[Any] = []
        with partner(service) as client, pytest.raises(BadRequestError):
            came.extend(client.offers.by_country("US", page_size=5))
        assert [offer.id for offer in came] == [f"US-{number}" for number in range(5)]

        async def read() -> None:
            async with async_partner(service) as client:
                async for offer in client.offers.by_country("US", page_size=5):
                    came.append(offer)  # noqa: PERF401 - a comprehension would lose them

        with pytest.raises(BadRequestError):
            anyio.run(read)
        assert len(came) == 10
