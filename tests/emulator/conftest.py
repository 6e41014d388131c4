"""Clients of the emulator that do not use the library."""

import ssl
from collections.abc import Iterator

import httpx
import pytest

from partner_center.emulator import Emulator


@pytest.fixture(scope="session")
def connected(partner_center_emulator: Emulator) -> Iterator[httpx.Client]:
    trust = ssl.create_default_context(cafile=partner_center_emulator.ca_bundle)
    with httpx.Client(base_url=partner_center_emulator.base_url, verify=trust, trust_env=False) as client:
        yield client


@pytest.fixture
def client(emulator: Emulator, connected: httpx.Client) -> httpx.Client:
    """A client of the API without a token. The emulator is reset."""
    return connected


@pytest.fixture
def api(emulator: Emulator, client: httpx.Client) -> Iterator[httpx.Client]:
    """The client, with a token."""
    client.headers["Authorization"] = f"Bearer {emulator.issue_token()}"
    yield client
    del client.headers["Authorization"]


@pytest.fixture
def no_ca_bundle_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """msal uses requests, which prefers these variables to the CA bundle that is passed to it."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
