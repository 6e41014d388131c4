"""Fixtures of many tests: the emulator, a credential, and a way to call both clients."""

import signal
from collections.abc import Callable
from typing import Any

import anyio
import attrs
import pytest
from hypothesis import settings

from partner_center import (
    AsyncOfferPager,
    AsyncPartnerCenter,
    Offer,
    OfferPage,
    OfferPager,
    PartnerCenter,
)
from partner_center.auth import ClientSecretCredential
from partner_center.emulator import Emulator

# The duration of an example depends on the machine more than on the code.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")

Query = Callable[[Any], Any]
"""Takes ``client.offers`` and returns a pager. For ``call``, takes the client and returns the result."""


@pytest.fixture
def emulator(partner_center_emulator: Emulator) -> Emulator:
    partner_center_emulator.reset()
    return partner_center_emulator


@pytest.fixture
def credential(emulator: Emulator) -> ClientSecretCredential:
    return ClientSecretCredential(
        tenant_id=emulator.tenant_id,
        client_id=emulator.client_id,
        client_secret=emulator.client_secret,
        authority=emulator.authority,
    )


@attrs.frozen
class SyncCaller:
    """Calls PartnerCenter."""

    settings: dict[str, Any]

    def to_list(self, query: Query, **settings: Any) -> list[Offer]:
        with PartnerCenter(**self.settings | settings) as partner:
            pager: OfferPager = query(partner.offers)
            return pager.to_list()

    def pages(self, query: Query, **settings: Any) -> list[OfferPage]:
        with PartnerCenter(**self.settings | settings) as partner:
            return list(query(partner.offers).pages())

    def first_page(self, query: Query, **settings: Any) -> OfferPage:
        with PartnerCenter(**self.settings | settings) as partner:
            pager: OfferPager = query(partner.offers)
            return pager.first_page()

    def call(self, query: Query, **settings: Any) -> Any:
        with PartnerCenter(**self.settings | settings) as partner:
            return query(partner)


@attrs.frozen
class AsyncCaller:
    """Calls AsyncPartnerCenter."""

    settings: dict[str, Any]

    def to_list(self, query: Query, **settings: Any) -> list[Offer]:
        async def read() -> list[Offer]:
            async with AsyncPartnerCenter(**self.settings | settings) as partner:
                pager: AsyncOfferPager = query(partner.offers)
                return await pager.to_list()

        return anyio.run(read)

    def pages(self, query: Query, **settings: Any) -> list[OfferPage]:
        async def read() -> list[OfferPage]:
            async with AsyncPartnerCenter(**self.settings | settings) as partner:
                return [page async for page in query(partner.offers).pages()]

        return anyio.run(read)

    def first_page(self, query: Query, **settings: Any) -> OfferPage:
        async def read() -> OfferPage:
            async with AsyncPartnerCenter(**self.settings | settings) as partner:
                pager: AsyncOfferPager = query(partner.offers)
                return await pager.first_page()

        return anyio.run(read)

    def call(self, query: Query, **settings: Any) -> Any:
        async def read() -> Any:
            async with AsyncPartnerCenter(**self.settings | settings) as partner:
                return await query(partner)

        return anyio.run(read)


Caller = SyncCaller | AsyncCaller


@pytest.fixture(params=[SyncCaller, AsyncCaller], ids=["sync", "async"])
def caller(request: pytest.FixtureRequest, emulator: Emulator, credential: ClientSecretCredential) -> Caller:
    """Call a client. Runs the test with both clients."""
    settings = {
        "credential": credential,
        "base_url": emulator.base_url,
        "verify": emulator.ca_bundle,
        "retry": None,  # tests/faults has the tests of retries
    }
    kind: type[Caller] = request.param
    return kind(settings)


def pytest_configure() -> None:
    # Background jobs of a shell ignore SIGINT, and so do their child processes. Some tests send it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


FAULTS_HANDLED: dict[str, bool] = {}
"""Whether both clients handled a fault, by its name."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Slow tests first, so that none of them runs alone at the end.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


# Not in tests/faults: with xdist, the process that prints the summary reads only this conftest.
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    name = dict(report.user_properties).get("fault")
    if isinstance(name, str) and report.when == "call":
        FAULTS_HANDLED[name] = FAULTS_HANDLED.get(name, True) and report.passed


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if FAULTS_HANDLED:
        terminalreporter.write_line(f"{sum(FAULTS_HANDLED.values())} of {len(FAULTS_HANDLED)} faults handled")
