"""Refresh tokens are redeemed with msal, rotated, and refused as by Entra."""

import json
import time
from typing import Any

import httpx
import jwt
import msal
import pytest

from partner_center.emulator import Emulator, MfaDemand, RefreshTokenReuse, User

RESOURCE = "https://api.partnercenter.microsoft.com"
SCOPE = f"{RESOURCE}/user_impersonation"
DAY = 86_400

pytestmark = pytest.mark.usefixtures("no_ca_bundle_variables")


def redeem(emulator: Emulator, client: httpx.Client, refresh_token: str, **changes: str) -> httpx.Response:
    """Call the token endpoint with a form that is valid except for the changes; an empty value leaves a field out."""
    valid = {
        "grant_type": "refresh_token",
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        "refresh_token": refresh_token,
        "scope": f"{SCOPE} openid offline_access profile",
    }
    form = {name: value for name, value in (valid | changes).items() if value}
    return client.post(f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/token", data=form)


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def refused(response: httpx.Response, number: int, error: str = "invalid_grant") -> dict[str, Any]:
    body: dict[str, Any] = response.json()
    assert (response.status_code, body["error"], body["error_codes"]) == (400, error, [number])
    return body


def application(emulator: Emulator) -> Any:
    return msal.ConfidentialClientApplication(
        emulator.client_id,
        client_credential=emulator.client_secret,
        authority=f"{emulator.authority}/{emulator.tenant_id}",
        instance_discovery=False,
        verify=emulator.ca_bundle,
    )


class TestMsal:
    def test_it_redeems_a_token_and_gets_a_new_one(self, emulator: Emulator, client: httpx.Client) -> None:
        first = emulator.issue_refresh_token()
        result = application(emulator).acquire_token_by_refresh_token(first, [SCOPE])
        assert result.get("token_type") == "Bearer", result
        assert result["refresh_token"] != first
        assert result["scope"] == SCOPE
        headers = {"Authorization": f"Bearer {result['access_token']}"}
        assert client.get("/offers?country=IS", headers=headers).status_code == 200
        again = application(emulator).acquire_token_by_refresh_token(result["refresh_token"], [SCOPE])
        assert again.get("token_type") == "Bearer", again

    def test_its_account_gets_tokens_silently(self, emulator: Emulator) -> None:
        app = application(emulator)
        app.acquire_token_by_refresh_token(emulator.issue_refresh_token(), [SCOPE])
        (account,) = app.get_accounts()
        assert account["username"] == emulator.behavior.user.principal_name
        assert account["home_account_id"] == f"{emulator.behavior.user.id}.{emulator.tenant_id}"
        asked = len(emulator.requests)
        assert app.acquire_token_silent([SCOPE], account)["access_token"]
        assert len(emulator.requests) == asked
        fresh = app.acquire_token_silent([SCOPE], account, force_refresh=True)
        assert fresh["token_source"] == "identity_provider"

    def test_it_works_with_a_certificate(self, emulator: Emulator) -> None:
        pem = emulator.certificate.pem.decode()
        app = msal.ConfidentialClientApplication(
            emulator.client_id,
            client_credential={"private_key": pem, "public_certificate": pem},
            authority=f"{emulator.authority}/{emulator.tenant_id}",
            instance_discovery=False,
            verify=emulator.ca_bundle,
        )
        result = app.acquire_token_by_refresh_token(emulator.issue_refresh_token(), [SCOPE])
        assert claims_of(result["access_token"])["appidacr"] == "2"


class TestResponse:
    @pytest.mark.parametrize(("mfa", "methods"), [(True, ["pwd", "mfa"]), (False, ["pwd"])])
    def test_the_access_token_has_the_user_and_the_methods_of_the_sign_in(
        self, emulator: Emulator, client: httpx.Client, mfa: bool, methods: list[str]
    ) -> None:
        emulator.behavior.user = User(principal_name="grady@contoso.example")
        body = redeem(emulator, client, emulator.issue_refresh_token(mfa=mfa)).json()
        claims = claims_of(body["access_token"])
        assert claims["amr"] == methods
        assert claims["aud"] == RESOURCE
        assert claims["scp"] == "user_impersonation"
        assert claims["upn"] == claims["unique_name"] == "grady@contoso.example"
        assert claims["oid"] == emulator.behavior.user.id
        assert (claims["appid"], claims["appidacr"]) == (emulator.client_id, "1")

    def test_the_id_token_is_for_the_application(self, emulator: Emulator, client: httpx.Client) -> None:
        claims = claims_of(redeem(emulator, client, emulator.issue_refresh_token()).json()["id_token"])
        assert claims["aud"] == emulator.client_id
        assert claims["iss"] == f"{emulator.authority}/{emulator.tenant_id}/v2.0"
        assert claims["preferred_username"] == emulator.behavior.user.principal_name
        assert claims["exp"] > time.time()

    def test_the_access_token_is_for_the_same_api_if_there_is_no_scope(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        china = "https://partner.partnercenterapi.microsoftonline.cn"
        for resource in (RESOURCE, china):
            token = emulator.issue_refresh_token(resource=resource)
            body = redeem(emulator, client, token, scope="").json()
            assert claims_of(body["access_token"])["aud"] == resource
            assert "id_token" not in body
            assert body["refresh_token"]

    def test_the_default_scope_grants_user_impersonation(self, emulator: Emulator, client: httpx.Client) -> None:
        body = redeem(emulator, client, emulator.issue_refresh_token(), scope=f"{RESOURCE}/.default").json()
        assert body["scope"].split() == [SCOPE, f"{RESOURCE}/.default"]
        assert claims_of(body["access_token"])["scp"] == "user_impersonation"

    def test_a_secret_is_required_only_if_the_client_is_not_public(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        token = emulator.issue_refresh_token()
        response = redeem(emulator, client, token, client_secret="")
        assert claims_of(response.json()["access_token"])["appidacr"] == "0"
        emulator.behavior.public_client = False
        response = redeem(emulator, client, response.json()["refresh_token"], client_secret="")
        assert (response.status_code, response.json()["error_codes"]) == (401, [7000218])


class TestRotation:
    def test_a_token_that_is_redeemed_again_revokes_all_tokens_of_its_sign_in(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        first, other = emulator.issue_refresh_token(), emulator.issue_refresh_token()
        second = redeem(emulator, client, first).json()["refresh_token"]
        assert "twice" in refused(redeem(emulator, client, first), 70000)["error_description"]
        refused(redeem(emulator, client, second), 70000)
        assert redeem(emulator, client, other).status_code == 200

    def test_a_token_can_be_redeemed_again_if_the_switch_allows_it(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        emulator.behavior.refresh_token_reuse = RefreshTokenReuse.ALLOWED
        token = emulator.issue_refresh_token()
        responses = [redeem(emulator, client, token).json() for _ in range(3)]
        assert len({response["refresh_token"] for response in responses}) == 3

    def test_a_redemption_that_fails_does_not_use_up_the_token(self, emulator: Emulator, client: httpx.Client) -> None:
        token = emulator.issue_refresh_token()
        assert redeem(emulator, client, token, client_secret="guessed").status_code == 401
        refused(redeem(emulator, client, token, scope=f"{RESOURCE}/administration"), 70011, "invalid_scope")
        assert redeem(emulator, client, token).status_code == 200


class TestRefusals:
    def test_a_token_expires_after_ninety_days_without_a_redemption(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        now = time.time()
        token = emulator.issue_refresh_token()
        emulator.behavior.clock = lambda: now + 89 * DAY
        token = redeem(emulator, client, token).json()["refresh_token"]
        emulator.behavior.clock = lambda: now + 178 * DAY
        token = redeem(emulator, client, token).json()["refresh_token"]
        emulator.behavior.clock = lambda: now + 269 * DAY
        refused(redeem(emulator, client, token), 700082)

    def test_a_revoked_token_is_refused(self, emulator: Emulator, client: httpx.Client) -> None:
        first = emulator.issue_refresh_token()
        second = redeem(emulator, client, first).json()["refresh_token"]
        emulator.revoke_refresh_tokens()
        assert refused(redeem(emulator, client, second), 50173)["suberror"] == "bad_token"
        assert redeem(emulator, client, emulator.issue_refresh_token()).status_code == 200

    def test_a_token_of_another_application_and_an_unknown_token_are_refused(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        other = emulator.issue_refresh_token(client_id="9d3a0c2e-0b7f-4f0a-8f4e-3a5b6c7d8e9f")
        for token in (other, "guessed"):
            refused(redeem(emulator, client, token), 70000)

    def test_a_reset_forgets_the_tokens(self, emulator: Emulator, client: httpx.Client) -> None:
        token = emulator.issue_refresh_token()
        emulator.reset()
        refused(redeem(emulator, client, token), 70000)

    @pytest.mark.parametrize("demand", [MfaDemand.INVALID_GRANT, MfaDemand.INTERACTION_REQUIRED])
    def test_a_user_without_mfa_is_refused_if_mfa_is_demanded(
        self, emulator: Emulator, client: httpx.Client, demand: MfaDemand
    ) -> None:
        emulator.behavior.mfa_demand = demand
        body = refused(redeem(emulator, client, emulator.issue_refresh_token(mfa=False)), 50076, demand)
        assert body["suberror"] == "basic_action"
        assert "access_token" in json.loads(body["claims"])
        assert redeem(emulator, client, emulator.issue_refresh_token(mfa=True)).status_code == 200
