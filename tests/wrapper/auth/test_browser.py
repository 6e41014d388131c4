"""Sign-in with the browser of the emulator, which signs in its user at once."""

import json
import webbrowser
from copy import copy
from typing import Any

import pytest

from partner_center import CredentialError
from partner_center.auth import InteractiveBrowserCredential, MemoryTokenStore
from partner_center.emulator import Emulator, Response, User

from ...conftest import Caller


@pytest.fixture
def visits(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    visited: list[str] = []

    def visit(address: str, *options: Any) -> bool:
        visited.append(address)
        return emulator.browser.open(address)

    monkeypatch.setattr(webbrowser, "open", visit)
    return visited


def market(offers: Any) -> Any:
    return offers.by_country("FR")


@pytest.mark.parametrize("confidential", [False, True])
def test_the_user_signs_in_once(caller: Caller, emulator: Emulator, visits: list[str], confidential: bool) -> None:
    store = MemoryTokenStore()
    credential = InteractiveBrowserCredential(
        tenant_id=emulator.tenant_id,
        client_id=emulator.client_id,
        client_secret=emulator.client_secret if confidential else None,
        authority=emulator.authority,
        store=store,
    )
    assert caller.to_list(market, credential=credential)
    assert caller.to_list(market, credential=copy(credential))
    (visit,) = visits
    assert "code_challenge=" in visit
    assert store.load()


@pytest.mark.parametrize(
    "place",
    [
        "https://example.com/authorize",
        "http://login.microsoftonline.com/authorize",
        "https://login.microsoftonline.com.example.com/authorize",
        "https://login.microsoftonline.com:444/authorize",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://[",
    ],
)
def test_the_browser_only_opens_pages_of_the_authority_or_of_microsoft(
    caller: Caller, emulator: Emulator, visits: list[str], place: str
) -> None:
    endpoints = {"token_endpoint": f"{emulator.authority}/t/token", "authorization_endpoint": place}
    body = json.dumps(endpoints).encode()
    emulator.behavior.intercept = lambda request: (
        Response(200, {"Content-Type": "application/json"}, body) if "openid-configuration" in request.path else None
    )
    credential = InteractiveBrowserCredential(
        tenant_id=emulator.tenant_id, client_id=emulator.client_id, authority=emulator.authority
    )
    with pytest.raises(CredentialError, match="neither its own host nor one of Microsoft's"):
        caller.to_list(market, credential=credential)
    assert visits == []


def test_a_user_who_declines_is_a_credential_error(caller: Caller, emulator: Emulator, visits: list[str]) -> None:
    emulator.behavior.user = User(declines=True)
    credential = InteractiveBrowserCredential(
        tenant_id=emulator.tenant_id, client_id=emulator.client_id, authority=emulator.authority
    )
    with pytest.raises(CredentialError, match="declined"):
        caller.to_list(market, credential=credential)
    assert len(visits) == 1
