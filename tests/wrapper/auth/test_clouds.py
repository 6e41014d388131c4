"""The settings of the three clouds. A proxy connects their real host names to loopback."""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from partner_center import Cloud, PartnerCenter
from partner_center.auth import ClientSecretCredential, RefreshTokenCredential
from partner_center.emulator import Emulator

CLOUDS = (Cloud.GLOBAL, Cloud.US_GOVERNMENT, Cloud.CHINA)


def host(address: str) -> str:
    return address.removeprefix("https://").partition("/")[0]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    hosts = {host(address) for cloud in CLOUDS for address in (cloud.authority, cloud.base_url)}
    with Emulator(hosts=sorted(hosts)) as emulator:
        yield emulator


@pytest.mark.parametrize("cloud", CLOUDS, ids=[cloud.name for cloud in CLOUDS])
@pytest.mark.parametrize("kind", ["app only", "app + user"])
def test_a_cloud_uses_its_own_host_names(emulator: Emulator, cloud: Cloud, kind: str) -> None:
    emulator.reset()
    common: dict[str, Any] = {"tenant_id": emulator.tenant_id, "client_id": emulator.client_id}
    credential: ClientSecretCredential | RefreshTokenCredential
    if kind == "app only":
        credential = ClientSecretCredential(**common, client_secret=emulator.client_secret)
    else:
        refresh_token = emulator.issue_refresh_token(resource=cloud.resource)
        credential = RefreshTokenCredential(**common, refresh_token=refresh_token)
    with PartnerCenter(credential, cloud=cloud, verify=emulator.ca_bundle, proxy=emulator.proxy) as partner:
        assert partner.offers.by_country("FR", page_size=50).to_list()
    hosts = {(request.side, request.headers["Host"]) for request in emulator.requests}
    assert hosts == {("identity", host(cloud.authority)), ("api", host(cloud.base_url))}


def test_each_setting_of_a_cloud_can_be_replaced(emulator: Emulator) -> None:
    emulator.reset()
    credential = ClientSecretCredential(
        tenant_id=emulator.tenant_id,
        client_id=emulator.client_id,
        client_secret=emulator.client_secret,
        authority=Cloud.CHINA.authority,
    )
    own = attrs.evolve(Cloud.GLOBAL, name="own", resource=Cloud.CHINA.resource)
    with PartnerCenter(
        credential, cloud=own, base_url=Cloud.CHINA.base_url, verify=emulator.ca_bundle, proxy=emulator.proxy
    ) as partner:
        assert partner.offers.by_country("FR").to_list()
    hosts = {(request.side, request.headers["Host"]) for request in emulator.requests}
    assert hosts == {("identity", host(Cloud.CHINA.authority)), ("api", host(Cloud.CHINA.base_url))}


def test_the_region_of_msal_is_ignored(
    emulator: Emulator, credential: ClientSecretCredential, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSAL_FORCE_REGION", "westus")
    with PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
        assert partner.offers.by_country("FR").first_page().items
