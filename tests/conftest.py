"""What many tests need: an emulator to talk to, and one way to ask a question of both clients."""

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

# How long an example takes says more of the machine than of the code.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")

Question = Callable[[Any], Any]
"""From ``client.offers`` of either client to its pager; for ``call``, from either client to its result."""


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
    """Asks through PartnerCenter."""

    settings: dict[str, Any]

    def to_list(self, question: Question, **settings: Any) -> list[Offer]:
        with PartnerCenter(**self.settings | settings) as partner:
            pager: OfferPager = question(partner.offers)
            return pager.to_list()

    def pages(self, question: Question, **settings: Any) -> list[OfferPage]:
        with PartnerCenter(**self.settings | settings) as partner:
            return list(question(partner.offers).pages())

    def first_page(self, question: Question, **settings: Any) -> OfferPage:
        with PartnerCenter(**self.settings | settings) as partner:
            pager: OfferPager = question(partner.offers)
            return pager.first_page()

    def call(self, question: Question, **settings: Any) -> Any:
        with PartnerCenter(**self.settings | settings) as partner:
            return question(partner)


@attrs.frozen
class AsyncCaller:
    """Asks through AsyncPartnerCenter."""

    settings: dict[str, Any]

    def to_list(self, question: Question, **settings: Any) -> list[Offer]:
        async def ask() -> list[Offer]:
            async with AsyncPartnerCenter(**self.settings | settings) as partner:
                pager: AsyncOfferPager = question(partner.offers)
                return await pager.to_list()

        return anyio.run(ask)

    def pages(self, question: Question, **settings: Any) -> list[OfferPage]:
        async def ask() -> list[OfferPage]:
            async with AsyncPartnerCenter(**self.settings | settings) as partner:
                return [page async for page in question(partner.offers).pages()]

        return anyio.run(ask)

    def first_page(self, question: Question, **settings: Any) -> OfferPage:
        async def ask() -> OfferPage:
            async with AsyncPartnerCenter(**self.settings | settings) as partner:
                pager: AsyncOfferPager = question(partner.offers)
                return await pager.first_page()

        return anyio.run(ask)

    def call(self, question: Question, **settings: Any) -> Any:
        async def ask() -> Any:
            async with AsyncPartnerCenter(**self.settings | settings) as partner:
                return await question(partner)

        return anyio.run(ask)


Caller = SyncCaller | AsyncCaller


@pytest.fixture(params=[SyncCaller, AsyncCaller], ids=["sync", "async"])
def caller(request: pytest.FixtureRequest, emulator: Emulator, credential: ClientSecretCredential) -> Caller:
    """Each test that takes this is run with both clients."""
    settings = {
        "credential": credential,
        "base_url": emulator.base_url,
        "verify": emulator.ca_bundle,
        "retry": None,  # what is tried again is shown in tests/faults; here each answer counts
    }
    kind: type[Caller] = request.param
    return kind(settings)


def pytest_configure() -> None:
    # A shell has its background jobs ignore Ctrl-C, and whatever they start: some tests press it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


FAULTS_HANDLED: dict[str, bool] = {}
"""By the name of a fault: whether both clients handled it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The slow ones first, so that no process is left with one of them at the end.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


# Here and not beside the faults: where several processes share the tests, the one that sums up reads no other conftest.
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    name = dict(report.user_properties).get("fault")
    if isinstance(name, str) and report.when == "call":
        FAULTS_HANDLED[name] = FAULTS_HANDLED.get(name, True) and report.passed


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if FAULTS_HANDLED:
        terminalreporter.write_line(f"{sum(FAULTS_HANDLED.values())} of {len(FAULTS_HANDLED)} faults handled")
