"""The emulator starts and stops cleanly, behind a certificate that only its own bundle vouches for."""

import gc
import ssl
import threading
from pathlib import Path

import httpx
import pytest

from partner_center.emulator import Emulator


def get(emulator: Emulator, path: str = "/offers") -> httpx.Response:
    trust = ssl.create_default_context(cafile=emulator.ca_bundle)
    return httpx.get(f"{emulator.base_url}{path}", verify=trust, trust_env=False)


def threads_of_emulators() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "partner-center-emulator"]


def test_its_certificate_is_good_only_with_its_own_bundle(emulator: Emulator, client: httpx.Client) -> None:
    assert client.get("/offers").status_code == 401
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(emulator.authority, verify=ssl.create_default_context(), trust_env=False)


def test_the_address_is_that_of_loopback(emulator: Emulator) -> None:
    assert emulator.authority.startswith("https://localhost:")
    assert emulator.base_url == f"{emulator.authority}/v1"


@pytest.fixture(autouse=True)
def no_settings_of_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)


def test_the_environment_names_everything_that_a_client_needs(emulator: Emulator) -> None:
    assert emulator.environment() == {
        "PARTNER_CENTER_TENANT_ID": emulator.tenant_id,
        "PARTNER_CENTER_CLIENT_ID": emulator.client_id,
        "PARTNER_CENTER_CLIENT_SECRET": emulator.client_secret,
        "PARTNER_CENTER_AUTHORITY": emulator.authority,
        "PARTNER_CENTER_BASE_URL": emulator.base_url,
        "PARTNER_CENTER_CA_BUNDLE": emulator.ca_bundle,
        "no_proxy": "localhost",
    }


@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
def test_the_environment_adds_itself_to_the_hosts_without_a_proxy(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "intranet.example")
    assert emulator.environment()["no_proxy"] == "intranet.example,localhost"


def test_a_stop_leaves_nothing_behind_even_while_a_client_keeps_its_connection() -> None:
    threads_before = threads_of_emulators()
    emulator = Emulator().start()
    bundle = Path(emulator.ca_bundle)
    trust = ssl.create_default_context(cafile=bundle)
    with httpx.Client(base_url=emulator.base_url, verify=trust, trust_env=False) as client:
        assert client.get("/offers").status_code == 401
        emulator.stop()
        with pytest.raises(httpx.TransportError):
            client.get("/offers")
    assert not bundle.parent.exists()
    assert threads_of_emulators() == threads_before
    gc.collect()  # a socket or a transport left open would be reported now, and fail the test


def test_it_may_be_started_again_and_stand_beside_another() -> None:
    emulator = Emulator()
    with emulator:
        first = emulator.ca_bundle
    with emulator, Emulator() as other:
        assert emulator.authority != other.authority
        assert emulator.ca_bundle not in (first, other.ca_bundle)
        assert get(emulator).status_code == get(other).status_code == 401


def test_a_port_can_be_fixed_and_is_free_again_afterwards() -> None:
    with Emulator() as emulator:
        port = int(emulator.authority.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            Emulator(port=port).start()
    with Emulator(port=port) as emulator:
        assert emulator.authority == f"https://localhost:{port}"
        assert get(emulator).status_code == 401


def test_a_start_that_failed_leaves_nothing_behind_and_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator()
    threads_before = threads_of_emulators()
    with monkeypatch.context() as no_contract:
        no_contract.setattr("partner_center.emulator.contract.FILE_NAME", "lost.yaml")
        with pytest.raises(FileNotFoundError, match=r"lost\.yaml is in none of"):
            emulator.start()
    gc.collect()
    assert threads_of_emulators() == threads_before
    with emulator:
        assert get(emulator).status_code == 401


def test_what_needs_a_running_emulator_says_so(emulator: Emulator) -> None:
    stopped = Emulator()
    for use in (lambda: stopped.authority, lambda: stopped.ca_bundle, stopped.environment, stopped.stop):
        with pytest.raises(RuntimeError, match=r"not running.*start\(\)"):
            use()
    with pytest.raises(RuntimeError, match="running already"):
        emulator.start()


def test_each_emulator_has_its_own_key_and_secret(emulator: Emulator, client: httpx.Client) -> None:
    stranger = Emulator()
    assert stranger.client_secret != emulator.client_secret
    answer = client.get("/offers?country=US", headers={"Authorization": f"Bearer {stranger.issue_token()}"})
    assert answer.status_code == 401
