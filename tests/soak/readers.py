"""Readers: threads with one client and tasks with the other read queries until a time."""

import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

import anyio
import attrs

from partner_center import AsyncOfferPager, AsyncPartnerCenter, Offer, OfferPager, PartnerCenter, PartnerCenterError
from partner_center.emulator import Catalog

PAGE_SIZES = (None, 3, 7, 20)


@attrs.frozen
class Query:
    """A query, and the ids of the offers that it must return."""

    country: str | None
    customer_id: str | None
    page_size: int | None
    ids: Sequence[str]

    def pager(self, offers: Any) -> Any:
        if self.country is not None:
            return offers.by_country(self.country, page_size=self.page_size)
        return offers.by_customer(self.customer_id, page_size=self.page_size)


@attrs.define
class Tally:
    """The results of all queries."""

    enumerations: int = 0
    offers: int = 0
    lost: int = 0
    repeated: int = 0
    errors: Counter[str] = attrs.field(factory=Counter)

    def record(self, query: Query, received: Sequence[Offer]) -> None:
        """Compare the offers received with those expected."""
        self.enumerations += 1
        self.offers += len(received)
        expected = Counter(query.ids)
        actual = Counter(str(offer.id) for offer in received)
        self.lost += (expected - actual).total()
        self.repeated += (actual - expected).total()

    def fail(self, query: Query, error: PartnerCenterError) -> None:
        """Count all offers of a query that failed as lost."""
        self.errors[f"{type(error).__name__}: {error}"[:200]] += 1
        self.lost += len(query.ids)


def queries(catalog: Catalog) -> list[Query]:
    """Return a query for every market and customer, with several page sizes and without one."""
    found = []
    for size in PAGE_SIZES:
        for country in catalog.markets:
            ids = [offer["id"] for offer in catalog.offers(country)]
            found.append(Query(country, None, size, ids))
        for customer in catalog.customers:
            ids = [offer["id"] for offer in catalog.offers_for(customer)]
            found.append(Query(None, customer.id, size, ids))
    return found


def read_in_thread(partner: PartnerCenter, queries: Sequence[Query], until: float, tally: Tally) -> None:
    """Read one query after another until a time."""
    while time.monotonic() < until:
        query = random.choice(queries)
        try:
            pager = query.pager(partner.offers)
            tally.record(query, random.choice((list, OfferPager.to_list))(pager))
        except PartnerCenterError as error:
            tally.fail(query, error)


async def read_in_task(partner: AsyncPartnerCenter, queries: Sequence[Query], until: float, tally: Tally) -> None:
    """Read one query after another until a time."""
    while time.monotonic() < until:
        query = random.choice(queries)
        try:
            # Some queries are cancelled halfway, which must not leak anything.
            with anyio.move_on_after(random.choice((0.05, 600))):
                pager = query.pager(partner.offers)
                tally.record(query, await random.choice((_iterated, AsyncOfferPager.to_list))(pager))
        except PartnerCenterError as error:
            tally.fail(query, error)


async def _iterated(pager: AsyncOfferPager) -> list[Offer]:
    """Return the offers of a query, with pages fetched ahead."""
    async with aclosing(pager.pages()) as pages:
        return [offer async for page in pages for offer in page.items]
