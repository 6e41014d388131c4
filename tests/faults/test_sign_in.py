"""Failures of Microsoft Entra: transient ones are retried, and permanent ones are raised at once."""

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest

from partner_center import AsyncPartnerCenter, CredentialError, Event, Offer, PartnerCenter, RetryScheduled
from partner_center.auth import AccessToken, ClientSecretCredential, InteractiveBrowserCredential
from partner_center.emulator import Emulator, ReceivedRequest, Response

from ..events import without_traffic
from .clock import QuickClock
from .conftest import ReadOffers
from .fault import RETRY, offers_of_the_us
from .responses import TOKEN, close, drip, good, head, page, reset, respond
from .server import Certificates, FaultServer, Step

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def settings(emulator: Emulator, credential: ClientSecretCredential) -> dict[str, Any]:
    return {"credential": credential, "base_url": emulator.base_url, "verify": emulator.ca_bundle}


def respond_to_token_requests(responses: list[Response]) -> Callable[[ReceivedRequest], Response | None]:
    """Return an intercept that responds to the first token requests. The emulator serves all others."""
    remaining = iter(responses)
    return lambda request: next(remaining, None) if request.path.endswith("/token") else None


def token_requests(emulator: Emulator) -> int:
    return sum(request.path.endswith("/token") for request in emulator.requests)


@pytest.mark.parametrize(
    "failure",
    [
        Response(503, {"Retry-After": "0"}),
        Response(500, {"Retry-After": "0"} | JSON, b'{"error":"server_error"}'),
        Response(429, {"Retry-After": "0"} | JSON, b'{"error":"temporarily_unavailable"}'),
        Response(429, {"Retry-After": "0"}, b"<html>Slow down.</html>"),
        Response(504, {"Retry-After": "0"}, b"<html>Gateway Timeout</html>"),
    ],
    ids=lambda failure: f"{failure.status} {failure.body[:9].decode()}",
)
def test_a_transient_failure_of_sign_in_is_retried(
    emulator: Emulator, settings: dict[str, Any], read_offers: ReadOffers, quick_clock: QuickClock, failure: Response
) -> None:
    emulator.behavior.intercept = respond_to_token_requests([failure, failure])
    events: list[Event] = []
    outcome = read_offers(offers_of_the_us, on_event=without_traffic(events.append), **settings)
    assert isinstance(outcome, list), outcome
    assert token_requests(emulator) == 3
    assert [(type(event), event.error, event.status) for event in events if isinstance(event, RetryScheduled)] == [
        (RetryScheduled, "CredentialError", None)
    ] * 2
    assert "had no token (CredentialError) in attempt 1" in str(events[0])


@pytest.mark.parametrize(
    ("headers", "retry_after"),
    [
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": "1, 1"}, 1),
        ({"Retry-After": "Fri, 20 Nov 2026 12:00:01 GMT", "Date": "Fri, 20 Nov 2026 12:00:00 GMT"}, 1),
        ({}, 0),
    ],
    ids=["a fraction", "twice", "a date", "none"],
)
def test_without_a_retry_policy_the_error_has_the_retry_after(
    emulator: Emulator, settings: dict[str, Any], read_offers: ReadOffers, headers: dict[str, str], retry_after: float
) -> None:
    emulator.behavior.intercept = respond_to_token_requests([Response(503, headers)] * 9)
    outcome = read_offers(offers_of_the_us, retry=None, **settings)
    assert isinstance(outcome, CredentialError)
    assert outcome.retry_after == retry_after
    assert token_requests(emulator) == 1


def test_a_cancellation_inside_a_credential_is_raised(settings: dict[str, Any]) -> None:
    class CancelledCredential:
        async def get_token(self, *_scopes: str) -> AccessToken:
            raise asyncio.CancelledError

    async def read_offers() -> None:
        async with AsyncPartnerCenter(**settings | {"credential": CancelledCredential()}) as partner:
            with pytest.raises(asyncio.CancelledError):
                await partner.offers.by_country("US").first_page()

    asyncio.run(read_offers())


def test_the_retry_after_of_another_credential_is_respected(settings: dict[str, Any], quick_clock: QuickClock) -> None:
    class FailingCredential:
        def get_token(self, *_scopes: str) -> AccessToken:
            raise CredentialError("not now", retry_after=3)

    with (
        PartnerCenter(**settings | {"credential": FailingCredential(), "retry": RETRY}) as partner,
        pytest.raises(CredentialError, match="not now"),
    ):
        partner.offers.by_country("US").to_list()
    assert len(quick_clock.waits) == 3
    assert min(quick_clock.waits) >= 3


@pytest.mark.parametrize("failure", [close, reset], ids=["closed", "reset"])
def test_a_lost_connection_to_entra_is_retried(
    certificates: Certificates, ca_bundle: str, read_offers: ReadOffers, quick_clock: QuickClock, failure: Step
) -> None:
    token = json.dumps({"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600}).encode()
    script: list[Step] = []
    with FaultServer(certificates.good, script) as entra, FaultServer(certificates.good, [good("A")]) as api:
        authority = f"https://localhost:{entra.port}"
        endpoints = {"issuer": f"{authority}/t/v2.0"}
        endpoints |= {f"{endpoint}_endpoint": f"{authority}/t/{endpoint}" for endpoint in ("token", "authorization")}
        script += [failure, respond(200, json.dumps(endpoints).encode(), JSON), failure, respond(200, token, JSON)]
        outcome = read_offers(
            offers_of_the_us,
            credential=ClientSecretCredential(tenant_id="t", client_id="c", client_secret="s", authority=authority),
            base_url=f"https://localhost:{api.port}/v1",
            verify=ca_bundle,
        )
        assert isinstance(outcome, list), outcome
        assert [offer.id for offer in outcome if isinstance(offer, Offer)] == ["A"]
        assert len(quick_clock.waits) == 2


@pytest.mark.parametrize("slow_part", ["headers", "body"])
def test_a_slow_response_of_entra_ends_at_the_deadline(
    certificates: Certificates, ca_bundle: str, read_offers: ReadOffers, monkeypatch: pytest.MonkeyPatch, slow_part: str
) -> None:
    monkeypatch.setattr("partner_center.auth.entra._LONGEST_SIGN_IN", 0.3)
    of_others = set(threading.enumerate())
    slow = head(200, [("X-Slow", "a" * 500), ("Content-Length", "0")])
    if slow_part == "body":
        slow = head(200, [("Content-Length", "500")]) + b" " * 500
    with FaultServer(certificates.good, [drip(slow, pause=0.02)]) as entra:
        authority = f"https://localhost:{entra.port}"
        began = time.monotonic()
        outcome = read_offers(
            offers_of_the_us,
            credential=ClientSecretCredential(tenant_id="t", client_id="c", client_secret="s", authority=authority),
            verify=ca_bundle,
            retry=None,
        )
        duration = time.monotonic() - began
        threads = [thread for thread in set(threading.enumerate()) - of_others if thread.name == "partner-center"]
        for thread in threads:
            thread.join(5)  # the server goes on for longer
        assert not any(thread.is_alive() for thread in threads)
    assert isinstance(outcome, CredentialError)
    assert "could not be reached for a token: the sign-in took longer than 0.3 s as a whole." in str(outcome)
    assert outcome.retry_after == 0
    assert duration < 5  # the whole response takes more than 10 s


def test_a_sign_in_of_several_slow_requests_ends_at_the_deadline(
    certificates: Certificates, ca_bundle: str, read_offers: ReadOffers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partner_center.auth.entra._LONGEST_SIGN_IN", 0.5)
    script: list[Step] = []
    with FaultServer(certificates.good, script) as entra, FaultServer(certificates.good, [good("A")]) as api:
        authority = f"https://localhost:{entra.port}"
        endpoints = {f"{endpoint}_endpoint": f"{authority}/t/{endpoint}" for endpoint in ("token", "authorization")}
        token = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600}
        for content in (endpoints | {"issuer": f"{authority}/t/v2.0"}, token):
            body = json.dumps(content).encode()
            response = head(200, [*JSON.items(), ("Content-Length", str(len(body)))]) + body
            script.append(drip(response, pause=0.35 / len(response)))  # below the deadline by itself
        outcome = read_offers(
            offers_of_the_us,
            credential=ClientSecretCredential(tenant_id="t", client_id="c", client_secret="s", authority=authority),
            base_url=f"https://localhost:{api.port}/v1",
            verify=ca_bundle,
            retry=None,
        )
    assert isinstance(outcome, CredentialError)
    assert "could not be reached for a token: the sign-in took longer than 0.5 s as a whole." in str(outcome)


def test_an_invalid_proxy_for_sign_in_is_named(
    settings: dict[str, Any], read_offers: ReadOffers, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=page("A")))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://user:se#cret@proxy:1")
    outcome = read_offers(offers_of_the_us, transport=transport, **settings)
    assert isinstance(outcome, CredentialError)
    assert "HTTPS_PROXY must be the address of a proxy" in str(outcome)
    assert "cret" not in str(outcome)
    assert outcome.retry_after is None


@pytest.mark.parametrize(
    ("failure", "retry_after"),
    [
        (Response(503, {"Retry-After": "200"}), 200),
        (Response(400, JSON, b'{"error":"invalid_client","error_description":"AADSTS7000215"}'), None),
        (Response(401, JSON, b'{"error":"invalid_client"}'), None),
        (Response(200, {}, b"<html>Sign in to the network.</html>"), None),
    ],
    ids=["long Retry-After", "wrong secret", "unknown application", "not from Entra"],
)
def test_a_permanent_failure_of_sign_in_is_not_retried(
    emulator: Emulator,
    settings: dict[str, Any],
    read_offers: ReadOffers,
    quick_clock: QuickClock,
    failure: Response,
    retry_after: float | None,
) -> None:
    emulator.behavior.intercept = respond_to_token_requests([failure] * 9)
    outcome = read_offers(offers_of_the_us, **settings)
    assert isinstance(outcome, CredentialError)
    assert outcome.retry_after == (retry_after and pytest.approx(retry_after, abs=5))
    assert token_requests(emulator) == 1
    assert quick_clock.waits == []


def test_an_authority_with_an_invalid_certificate_is_not_retried(
    certificates: Certificates, ca_bundle: str, read_offers: ReadOffers, quick_clock: QuickClock
) -> None:
    with FaultServer(certificates.of_another_authority, [good("A")]) as entra:
        authority = f"https://localhost:{entra.port}"
        outcome = read_offers(
            offers_of_the_us,
            credential=ClientSecretCredential(tenant_id="t", client_id="c", client_secret="s", authority=authority),
            verify=ca_bundle,
        )
    assert isinstance(outcome, CredentialError)
    assert outcome.retry_after is None
    assert quick_clock.waits == []


def test_a_user_is_not_asked_again_after_a_failure(
    emulator: Emulator, settings: dict[str, Any], quick_clock: QuickClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits: list[str] = []

    def visit(address: str, *_options: Any) -> bool:
        visits.append(address)
        return emulator.browser.open(address)

    monkeypatch.setattr("webbrowser.open", visit)
    credential = InteractiveBrowserCredential(
        tenant_id=emulator.tenant_id, client_id=emulator.client_id, authority=emulator.authority
    )
    emulator.behavior.intercept = respond_to_token_requests([Response(503, {"Retry-After": "0"})] * 9)
    with (
        PartnerCenter(**settings | {"credential": credential, "retry": RETRY}) as partner,
        pytest.raises(CredentialError, match="status 503") as caught,
    ):
        partner.offers.by_country("US").to_list()
    assert caught.value.retry_after is None
    assert len(visits) == 1


def test_calls_that_are_cancelled_during_a_sign_in_share_one_sign_in() -> None:
    class HangingCredential:
        def __init__(self) -> None:
            self.calls = 0
            self.may_continue = threading.Event()

        def get_token(self, *_scopes: str) -> AccessToken:
            self.calls += 1
            assert self.may_continue.wait(20)
            return AccessToken(TOKEN, int(time.time()) + 3600)

    credential = HangingCredential()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=page("A")))

    async def read_offers() -> None:
        async with AsyncPartnerCenter(credential, transport=transport) as partner:
            for _ in range(20):
                with anyio.move_on_after(0.01):
                    await partner.offers.by_country("US").first_page()
            assert credential.calls == 1
            credential.may_continue.set()
            assert (await partner.offers.by_country("US").first_page()).items

    anyio.run(read_offers)
