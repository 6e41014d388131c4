"""With the host names of the real service, code for a cloud runs against the emulator."""

import ssl
from collections.abc import Iterator
from typing import Any

import attrs
import httpx
import jwt
import msal
import pytest

from partner_center.emulator import Emulator, LinkForm

GLOBAL = "https://api.partnercenter.microsoft.com"
CHINA = "https://partner.partnercenterapi.microsoftonline.cn"


@attrs.frozen
class Cloud:
    """A cloud as the documentation describes it, independent of the constants of the emulator."""

    authority: str
    resource: str
    issuer: str


CLOUDS = {
    "global": Cloud("https://login.microsoftonline.com", GLOBAL, "https://sts.windows.net"),
    "us_government": Cloud("https://login.microsoftonline.us", GLOBAL, "https://sts.windows.net"),
    "china": Cloud("https://login.partner.microsoftonline.cn", CHINA, "https://sts.chinacloudapi.cn"),
}
HOSTS = [
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
    "api.partnercenter.microsoft.com",
    "partner.partnercenterapi.microsoftonline.cn",
]


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    with Emulator(hosts=HOSTS) as emulator:
        yield emulator


@pytest.fixture
def everywhere(running: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """An emulator that serves all hosts, with an environment that reaches no other host."""
    running.reset()
    for name in ("https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name, value in running.proxy_environment().items():
        monkeypatch.setenv(name, value)
    return running


def application(emulator: Emulator, cloud: Cloud) -> Any:
    return msal.ConfidentialClientApplication(
        emulator.client_id,
        client_credential={
            "private_key": emulator.certificate.pem.decode(),
            "public_certificate": emulator.certificate.pem.decode(),
        },
        authority=f"{cloud.authority}/{emulator.tenant_id}",
    )


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_msal_and_httpx_reach_the_emulator_under_the_real_names_with_only_the_environment_set(
    everywhere: Emulator, cloud: Cloud
) -> None:
    result = application(everywhere, cloud).acquire_token_for_client([f"{cloud.resource}/.default"])
    assert result.get("token_type") == "Bearer", result
    claims = jwt.decode(result["access_token"], options={"verify_signature": False})
    assert (claims["aud"], claims["iss"]) == (cloud.resource, f"{cloud.issuer}/{everywhere.tenant_id}/")

    everywhere.behavior.link_form = LinkForm.ABSOLUTE
    headers = {"Authorization": f"Bearer {result['access_token']}"}
    response = httpx.get(f"{cloud.resource}/v1/offers?country=IS", headers=headers)
    assert response.status_code == 200
    assert response.json()["links"]["self"]["uri"] == f"{cloud.resource}/v1/offers?country=IS"
    hosts = {cloud.authority, cloud.resource}
    assert {f"https://{target}" for target in everywhere.proxied} == {f"{host}:443" for host in hosts}


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_discovery_returns_addresses_with_the_host_of_the_request(everywhere: Emulator, cloud: Cloud) -> None:
    tenant = f"{cloud.authority}/{everywhere.tenant_id}"
    instance = httpx.get(
        f"{cloud.authority}/common/discovery/instance",
        params={"authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize"},
    ).json()
    configuration = httpx.get(instance["tenant_discovery_endpoint"]).json()
    assert configuration["issuer"] == f"{tenant}/v2.0"
    assert configuration["token_endpoint"] == f"{tenant}/oauth2/v2.0/token"
    assert httpx.get(configuration["jwks_uri"]).json()["keys"]


def test_an_authority_issues_tokens_only_for_the_api_of_its_cloud(everywhere: Emulator) -> None:
    for cloud, foreign in ((CLOUDS["china"], GLOBAL), (CLOUDS["global"], CHINA), (CLOUDS["us_government"], CHINA)):
        result = application(everywhere, cloud).acquire_token_for_client([f"{foreign}/.default"])
        assert (result["error"], result["error_codes"]) == ("invalid_resource", [500011])


def test_an_api_accepts_only_tokens_of_its_cloud(everywhere: Emulator) -> None:
    for audience, foreign in ((GLOBAL, CHINA), (CHINA, GLOBAL)):
        headers = {"Authorization": f"Bearer {everywhere.issue_token(claims={'aud': audience})}"}
        assert httpx.get(f"{audience}/v1/offers?country=IS", headers=headers).status_code == 200
        refused = httpx.get(f"{foreign}/v1/offers?country=IS", headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (401, 900420)


def test_localhost_serves_every_cloud(emulator: Emulator, client: httpx.Client) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
    }
    for resource in (GLOBAL, CHINA):
        address = f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/token"
        token = client.post(address, data={**form, "scope": f"{resource}/.default"}).json()["access_token"]
        response = client.get("/offers?country=IS", headers={"Authorization": f"Bearer {token}"})
        assert response.status_code == 200


def test_the_response_to_an_unknown_host_has_addresses_on_localhost(emulator: Emulator, client: httpx.Client) -> None:
    address = f"{emulator.authority}/{emulator.tenant_id}/v2.0/.well-known/openid-configuration"
    for host in ("login.microsoftonline.com", "127.0.0.1", "attacker.example:443"):
        response = client.get(address, headers={"Host": host})
        assert response.json()["issuer"] == f"{emulator.authority}/{emulator.tenant_id}/v2.0"


class TestProxy:
    def test_other_hosts_and_ports_are_refused(self, everywhere: Emulator) -> None:
        for target in ("https://graph.microsoft.com", "https://login.microsoftonline.com:8443", "https://localhost"):
            with pytest.raises(httpx.ProxyError, match="403"):
                httpx.get(target)
        assert everywhere.proxied == ["graph.microsoft.com:443", "login.microsoftonline.com:8443", "localhost:443"]
        assert everywhere.requests == []

    def test_it_supports_only_connect(self, everywhere: Emulator) -> None:
        response = httpx.get("http://login.microsoftonline.com/", proxy=everywhere.proxy)
        assert response.status_code == 405

    def test_a_reset_forgets_the_targets_and_the_requests(self, everywhere: Emulator) -> None:
        httpx.get("https://login.microsoftonline.com/common/discovery/instance")
        assert len(everywhere.proxied) == len(everywhere.requests) == 1
        everywhere.reset()
        assert (everywhere.proxied, everywhere.requests) == ([], [])

    def test_it_needs_host_names(self, emulator: Emulator) -> None:
        for use in (lambda: emulator.proxy, lambda: emulator.proxied, emulator.proxy_environment):
            with pytest.raises(RuntimeError, match="needs host names"):
                use()
        with pytest.raises(RuntimeError, match="not running"):
            _ = Emulator(hosts=HOSTS).proxy

    def test_a_stop_closes_the_tunnels(self) -> None:
        emulator = Emulator(hosts=["login.microsoftonline.com"]).start()
        trust = ssl.create_default_context(cafile=emulator.ca_bundle)
        address = "https://login.microsoftonline.com/common/discovery/instance"
        with httpx.Client(verify=trust, proxy=emulator.proxy) as client:
            assert client.get(address).status_code == 200
            emulator.stop()
            with pytest.raises(httpx.TransportError):
                client.get(address)
