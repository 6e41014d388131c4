"""The tests of a package that reads offers. They use only the fixtures of the plugin."""

import asyncio

import pytest

from partner_center import (
    AsyncPartnerCenter,
    Offer,
    PartnerCenter,
    SupportedBillingCycles,
    ThrottledError,
    billing_cycles,
)
from partner_center.emulator import Emulator, ReceivedRequest, Response


def monthly_names(partner: PartnerCenter, country: str) -> list[str]:
    """Return the names of the offers of a market that can be paid monthly."""
    monthly = SupportedBillingCycles.MONTHLY
    return [
        offer.name or f"({offer.id})"
        for offer in partner.offers.by_country(country)
        if monthly in billing_cycles(offer)
    ]


async def count_offers(partner: AsyncPartnerCenter, country: str) -> int:
    """Return how many offers a market has."""
    async with partner:
        return len(await partner.offers.by_country(country, page_size=20).to_list())


def test_names(partner_center_client: PartnerCenter, clean_partner_center_emulator: Emulator) -> None:
    mail = Offer(id="MAIL-1", name="Mail", supported_billing_cycles=[SupportedBillingCycles.MONTHLY])
    clean_partner_center_emulator.seed({"US": [mail, {"id": "DISK-1", "supportedBillingCycles": ["annual"]}]})
    assert monthly_names(partner_center_client, "US") == ["Mail"]


def test_an_awkward_offer(partner_center_client: PartnerCenter, clean_partner_center_emulator: Emulator) -> None:
    awkward = {"id": "MAIL-2", "name": None, "supportedBillingCycles": ["fortnightly", "monthly"]}
    clean_partner_center_emulator.seed({"US": [awkward]})
    assert monthly_names(partner_center_client, "US") == ["(MAIL-2)"]


def test_throttling(partner_center_client: PartnerCenter, clean_partner_center_emulator: Emulator) -> None:
    def throttle(request: ReceivedRequest) -> Response | None:
        return Response(429, {"Retry-After": "3600"}) if request.side == "api" else None

    clean_partner_center_emulator.behavior.intercept = throttle
    with pytest.raises(ThrottledError) as raised:
        monthly_names(partner_center_client, "US")
    assert raised.value.retry_after == 3600


def test_count(async_partner_center_client: AsyncPartnerCenter, clean_partner_center_emulator: Emulator) -> None:
    expected = len(clean_partner_center_emulator.catalog.offers("US"))
    assert asyncio.run(count_offers(async_partner_center_client, "US")) == expected
