"""Fixtures of the tests of faults: certificates for the servers, a clock, and both clients."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import settings

from partner_center import AsyncPartnerCenter, Offer, PartnerCenter, PartnerCenterError

from .clock import QuickClock
from .fault import RETRY
from .server import Certificates

settings.register_profile("soak", max_examples=10_000, deadline=None)

ReadOffers = Callable[..., "list[Offer] | PartnerCenterError"]
"""Takes a query and the arguments of a client (``retry`` defaults to RETRY), and returns the offers or the error."""


@pytest.fixture(scope="session")
def certificates() -> Certificates:
    return Certificates.make()


@pytest.fixture(scope="session")
def ca_bundle(certificates: Certificates, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("authority") / "ca.pem"
    certificates.authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def quick_clock(monkeypatch: pytest.MonkeyPatch) -> QuickClock:
    return QuickClock(monkeypatch)


def read_with_threads(query: Callable[[Any], Any], **arguments: Any) -> "list[Offer] | PartnerCenterError":
    with PartnerCenter(**{"retry": RETRY, **arguments}) as partner:
        try:
            offers: list[Offer] = query(partner.offers).to_list()
        except PartnerCenterError as error:
            return error
        return offers


def read_with_tasks(query: Callable[[Any], Any], **arguments: Any) -> "list[Offer] | PartnerCenterError":
    async def read_offers() -> "list[Offer] | PartnerCenterError":
        async with AsyncPartnerCenter(**{"retry": RETRY, **arguments}) as partner:
            try:
                offers: list[Offer] = await query(partner.offers).to_list()
            except PartnerCenterError as error:
                return error
            return offers

    return anyio.run(read_offers)


@pytest.fixture(params=[read_with_threads, read_with_tasks], ids=["sync", "async"])
def read_offers(request: pytest.FixtureRequest) -> ReadOffers:
    """Read offers. Runs the test with both clients."""
    kind: ReadOffers = request.param
    return kind
