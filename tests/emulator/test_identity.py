"""The identity side works with msal, and its errors have the form of those of Entra."""

import re
import time
from typing import Any

import httpx
import jwt
import msal
import pytest
from msal.exceptions import MsalServiceError

from partner_center.emulator import Emulator, Response

SCOPE = "https://api.partnercenter.microsoft.com/.default"
CHINA = "https://partner.partnercenterapi.microsoftonline.cn"

pytestmark = pytest.mark.usefixtures("no_ca_bundle_variables")


def application(emulator: Emulator, **changes: Any) -> msal.ConfidentialClientApplication:
    options = {
        "client_id": emulator.client_id,
        "client_credential": emulator.client_secret,
        "authority": f"{emulator.authority}/{emulator.tenant_id}",
        "instance_discovery": False,
        "verify": emulator.ca_bundle,
    }
    return msal.ConfidentialClientApplication(**(options | changes))


def sign_in(app: msal.ConfidentialClientApplication) -> dict[str, Any]:
    result: dict[str, Any] | None = app.acquire_token_for_client([SCOPE])
    assert result is not None
    return result


def request_token(
    emulator: Emulator, client: httpx.Client, *, tenant: str | None = None, **form: str
) -> httpx.Response:
    """Call the token endpoint with a form that is valid except for the changes; an empty value leaves a field out."""
    valid = {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        "scope": SCOPE,
    }
    fields = {name: value for name, value in (valid | form).items() if value}
    return client.post(f"{emulator.authority}/{tenant or emulator.tenant_id}/oauth2/v2.0/token", data=fields)


def test_msal_gets_a_token_that_the_api_accepts(emulator: Emulator, client: httpx.Client) -> None:
    result = sign_in(application(emulator))
    assert result["token_type"] == "Bearer"
    assert result["expires_in"] == 3600
    headers = {"Authorization": f"Bearer {result['access_token']}"}
    assert client.get("/offers?country=IS", headers=headers).status_code == 200
    assert [(request.side, request.method, request.status) for request in emulator.requests] == [
        ("identity", "GET", 200),
        ("identity", "POST", 200),
        ("api", "GET", 200),
    ]


def test_msal_discovers_the_instance_at_the_emulator(emulator: Emulator) -> None:
    discovery = f"{emulator.authority}/common/discovery/instance"
    # The request of msal has no port. The response has it, or msal would use port 443.
    result = sign_in(application(emulator, instance_discovery=discovery))
    assert result["token_type"] == "Bearer"
    assert emulator.requests[0].path == "/common/discovery/instance"


def test_msal_caches_the_token_for_its_lifetime(emulator: Emulator) -> None:
    app = application(emulator)
    emulator.behavior.token_lifetime = 7200
    assert sign_in(app)["expires_in"] == 7200
    assert sign_in(app)["token_source"] == "cache"


def test_msal_reports_a_wrong_secret(emulator: Emulator) -> None:
    result = sign_in(application(emulator, client_credential="guessed"))
    assert result["error"] == "invalid_client"
    assert result["error_description"].startswith("AADSTS7000215: ")


def test_msal_reports_an_authority_that_throttles_or_fails(emulator: Emulator) -> None:
    throttled, failing = application(emulator), application(emulator)
    body = b'{"error": "temporarily_unavailable", "error_codes": [90033]}'
    emulator.behavior.intercept = lambda _request: Response(429, {"Retry-After": "57"}, body)
    assert sign_in(throttled)["error_codes"] == [90033]
    emulator.behavior.intercept = lambda _request: Response(503)
    with pytest.raises(MsalServiceError, match="503"):
        sign_in(failing)


def test_msal_reports_an_unknown_tenant(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="check your tenant name"):
        application(emulator, authority=f"{emulator.authority}/fabrikam.example")
    assert emulator.requests[-1].status == 400


def test_discovery_refuses_an_unknown_tenant(emulator: Emulator, client: httpx.Client) -> None:
    response = client.get(f"{emulator.authority}/fabrikam.example/v2.0/.well-known/openid-configuration")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_tenant")
    assert response.json()["error_description"].startswith("AADSTS90002: The tenant 'fabrikam.example' was not found.")


@pytest.mark.parametrize(
    ("changes", "status", "error", "number"),
    [
        ({"client_secret": "guessed"}, 401, "invalid_client", 7000215),
        ({"client_secret": ""}, 401, "invalid_client", 7000218),
        ({"client_id": "9d3a0c2e-0b7f-4f0a-8f4e-3a5b6c7d8e9f"}, 400, "unauthorized_client", 700016),
        ({"client_id": ""}, 400, "invalid_request", 900144),
        ({"tenant": "fabrikam.example"}, 400, "invalid_tenant", 90002),
        ({"scope": "https://graph.windows.net/.default"}, 400, "invalid_resource", 500011),
        ({"scope": "https://api.partnercenter.microsoft.com/user_impersonation"}, 400, "invalid_scope", 1002012),
        ({"scope": "openid offline_access"}, 400, "invalid_scope", 70011),
        (
            {"scope": f"{SCOPE} https://partner.partnercenterapi.microsoftonline.cn/.default"},
            400,
            "invalid_scope",
            70011,
        ),
        ({"scope": ""}, 400, "invalid_request", 900144),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        ({"grant_type": ""}, 400, "invalid_request", 900144),
    ],
)
def test_an_invalid_request_is_refused_as_entra_does(
    emulator: Emulator, client: httpx.Client, changes: dict[str, str], status: int, error: str, number: int
) -> None:
    response = request_token(emulator, client, **changes)
    body = response.json()
    assert response.status_code == status
    assert body["error"] == error
    assert body["error_codes"] == [number]
    assert re.fullmatch(
        rf"AADSTS{number}: .+ Trace ID: {body['trace_id']} Correlation ID: {body['correlation_id']} "
        rf"Timestamp: {body['timestamp']}",
        body["error_description"],
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", body["timestamp"])


def test_the_response_has_the_correlation_id_of_the_request(emulator: Emulator, client: httpx.Client) -> None:
    address = f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/token"
    response = client.post(address, headers={"client-request-id": "2f1c"})
    assert response.json()["correlation_id"] == response.headers["client-request-id"] == "2f1c"


def test_the_response_has_the_trace_id_of_its_error(emulator: Emulator, client: httpx.Client) -> None:
    refused = request_token(emulator, client, client_secret="guessed")
    assert refused.headers["x-ms-request-id"] == refused.json()["trace_id"]
    assert refused.json()["error_uri"] == f"{emulator.authority}/error?code=7000215"
    assert request_token(emulator, client).headers["x-ms-request-id"] != refused.headers["x-ms-request-id"]


def test_the_form_of_a_request_is_recorded(emulator: Emulator, client: httpx.Client) -> None:
    request_token(emulator, client)
    assert emulator.requests[-1].form["grant_type"] == "client_credentials"
    assert emulator.requests[-1].form["client_secret"] == emulator.client_secret


def test_the_token_endpoint_accepts_only_post(emulator: Emulator, client: httpx.Client) -> None:
    response = client.get(f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/token")
    assert (response.status_code, response.json()["error_codes"]) == (400, [900561])


def test_a_token_has_the_claims_of_entra_and_a_signature_that_clients_can_verify(
    emulator: Emulator, client: httpx.Client
) -> None:
    tenant = f"{emulator.authority}/{emulator.tenant_id}"
    configuration = client.get(f"{tenant}/v2.0/.well-known/openid-configuration").json()
    keys = jwt.PyJWKSet.from_dict(client.get(configuration["jwks_uri"]).json())
    token = request_token(emulator, client).json()["access_token"]
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], audience="https://api.partnercenter.microsoft.com")
    assert claims["iss"] == f"https://sts.windows.net/{emulator.tenant_id}/"
    assert (claims["tid"], claims["appid"], claims["ver"]) == (emulator.tenant_id, emulator.client_id, "1.0")
    assert claims["exp"] - claims["iat"] == 3600


def test_two_tokens_are_never_the_same(emulator: Emulator) -> None:
    emulator.behavior.clock = lambda: 1_800_000_000.0
    assert emulator.issue_token() != emulator.issue_token()


def test_claims_of_an_issued_token_can_be_added_and_replaced(emulator: Emulator) -> None:
    token = emulator.issue_token(claims={"amr": ["pwd", "mfa"], "exp": 5})
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["amr"], claims["exp"], claims["tid"]) == (["pwd", "mfa"], 5, emulator.tenant_id)


def test_a_token_expires_by_the_clock_of_the_emulator(emulator: Emulator, api: httpx.Client) -> None:
    issued = time.time()
    emulator.behavior.clock = lambda: issued + 3590
    assert api.get("/offers?country=IS").status_code == 200
    emulator.behavior.clock = lambda: issued + 3610
    response = api.get("/offers?country=IS")
    assert response.status_code == 401
    assert "expired" in response.json()["description"]
