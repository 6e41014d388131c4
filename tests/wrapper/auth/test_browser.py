"""A sign-in in a browser: the emulator's, which signs its user in at once and comes back."""

import webbrowser
from typing import Any

import pytest

from partner_center import CredentialError
from partner_center.auth import InteractiveBrowserCredential, MemoryTokenStore
from partner_center.emulator import Emulator, User

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
def test_the_user_is_asked_once(caller: Caller, emulator: Emulator, visits: list[str], confidential: bool) -> None:
    store = MemoryTokenStore()
    credential = InteractiveBrowserCredential(
        tenant_id=emulator.tenant_id,
        client_id=emulator.client_id,
        client_secret=emulator.client_secret if confidential else None,
        authority=emulator.authority,
        store=store,
    )
    assert caller.to_list(market, credential=credential)
    assert caller.to_list(market, credential=credential)
    (visit,) = visits
    assert "code_challenge=" in visit
    assert store.load()


def test_a_user_who_declines(caller: Caller, emulator: Emulator, visits: list[str]) -> None:
    emulator.behavior.user = User(declines=True)
    credential = InteractiveBrowserCredential(
        tenant_id=emulator.tenant_id, client_id=emulator.client_id, authority=emulator.authority
    )
    with pytest.raises(CredentialError, match="declined"):
        caller.to_list(market, credential=credential)
    assert len(visits) == 1
