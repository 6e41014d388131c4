"""Options of single calls, and clients with other options that share the connections of the first."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from partner_center import (
    AsyncPartnerCenter,
    PartnerCenter,
    RequestTimeoutError,
    RetryPolicy,
    ServerError,
    ThrottledError,
)
from partner_center.auth import AccessTokenCredential

from ..conftest import Caller

PAGE = {"items": [{"id": "A"}, {"id": "B"}]}
ID = "8f2b7a52-9d0c-4b7e-9a53-0d4c5a1f3f77"


class Service:
    """Responds to each request with ``respond``, and records the requests."""

    def __init__(self, respond: Callable[[httpx.Request], httpx.Response] | None = None) -> None:
        self.requests: list[httpx.Request] = []
        self.respond = respond or (lambda _: httpx.Response(200, json=PAGE))

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.respond(request)

    def sent(self, header: str) -> list[str | None]:
        return [request.headers.get(header) for request in self.requests]


def client(service: Service, **settings: Any) -> PartnerCenter:
    credential = AccessTokenCredential(token="t")
    return PartnerCenter(credential, transport=httpx.MockTransport(service.handle), **settings)


def test_a_call_can_have_its_own_options() -> None:
    service = Service()
    with client(service) as partner:
        options = {"locale": "de-DE", "correlation_id": ID, "headers": {"X-Team": "quoting"}}
        partner.offers.by_country("US", **options).to_list()  # type: ignore[arg-type]
        partner.offers.by_country("US").to_list()
    assert service.sent("X-Locale") == ["de-DE", "en-US"]
    assert service.sent("X-Team") == ["quoting", None]
    correlation_ids = service.sent("MS-CorrelationId")
    assert correlation_ids[0] == ID != correlation_ids[1]


def test_a_call_can_have_its_own_timeout_and_retry_policy() -> None:
    service = Service(lambda _: httpx.Response(503))
    with client(service, retry=RetryPolicy(max_attempts=2, backoff=0)) as partner:
        with pytest.raises(ServerError) as caught:
            partner.offers.by_country("US", retry=None, timeout=7).to_list()
        assert caught.value.attempts == 1
        with pytest.raises(ServerError) as caught:
            partner.offers.by_customer("c").to_list()
        assert caught.value.attempts == 2
    timeouts = [request.extensions["timeout"]["read"] for request in service.requests]
    assert timeouts[0] == pytest.approx(7)
    assert timeouts[1] == pytest.approx(60)


def test_each_call_of_a_bulk_read_has_the_options() -> None:
    service = Service()
    with client(service) as partner:
        assert len(list(partner.offers.by_countries(["US", "DE"], locale="fr-FR"))) == 4
        assert len(list(partner.offers.by_customers(["a", "b"], headers={"X-Team": "quoting"}))) == 4
    assert service.sent("X-Locale") == ["fr-FR", "fr-FR", "en-US", "en-US"]
    assert service.sent("X-Team") == [None, None, "quoting", "quoting"]


def test_a_client_with_other_options_does_not_change_the_first(caller: Caller) -> None:
    page = caller.first_page(lambda offers: offers.by_country("US", page_size=2))
    assert page.status == 200
    service = Service()
    with client(service, locale="en-GB") as partner:
        french = partner.with_options(locale="fr-FR", headers={"X-Team": "quoting"})
        both = french.with_options(headers={"X-Shift": "night"})
        for each in (partner, french, both):
            each.offers.by_country("US").to_list()
    assert service.sent("X-Locale") == ["en-GB", "fr-FR", "fr-FR"]
    assert service.sent("X-Team") == [None, "quoting", "quoting"]
    assert service.sent("X-Shift") == [None, None, "night"]


@pytest.mark.parametrize("name", ["Authorization", "authorization", "Host"])
def test_the_headers_of_the_client_cannot_be_replaced(name: str) -> None:
    with client(Service()) as partner, pytest.raises(ValueError, match="headers must have .*got '(?i:" + name + ")'"):
        partner.with_options(headers={name: "x"})


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"locale": "en_US"}, ValueError, "locale must be"),
        ({"timeout": 0}, ValueError, "timeout must be"),
        ({"retry": 3}, TypeError, "retry must be"),
        ({"correlation_id": "a b"}, ValueError, "correlation_id must be"),
        ({"headers": {"X": "a\r\nb"}}, ValueError, "headers must have"),
        ({"headers": {"X": 1}}, TypeError, "headers must be strings"),
        ({"strict": True}, TypeError, "strict is not one of the options locale, timeout, retry"),
    ],
)
def test_an_invalid_option_is_rejected_before_anything_is_sent(
    options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    service = Service()
    with client(service) as partner:
        with pytest.raises(kind, match=message):
            partner.offers.by_country("US", **options)
        with pytest.raises(kind, match=message):
            partner.with_options(**options)
    assert not service.requests


def test_a_call_cannot_have_its_own_max_concurrency() -> None:
    with client(Service()) as partner, pytest.raises(TypeError, match="max_concurrency is not one of the options"):
        partner.offers.by_country("US", max_concurrency=1)  # type: ignore[call-arg]


def test_clients_share_the_rate_limit() -> None:
    def throttle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers={"Retry-After": "60"})

    service = Service(throttle)
    with client(service, retry=RetryPolicy(max_attempts=1, max_wait=1)) as partner:
        other = partner.with_options(locale="de-DE")
        for each, attempts in ((partner, 1), (other, 0)):
            with pytest.raises(ThrottledError) as caught:
                each.offers.by_country("US").to_list()
            assert caught.value.attempts == attempts
    assert len(service.requests) == 1


def test_a_client_with_other_options_can_have_a_lower_max_concurrency() -> None:
    in_flight = maximum = 0

    async def handle(_: httpx.Request) -> httpx.Response:
        nonlocal in_flight, maximum
        in_flight += 1
        maximum = max(maximum, in_flight)
        for _step in range(100):
            await asyncio.sleep(0)  # lets the other calls begin
        in_flight -= 1
        return httpx.Response(200, json=PAGE)

    async def max_in_flight(first: int, second: int) -> int:
        nonlocal maximum
        maximum = 0
        credential = AccessTokenCredential(token="t")
        transport = httpx.MockTransport(handle)
        async with AsyncPartnerCenter(credential, transport=transport, max_concurrency=first) as partner:
            limited = partner.with_options(max_concurrency=second)
            await asyncio.gather(*(limited.offers.by_country("US").to_list() for _ in range(9)))
        return maximum

    assert asyncio.run(max_in_flight(4, 2)) == 2
    assert asyncio.run(max_in_flight(3, 5)) == 3


def test_the_max_concurrency_of_a_synchronous_client_is_for_all_threads() -> None:
    service = Service()
    with client(service, max_concurrency=1) as partner:
        limited = partner.with_options(max_concurrency=1)

        def respond(_: httpx.Request) -> httpx.Response:
            with pytest.raises(RequestTimeoutError, match="no other call ended"):
                limited.offers.by_country("US", retry=RetryPolicy(deadline=0.05)).to_list()
            return httpx.Response(200, json=PAGE)

        service.respond = respond
        assert len(limited.offers.by_country("DE").to_list()) == 2
    assert len(service.requests) == 1


def test_closing_one_client_closes_all() -> None:
    partner = client(Service())
    partner.with_options(locale="de-DE", max_concurrency=2).close()
    with pytest.raises(RuntimeError, match="The client is closed"):
        partner.offers.by_country("US").to_list()
