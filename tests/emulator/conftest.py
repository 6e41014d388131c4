"""The emulator of the tests, asked directly over HTTPS rather than through the library."""

import ssl
from collections.abc import Iterator

import httpx
import pytest

from partner_center.emulator import Emulator


@pytest.fixture(scope="session")
def connected(running_emulator: Emulator) -> Iterator[httpx.Client]:
    trust = ssl.create_default_context(cafile=running_emulator.ca_bundle)
    with httpx.Client(base_url=running_emulator.base_url, verify=trust, trust_env=False) as client:
        yield client


@pytest.fixture
def client(emulator: Emulator, connected: httpx.Client) -> httpx.Client:
    """A client that trusts the emulator and knows its API, without a token; the emulator is as it is when it starts."""
    return connected


@pytest.fixture
def api(emulator: Emulator, client: httpx.Client) -> Iterator[httpx.Client]:
    """The client, with a token for the length of the test."""
    client.headers["Authorization"] = f"Bearer {emulator.issue_token()}"
    yield client
    del client.headers["Authorization"]


@pytest.fixture
def requests_trusts_what_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """msal calls through requests, which prefers these variables to the certificate that it was given."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
