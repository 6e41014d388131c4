"""The credentials of the real azure-identity, unchanged, synchronous and asynchronous."""

import anyio
import pytest
from azure.identity import ClientSecretCredential
from azure.identity.aio import ClientSecretCredential as AsyncClientSecretCredential

from partner_center import AsyncPartnerCenter, CredentialError
from partner_center.emulator import Emulator

from ...conftest import Caller


def settings(emulator: Emulator) -> dict[str, object]:
    return {
        "authority": emulator.authority,
        "connection_verify": emulator.ca_bundle,
        "disable_instance_discovery": True,
    }


@pytest.fixture(autouse=True)
def only_our_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    # requests, which azure-core speaks through, prefers these to what it is told.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


def test_a_synchronous_credential(caller: Caller, emulator: Emulator) -> None:
    with ClientSecretCredential(
        emulator.tenant_id, emulator.client_id, emulator.client_secret, **settings(emulator)
    ) as credential:
        assert caller.to_list(lambda offers: offers.by_country("FR"), credential=credential)


def test_an_asynchronous_credential(emulator: Emulator) -> None:
    async def ask() -> int:
        async with (
            AsyncClientSecretCredential(
                emulator.tenant_id, emulator.client_id, emulator.client_secret, **settings(emulator)
            ) as credential,
            AsyncPartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner,
        ):
            return len(await partner.offers.by_country("FR").to_list())

    assert anyio.run(ask) == len(emulator.catalog.offers("FR"))


def test_its_errors_are_ours(caller: Caller, emulator: Emulator) -> None:
    with (
        ClientSecretCredential(emulator.tenant_id, emulator.client_id, "wrong", **settings(emulator)) as credential,
        pytest.raises(CredentialError, match=r"ClientSecretCredential gave no token: .*AADSTS7000215"),
    ):
        caller.to_list(lambda offers: offers.by_country("FR"), credential=credential)
