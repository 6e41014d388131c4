"""Behind an HTTP proxy, no failure uses up the connections of a client."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from partner_center import AsyncPartnerCenter, PartnerCenter, TransportError
from partner_center.auth import AccessTokenCredential

from .answers import TOKEN, good
from .proxies import PROXIES, proxy
from .server import Certificates, FaultServer, close_at_once

# More than the connections that a client may have.
FAILURES = 110


@pytest.fixture(params=PROXIES)
def proxy_address(request: pytest.FixtureRequest) -> Any:
    with proxy(request.param) as address:
        yield address


def calls_with_threads(times: int, **arguments: Any) -> list[object]:
    with PartnerCenter(AccessTokenCredential(token=TOKEN), retry=None, timeout=5, **arguments) as partner:
        outcomes: list[object] = []
        for _ in range(times):
            try:
                outcomes.append(len(partner.offers.by_country("US").to_list()))
            except TransportError as error:
                outcomes.append(error)
        return outcomes


def calls_with_tasks(times: int, **arguments: Any) -> list[object]:
    async def call() -> list[object]:
        async with AsyncPartnerCenter(
            AccessTokenCredential(token=TOKEN), retry=None, timeout=5, **arguments
        ) as partner:
            outcomes: list[object] = []
            for _ in range(times):
                try:
                    outcomes.append(len(await partner.offers.by_country("US").to_list()))
                except TransportError as error:
                    outcomes.append(error)
            return outcomes

    return asyncio.run(call())


@pytest.mark.parametrize("call", [calls_with_threads, calls_with_tasks], ids=["sync", "async"])
def test_tunnels_whose_handshakes_fail_use_up_no_connections(
    call: Callable[..., list[object]], certificates: Certificates, ca_bundle: str, proxy_address: str
) -> None:
    greetings = [*[close_at_once] * FAILURES, None]
    with FaultServer(certificates.good, [good("A")], greetings=greetings) as server:
        base_url = f"https://localhost:{server.port}/v1"
        outcomes = call(FAILURES + 2, base_url=base_url, verify=ca_bundle, proxy=proxy_address)
        assert server.connections == FAILURES + 1
    assert outcomes[FAILURES:] == [1, 1], outcomes[FAILURES - 1 :]


def test_cancelled_calls_use_up_no_connections(certificates: Certificates, ca_bundle: str, proxy_address: str) -> None:
    async def cancel_everywhere(base_url: str) -> int:
        credential = AccessTokenCredential(token=TOKEN)
        async with AsyncPartnerCenter(
            credential, base_url=base_url, verify=ca_bundle, proxy=proxy_address, timeout=5
        ) as partner:
            for number in range(200):
                with suppress(TimeoutError):
                    async with asyncio.timeout(number % 25 / 1000):
                        await partner.offers.by_country("US").to_list()
            return len(await partner.offers.by_country("US").to_list())

    with FaultServer(certificates.good, [good("A")]) as server:
        assert asyncio.run(cancel_everywhere(f"https://localhost:{server.port}/v1")) == 1
        assert server.failures == []
