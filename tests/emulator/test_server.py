"""The emulator starts, stops and releases its resources, and has its own certificate."""

import gc
import os
import re
import ssl
import threading
from pathlib import Path

import httpx
import pytest
import yaml

from partner_center.emulator import Emulator
from partner_center.emulator.server.contract import Contract


def get(emulator: Emulator, path: str = "/offers") -> httpx.Response:
    trust = ssl.create_default_context(cafile=emulator.ca_bundle)
    return httpx.get(f"{emulator.base_url}{path}", verify=trust, trust_env=False)


def threads_of_emulators() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "partner-center-emulator"]


def test_only_its_ca_bundle_verifies_its_certificate(emulator: Emulator, client: httpx.Client) -> None:
    assert client.get("/offers").status_code == 401
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(emulator.authority, verify=ssl.create_default_context(), trust_env=False)


def test_its_address_is_on_loopback(emulator: Emulator) -> None:
    assert emulator.authority.startswith("https://localhost:")
    assert emulator.base_url == f"{emulator.authority}/v1"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*filter(re.compile("(?i)no_proxy$|PARTNER_CENTER_").match, os.environ)]:
        monkeypatch.delenv(name)


def test_the_environment_has_everything_that_a_client_needs(emulator: Emulator) -> None:
    assert emulator.environment() == {
        "PARTNER_CENTER_TENANT_ID": emulator.tenant_id,
        "PARTNER_CENTER_CLIENT_ID": emulator.client_id,
        "PARTNER_CENTER_CLIENT_SECRET": emulator.client_secret,
        "PARTNER_CENTER_AUTHORITY": emulator.authority,
        "PARTNER_CENTER_BASE_URL": emulator.base_url,
        "PARTNER_CENTER_CA_BUNDLE": emulator.ca_bundle,
        "no_proxy": "localhost",
    }


def test_the_environment_empties_the_other_settings_of_the_current_environment(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNER_CENTER_ACCESS_TOKEN", "of-the-developer")
    monkeypatch.setenv("PARTNER_CENTER_TENANT_ID", "of-the-developer")
    environment = emulator.environment()
    assert (environment["PARTNER_CENTER_ACCESS_TOKEN"], environment["PARTNER_CENTER_TENANT_ID"]) == (
        "",
        emulator.tenant_id,
    )


@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
def test_the_environment_adds_localhost_to_the_hosts_without_a_proxy(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "intranet.example")
    assert emulator.environment()["no_proxy"] == "intranet.example,localhost"


def test_a_stop_releases_everything_while_a_client_keeps_its_connection() -> None:
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
    gc.collect()  # warns about a socket or a transport that is still open, which fails the test


def test_it_can_be_started_again_and_run_next_to_another() -> None:
    emulator = Emulator()
    with emulator:
        first = emulator.ca_bundle
    with emulator, Emulator() as other:
        assert emulator.authority != other.authority
        assert emulator.ca_bundle not in (first, other.ca_bundle)
        assert get(emulator).status_code == get(other).status_code == 401


def test_a_given_port_is_free_again_after_a_stop() -> None:
    with Emulator() as emulator:
        port = int(emulator.authority.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            Emulator(port=port).start()
    with Emulator(port=port) as emulator:
        assert emulator.authority == f"https://localhost:{port}"
        assert get(emulator).status_code == 401


def test_a_failed_start_releases_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with Emulator() as emulator:
        port = emulator.port
    threads_before = threads_of_emulators()
    with pytest.raises(ValueError, match="not allowed"):
        Emulator(port=port, hosts=["two words"]).start()
    contract = Contract.load().document
    del contract["info"]
    invalid = tmp_path / "invalid.yaml"
    invalid.write_text(yaml.safe_dump(contract))
    with monkeypatch.context() as patch:
        patch.setattr("partner_center.emulator.server.contract.contract_path", lambda: invalid)
        emulator = Emulator(port=port)
    with pytest.raises(Exception, match="'info' is a required property"):
        emulator.start()
    gc.collect()  # warns about a socket or a directory that is still open, which fails the test
    assert threads_of_emulators() == threads_before
    with Emulator(port=port) as emulator:
        assert get(emulator).status_code == 401


def test_a_contract_that_is_missing_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partner_center.emulator.server.contract.FILE_NAME", "lost.yaml")
    with pytest.raises(FileNotFoundError, match=r"lost\.yaml is in none of"):
        Emulator()


def test_attributes_of_a_running_emulator_raise_runtime_error_before_the_start(emulator: Emulator) -> None:
    stopped = Emulator()
    for use in (lambda: stopped.authority, lambda: stopped.ca_bundle, stopped.environment, stopped.stop):
        with pytest.raises(RuntimeError, match=r"not running.*start\(\)"):
            use()
    with pytest.raises(RuntimeError, match="already running"):
        emulator.start()


def test_each_emulator_has_its_own_key_and_secret(emulator: Emulator, client: httpx.Client) -> None:
    stranger = Emulator()
    assert stranger.client_secret != emulator.client_secret
    response = client.get("/offers?country=US", headers={"Authorization": f"Bearer {stranger.issue_token()}"})
    assert response.status_code == 401
