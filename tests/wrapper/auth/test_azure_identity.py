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
def no_ca_bundle_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    # azure-core uses requests, which prefers these variables to the CA bundle that is passed to it.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


def test_a_synchronous_credential_signs_in(caller: Caller, emulator: Emulator) -> None:
    with ClientSecretCredential(
        emulator.tenant_id, emulator.client_id, emulator.client_secret, **settings(emulator)
    ) as credential:
        assert caller.to_list(lambda offers: offers.by_country("FR"), credential=credential)


def test_an_asynchronous_credential_signs_in(emulator: Emulator) -> None:
    async def ask() -> int:
        async with (
            AsyncClientSecretCredential(
                emulator.tenant_id, emulator.client_id, emulator.client_secret, **settings(emulator)
            ) as credential,
            AsyncPartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner,
        ):
            return len(await partner.offers.by_country("FR").to_list())

    assert anyio.run(ask) == len(emulator.catalog.offers("FR"))


def test_its_errors_become_credential_errors(caller: Caller, emulator: Emulator) -> None:
    with (
        ClientSecretCredential(emulator.tenant_id, emulator.client_id, "wrong", **settings(emulator)) as credential,
        pytest.raises(CredentialError, match=r"ClientSecretCredential gave no token: .*AADSTS7000215"),
    ):
        caller.to_list(lambda offers: offers.by_country("FR"), credential=credential)
