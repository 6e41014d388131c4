"""A user signs in with a browser: the page redirects with a code, and only its client can redeem it, once."""

import time
import warnings
import webbrowser
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import jwt
import msal
import pytest

from partner_center.emulator import Emulator, MfaDemand, User

RESOURCE = "https://api.partnercenter.microsoft.com"
SCOPE = f"{RESOURCE}/user_impersonation"
LOOPBACK = "http://localhost:8400/signed-in"
# The example of RFC 7636, appendix B.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

pytestmark = pytest.mark.usefixtures("no_ca_bundle_variables")


def public_client(emulator: Emulator) -> Any:
    return msal.PublicClientApplication(
        emulator.client_id,
        authority=f"{emulator.authority}/{emulator.tenant_id}",
        instance_discovery=False,
        verify=emulator.ca_bundle,
    )


def authorize(emulator: Emulator, client: httpx.Client, **changes: str) -> httpx.Response:
    """Open the sign-in page with a query that is valid except for the changes; an empty value removes a parameter."""
    valid = {
        "client_id": emulator.client_id,
        "response_type": "code",
        "redirect_uri": LOOPBACK,
        "scope": f"{SCOPE} openid offline_access",
        "state": "st&te",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    query = {name: value for name, value in (valid | changes).items() if value}
    return client.get(f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/authorize", params=query)


def redirect_query(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 302, response.text
    address = urlsplit(response.headers["Location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == LOOPBACK
    return dict(parse_qsl(address.query))


def redeem(emulator: Emulator, client: httpx.Client, code: str, **changes: str) -> httpx.Response:
    valid = {
        "grant_type": "authorization_code",
        "client_id": emulator.client_id,
        "code": code,
        "redirect_uri": LOOPBACK,
        "code_verifier": VERIFIER,
    }
    form = {name: value for name, value in (valid | changes).items() if value}
    return client.post(f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/token", data=form)


def refused(response: httpx.Response, number: int, error: str = "invalid_grant") -> None:
    assert (response.status_code, response.json()["error"], response.json()["error_codes"]) == (400, error, [number])


class TestMsal:
    def test_it_signs_in_with_the_browser_of_the_emulator(
        self, emulator: Emulator, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(webbrowser, "open", emulator.browser.open)
        app = public_client(emulator)
        result = app.acquire_token_interactive([SCOPE], timeout=30)
        assert result.get("token_type") == "Bearer", result
        headers = {"Authorization": f"Bearer {result['access_token']}"}
        assert client.get("/offers?country=IS", headers=headers).status_code == 200
        (account,) = app.get_accounts()
        assert account["username"] == emulator.behavior.user.principal_name
        assert app.acquire_token_silent([SCOPE], account, force_refresh=True)["access_token"]

    @pytest.mark.parametrize("confidential", [False, True])
    def test_its_authorization_code_flow_verifies_nonce_and_state(
        self, emulator: Emulator, client: httpx.Client, confidential: bool
    ) -> None:
        app = public_client(emulator)
        if confidential:
            app = msal.ConfidentialClientApplication(
                emulator.client_id,
                client_credential=emulator.client_secret,
                authority=f"{emulator.authority}/{emulator.tenant_id}",
                instance_discovery=False,
                verify=emulator.ca_bundle,
            )
        with warnings.catch_warnings():
            # This test uses the response mode query.
            warnings.filterwarnings("ignore", "response_mode='form_post' is recommended")
            flow = app.initiate_auth_code_flow([SCOPE], redirect_uri=LOOPBACK)
        response = redirect_query(client.get(flow["auth_uri"]))
        result = app.acquire_token_by_auth_code_flow(flow, response)
        assert result.get("token_type") == "Bearer", result
        assert result["id_token_claims"]["aud"] == emulator.client_id
        claims = jwt.decode(result["access_token"], options={"verify_signature": False})
        assert (claims["amr"], claims["appidacr"]) == (["pwd", "mfa"], "1" if confidential else "0")

    def test_it_reports_that_the_user_declined(self, emulator: Emulator, client: httpx.Client) -> None:
        emulator.behavior.user = User(declines=True)
        app = public_client(emulator)
        with warnings.catch_warnings():
            # This test uses the response mode query.
            warnings.filterwarnings("ignore", "response_mode='form_post' is recommended")
            flow = app.initiate_auth_code_flow([SCOPE], redirect_uri=LOOPBACK)
        result = app.acquire_token_by_auth_code_flow(flow, redirect_query(client.get(flow["auth_uri"])))
        assert result["error"] == "access_denied"
        assert result["error_description"].startswith("AADSTS65004: ")


class TestSignInPage:
    def test_it_redirects_with_a_code_and_the_state(self, emulator: Emulator, client: httpx.Client) -> None:
        response = redirect_query(authorize(emulator, client))
        assert set(response) == {"code", "state", "session_state"}
        assert response["state"] == "st&te"
        assert "state" not in redirect_query(authorize(emulator, client, state=""))
        assert "client_info" in redirect_query(authorize(emulator, client, client_info="1"))

    def test_the_query_of_the_redirect_uri_is_kept(self, emulator: Emulator, client: httpx.Client) -> None:
        location = authorize(emulator, client, redirect_uri=f"{LOOPBACK}?from=cli").headers["Location"]
        assert location.startswith(f"{LOOPBACK}?from=cli&code=")

    @pytest.mark.parametrize(
        ("changes", "number", "error"),
        [
            ({"redirect_uri": "https://localhost:8400/"}, 50011, "invalid_request"),
            ({"redirect_uri": "http://contoso.example/"}, 50011, "invalid_request"),
            ({"redirect_uri": ""}, 900144, "invalid_request"),
            ({"client_id": "9d3a0c2e-0b7f-4f0a-8f4e-3a5b6c7d8e9f"}, 700016, "unauthorized_client"),
            ({"response_mode": "fragment"}, 70007, "invalid_request"),
        ],
    )
    def test_it_does_not_redirect_if_the_application_or_its_address_is_not_valid(
        self, emulator: Emulator, client: httpx.Client, changes: dict[str, str], number: int, error: str
    ) -> None:
        refused(authorize(emulator, client, **changes), number, error)

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"response_type": "token"}, "unsupported_response_type"),
            ({"scope": ""}, "invalid_request"),
            ({"scope": "https://graph.windows.net/.default"}, "invalid_resource"),
            ({"scope": f"{RESOURCE}/administration"}, "invalid_scope"),
            ({"code_challenge_method": "plain"}, "invalid_request"),
            ({"code_challenge_method": ""}, "invalid_request"),
        ],
    )
    def test_it_redirects_with_the_error_if_another_parameter_is_not_valid(
        self, emulator: Emulator, client: httpx.Client, changes: dict[str, str], error: str
    ) -> None:
        response = redirect_query(authorize(emulator, client, **changes))
        assert (response["error"], response["state"]) == (error, "st&te")
        assert response["error_description"].startswith("AADSTS")


class TestRedeeming:
    def test_a_code_is_valid_once(self, emulator: Emulator, client: httpx.Client) -> None:
        code = redirect_query(authorize(emulator, client))["code"]
        body = redeem(emulator, client, code).json()
        assert body["refresh_token"]
        assert body["id_token"]
        refused(redeem(emulator, client, code), 54005)

    @pytest.mark.parametrize(
        ("changes", "number", "error"),
        [
            ({"code_verifier": VERIFIER[::-1]}, 501481, "invalid_grant"),
            ({"code_verifier": ""}, 501481, "invalid_grant"),
            ({"redirect_uri": "http://localhost:8400/"}, 500112, "invalid_client"),
            ({"code": "guessed"}, 70000, "invalid_grant"),
            ({"code": ""}, 900144, "invalid_request"),
            ({"scope": f"{RESOURCE}/administration"}, 70011, "invalid_scope"),
        ],
    )
    def test_a_redemption_that_does_not_match_the_sign_in_is_refused(
        self, emulator: Emulator, client: httpx.Client, changes: dict[str, str], number: int, error: str
    ) -> None:
        code = redirect_query(authorize(emulator, client))["code"]
        refused(redeem(emulator, client, **({"code": code} | changes)), number, error)

    def test_a_verifier_without_a_challenge_is_refused(self, emulator: Emulator, client: httpx.Client) -> None:
        response = authorize(emulator, client, code_challenge="", code_challenge_method="")
        refused(redeem(emulator, client, redirect_query(response)["code"]), 501481)
        assert redeem(emulator, client, redirect_query(response)["code"], code_verifier="").status_code == 200

    def test_a_code_expires(self, emulator: Emulator, client: httpx.Client) -> None:
        code = redirect_query(authorize(emulator, client))["code"]
        later = time.time() + 601
        emulator.behavior.clock = lambda: later
        refused(redeem(emulator, client, code), 70008)

    def test_a_user_without_mfa_gets_a_token_unless_mfa_is_demanded(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        emulator.behavior.user = User(mfa=False)
        first, second = (redirect_query(authorize(emulator, client))["code"] for _ in range(2))
        token = redeem(emulator, client, first).json()["access_token"]
        assert jwt.decode(token, options={"verify_signature": False})["amr"] == ["pwd"]
        emulator.behavior.mfa_demand = MfaDemand.INTERACTION_REQUIRED
        refused(redeem(emulator, client, second), 50076, "interaction_required")

    def test_a_reset_forgets_the_codes(self, emulator: Emulator, client: httpx.Client) -> None:
        code = redirect_query(authorize(emulator, client))["code"]
        emulator.reset()
        refused(redeem(emulator, client, code), 70000)


class Application(HTTPServer):
    """The application: a server on loopback that waits for the browser."""

    received: tuple[str, dict[str, str]] | None = None


class _Handler(BaseHTTPRequestHandler):
    server: Application

    def do_GET(self) -> None:
        self._receive(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._receive(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _receive(self, fields: str) -> None:
        self.server.received = (self.command, dict(parse_qsl(fields)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"You may close this window.")

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


class TestBrowser:
    @pytest.fixture
    def application(self) -> Iterator[Application]:
        with Application(("127.0.0.1", 0), _Handler) as server:
            Thread(target=server.handle_request).start()
            yield server

    @pytest.mark.parametrize(("mode", "method"), [("query", "GET"), ("form_post", "POST")])
    def test_it_follows_the_page_to_the_application(
        self, emulator: Emulator, application: Application, mode: str, method: str
    ) -> None:
        query = {
            "client_id": emulator.client_id,
            "response_type": "code",
            "redirect_uri": f"http://127.0.0.1:{application.server_port}/",
            "response_mode": mode,
            "scope": SCOPE,
            "state": "\"'<&>",
        }
        page = f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/authorize?{urlencode(query)}"
        assert emulator.browser.visit(page).text == "You may close this window."
        assert application.received is not None
        assert application.received[0] == method
        assert application.received[1]["state"] == "\"'<&>"
        assert application.received[1]["code"]

    def test_it_returns_the_page_of_an_error(self, emulator: Emulator) -> None:
        response = emulator.browser.visit(f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/authorize")
        assert response.json()["error"] == "invalid_request"

    def test_it_reaches_the_hosts_of_the_emulator(self) -> None:
        with Emulator(hosts=["login.microsoftonline.com"]) as emulator:
            page = f"https://login.microsoftonline.com/{emulator.tenant_id}/oauth2/v2.0/authorize"
            assert emulator.browser.visit(page).json()["error_uri"].startswith("https://login.microsoftonline.com/")
