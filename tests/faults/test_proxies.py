"""Which proxy is used, its errors, and that failures behind it do not exhaust the connections of a client."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
import pytest

from partner_center import (
    ApiError,
    AsyncPartnerCenter,
    PartnerCenter,
    RequestTimeoutError,
    RetryPolicy,
    TransportError,
)
from partner_center._http.network import NetworkSettings
from partner_center.auth import AccessTokenCredential

from .conftest import ReadOffers
from .fault import offers_of_the_us
from .proxies import PROXIES, SmallProxy, proxy
from .responses import TOKEN, good, respond
from .server import Certificates, FaultServer, close_at_once, hang_before_tls

# More than the maximum number of connections of a client.
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
def test_failed_tls_handshakes_do_not_exhaust_the_connections(
    call: Callable[..., list[object]], certificates: Certificates, ca_bundle: str, proxy_address: str
) -> None:
    handshakes = [*[close_at_once] * FAILURES, None]
    with FaultServer(certificates.good, [good("A")], handshakes=handshakes) as server:
        base_url = f"https://localhost:{server.port}/v1"
        outcomes = call(FAILURES + 2, base_url=base_url, verify=ca_bundle, proxy=proxy_address)
        assert server.connections == FAILURES + 1
    assert outcomes[FAILURES:] == [1, 1], outcomes[FAILURES - 1 :]


def test_cancelled_calls_do_not_exhaust_the_connections(
    certificates: Certificates, ca_bundle: str, proxy_address: str
) -> None:
    async def cancel_often(base_url: str) -> int:
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
        assert asyncio.run(cancel_often(f"https://localhost:{server.port}/v1")) == 1
        assert server.failures == []


def test_a_deadline_ends_a_handshake_in_a_tunnel(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str
) -> None:
    with FaultServer(certificates.good, [], handshakes=[hang_before_tls]) as server, SmallProxy(pause=1.4) as small:
        began = time.monotonic()
        error = read_offers(
            offers_of_the_us,
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
            verify=ca_bundle,
            proxy=small.address,
            retry=RetryPolicy(deadline=1.5),
        )
        duration = time.monotonic() - began
    assert isinstance(error, RequestTimeoutError)
    assert duration < 2.5  # the timeout of the handshake, which began after the response of the proxy, is 1.5 s


def test_a_proxy_over_tls_is_verified_like_the_service(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str
) -> None:
    with (
        FaultServer(certificates.good, [good("A")]) as server,
        SmallProxy(certificate=certificates.good) as trusted,
        SmallProxy(certificate=certificates.of_another_authority) as stranger,
    ):
        settings: dict[str, Any] = {
            "credential": AccessTokenCredential(token=TOKEN),
            "base_url": f"https://localhost:{server.port}/v1",
            "retry": None,
        }
        outcome = read_offers(offers_of_the_us, verify=ca_bundle, proxy=trusted.address, **settings)
        assert isinstance(outcome, list), outcome
        assert isinstance(read_offers(offers_of_the_us, verify=False, proxy=stranger.address, **settings), list)
        error = read_offers(offers_of_the_us, verify=ca_bundle, proxy=stranger.address, **settings)
    assert isinstance(error, TransportError)
    assert "certificate verify failed" in str(error)


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("status", ["403 Forbidden", "407 Proxy Authentication Required"])
def test_a_proxy_that_refuses_is_named(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, status: str
) -> None:
    refusal = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()
    with FaultServer(certificates.good, [good("A")]) as server, SmallProxy(refusal) as small:
        base_url = f"https://localhost:{server.port}/v1"
        error = read_offers(
            offers_of_the_us,
            credential=AccessTokenCredential(token=TOKEN),
            base_url=base_url,
            verify=ca_bundle,
            proxy=small.address,
        )
    assert isinstance(error, TransportError)
    assert f"the proxy, not Partner Center, refused the connection: {status}" in str(error)
    assert error.attempts == 1  # a retry would not help


@pytest.mark.parametrize("address", ["http://no-such-proxy.invalid:8080", "http://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_reached_is_named(
    read_offers: ReadOffers, no_proxy: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    error = read_offers(offers_of_the_us, credential=AccessTokenCredential(token=TOKEN), retry=None)
    assert isinstance(error, TransportError)
    assert f"while connecting to the proxy {httpx.URL(address).host}" in str(error)


def test_a_host_that_cannot_be_reached_is_not_called_a_proxy(read_offers: ReadOffers) -> None:
    error = read_offers(
        offers_of_the_us, credential=AccessTokenCredential(token=TOKEN), base_url="https://localhost:1/v1", retry=None
    )
    assert isinstance(error, TransportError)
    assert "proxy" not in str(error)


@pytest.mark.parametrize("headers", [{"Content-Type": "text/html"}, {"Content-Type": "text/html; charset=utf-8"}])
@pytest.mark.parametrize("status", [403, 407])
def test_a_response_of_a_proxy_is_distinguished_from_one_of_the_service(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, status: int, headers: dict[str, str]
) -> None:
    with FaultServer(certificates.good, [respond(status, b"<html>Blocked</html>", headers)]) as server:
        base_url = f"https://localhost:{server.port}/v1"
        error = read_offers(
            offers_of_the_us, credential=AccessTokenCredential(token=TOKEN), base_url=base_url, verify=ca_bundle
        )
    assert isinstance(error, ApiError)
    assert "the response of a proxy" in str(error)


@pytest.mark.parametrize(
    ("no_proxy_list", "host"),
    [
        ("localhost,fd00::/8", "localhost"),
        ("fd00::/8", "[fd12::1]"),
        ("::1,[::1]", "[::1]"),
        ("[::1]", "[::1]"),
        ("fe11::/16", "[fe11::2]"),
        ("10.0.0.0/8", "10.2.3.4"),
        ("example.com, .example.org", "api.example.org"),
        ("*", "api.example.org"),
    ],
)
def test_hosts_in_no_proxy_are_reached_without_a_proxy(
    no_proxy: None, monkeypatch: pytest.MonkeyPatch, no_proxy_list: str, host: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", no_proxy_list)
    network = NetworkSettings()
    assert network.proxy_for(httpx.URL(f"https://{host}/v1")) is None
    if no_proxy_list != "*":
        assert network.proxy_for(httpx.URL("https://192.0.2.1/v1")) == "http://proxy.example:8080"


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("proxy.example:8080", "http://proxy.example:8080"),
        (" http://proxy.example:8080 ", "http://proxy.example:8080"),
        ("http://CORP\\user:secret@proxy.example:8080", "http://CORP\\user:secret@proxy.example:8080"),
        ("http://user:p%23ss@[::1]:8080", "http://user:p%23ss@[::1]:8080"),
    ],
)
def test_the_proxy_of_the_environment_is_used(
    no_proxy: None, monkeypatch: pytest.MonkeyPatch, value: str, address: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    assert NetworkSettings().proxy_for(httpx.URL("https://api.example.com/v1")) == address


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize(
    "value",
    [
        "http://127.0.0.1:notaport",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:0",
        "http://CORP\\user:pa#secret@proxy:8080",
        "http://user:pa/secret@proxy:8080",
        "socks4://user:secret@proxy",
        "http://",
    ],
)
def test_an_invalid_proxy_in_the_environment_is_named_without_its_password(
    no_proxy: None, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValueError, match=f"^{variable} must be the address of a proxy") as caught:
        PartnerCenter(AccessTokenCredential(token=TOKEN))
    assert not any(part in str(caught.value) for part in ("secret", "CORP", "pa#", "127.0.0.1"))
    assert caught.value.__cause__ is caught.value.__context__ is None
