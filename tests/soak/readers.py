"""Those who ask: threads with one client, tasks with another, enumeration after enumeration until the time is over."""

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
class Question:
    """Something to ask, and the ids that have to come."""

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
    """What came of all questions."""

    enumerations: int = 0
    offers: int = 0
    lost: int = 0
    doubled: int = 0
    errors: Counter[str] = attrs.field(factory=Counter)

    def note(self, question: Question, came: Sequence[Offer]) -> None:
        """Compare what came with what had to come."""
        self.enumerations += 1
        self.offers += len(came)
        expected = Counter(question.ids)
        actual = Counter(str(offer.id) for offer in came)
        self.lost += (expected - actual).total()
        self.doubled += (actual - expected).total()

    def fail(self, question: Question, error: PartnerCenterError) -> None:
        """Count all offers of a question that ended in an error as lost."""
        self.errors[f"{type(error).__name__}: {error}"[:200]] += 1
        self.lost += len(question.ids)


def questions(catalog: Catalog) -> list[Question]:
    """Return every market and every customer, in pages of several sizes and in one."""
    found = []
    for size in PAGE_SIZES:
        for country in catalog.markets:
            ids = [offer["id"] for offer in catalog.offers(country)]
            found.append(Question(country, None, size, ids))
        for customer in catalog.customers:
            ids = [offer["id"] for offer in catalog.offers_for(customer)]
            found.append(Question(None, customer.id, size, ids))
    return found


def ask_in_thread(partner: PartnerCenter, asked: Sequence[Question], until: float, tally: Tally) -> None:
    """Ask one question after another until the time is over."""
    while time.monotonic() < until:
        question = random.choice(asked)
        try:
            pager = question.pager(partner.offers)
            tally.note(question, random.choice((list, OfferPager.to_list))(pager))
        except PartnerCenterError as error:
            tally.fail(question, error)


async def ask_in_task(partner: AsyncPartnerCenter, asked: Sequence[Question], until: float, tally: Tally) -> None:
    """Ask one question after another until the time is over."""
    while time.monotonic() < until:
        question = random.choice(asked)
        try:
            # Now and then a question is dropped in the middle, which must leave nothing behind.
            with anyio.move_on_after(random.choice((0.05, 600))):
                pager = question.pager(partner.offers)
                tally.note(question, await random.choice((_iterated, AsyncOfferPager.to_list))(pager))
        except PartnerCenterError as error:
            tally.fail(question, error)


async def _iterated(pager: AsyncOfferPager) -> list[Offer]:
    """Return the offers of an enumeration, of which pages are fetched ahead."""
    async with aclosing(pager.pages()) as pages:
        return [offer async for page in pages for offer in page.items]
