"""Malformed and hostile responses in place of those of Microsoft Entra."""

import json
import logging
import traceback
from typing import Any

import pytest

from partner_center import AuthenticationError, CredentialError
from partner_center.auth import AccessToken, ClientSecretCredential, MemoryTokenStore, RefreshTokenCredential
from partner_center.emulator import Emulator, ReceivedRequest, Response

from ...conftest import Caller


def market(offers: Any) -> Any:
    return offers.by_country("FR")


def respond_to(place: str, body: bytes, status: int = 200) -> Any:
    def intercept(request: ReceivedRequest) -> Response | None:
        return Response(status, {"Content-Type": "application/json"}, body) if request.path.endswith(place) else None

    return intercept


@pytest.mark.parametrize("status", [200, 403])
@pytest.mark.parametrize(
    "body",
    [
        b"<html>received client_secret=%s</html>",
        b'{"access_token": "%s", "refresh_',
        b'["%s"]',
        b'{"error": "invalid_client", "error_description": "received client_secret=%s"}',
    ],
)
def test_a_response_that_repeats_the_request_shows_no_secret(
    caller: Caller,
    emulator: Emulator,
    credential: ClientSecretCredential,
    caplog: pytest.LogCaptureFixture,
    body: bytes,
    status: int,
) -> None:
    emulator.behavior.intercept = respond_to("/token", body % emulator.client_secret.encode(), status)
    with caplog.at_level(logging.DEBUG), pytest.raises(CredentialError) as caught:
        caller.to_list(market, credential=credential)
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert emulator.client_secret not in shown


@pytest.mark.parametrize("place", ["expires_in", "ext_expires_in", "scope", "token_type", "said"])
@pytest.mark.parametrize("secret", ["0.opaque-access-token", "0.opaque-refresh-token"])
def test_a_response_that_repeats_its_tokens_shows_none_of_them(
    caller: Caller, emulator: Emulator, caplog: pytest.LogCaptureFixture, place: str, secret: str
) -> None:
    granted = {
        "token_type": "Bearer",
        "access_token": "0.opaque-access-token",
        "refresh_token": "0.opaque-refresh-token",
        "expires_in": 3600,
    }
    emulator.behavior.intercept = respond_to("/token", json.dumps(granted | {place: secret}).encode())
    credential = RefreshTokenCredential(
        tenant_id=emulator.tenant_id,
        client_id=emulator.client_id,
        client_secret=emulator.client_secret,
        authority=emulator.authority,
        store=MemoryTokenStore("kept"),
    )
    with caplog.at_level(logging.DEBUG), pytest.raises(AuthenticationError) as caught:  # the API rejects this token
        caller.to_list(market, credential=credential)
    assert secret not in "".join(traceback.format_exception(caught.value)) + caplog.text


def test_a_response_that_is_too_large_is_rejected(
    caller: Caller, emulator: Emulator, credential: ClientSecretCredential
) -> None:
    emulator.behavior.intercept = respond_to("/token", b'{"access_token":"%b"}' % (b"x" * 2**20))
    with pytest.raises(CredentialError, match="a body that is too large"):
        caller.to_list(market, credential=credential)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_response_that_msal_cannot_read_shows_no_secret_and_loses_no_token(
    caller: Caller, emulator: Emulator, caplog: pytest.LogCaptureFixture, encoding: str
) -> None:
    granted = {
        "token_type": "Bearer",
        "access_token": emulator.issue_token(),
        "refresh_token": "renewed",
        "expires_in": 3600,
        "said": f"client_secret={emulator.client_secret}",
    }
    emulator.behavior.intercept = respond_to("/token", json.dumps(granted).encode(encoding))
    store = MemoryTokenStore("kept")
    credential = RefreshTokenCredential(
        tenant_id=emulator.tenant_id,
        client_id=emulator.client_id,
        client_secret=emulator.client_secret,
        authority=emulator.authority,
        store=store,
    )
    with caplog.at_level(logging.DEBUG):
        assert caller.to_list(market, credential=credential)
    assert store.load() == "renewed"
    for secret in (emulator.client_secret, granted["access_token"], "renewed"):
        assert str(secret) not in caplog.text


@pytest.mark.parametrize("charset", ["bz2", "punycode", "utf-16"])
def test_the_charset_of_a_response_is_ignored(
    caller: Caller, emulator: Emulator, credential: ClientSecretCredential, charset: str
) -> None:
    body = json.dumps({"token_type": "Bearer", "access_token": emulator.issue_token(), "expires_in": 3600}).encode()

    def intercept(request: ReceivedRequest) -> Response | None:
        response = Response(200, {"Content-Type": f"application/json; charset={charset}"}, body)
        return response if request.path.endswith("/token") else None

    emulator.behavior.intercept = intercept
    assert caller.to_list(market, credential=credential)


def test_control_characters_do_not_reach_logs_and_terminals(
    caller: Caller, emulator: Emulator, credential: ClientSecretCredential
) -> None:
    refusal = {"error": "e\r\n", "error_description": "x\r\nforged\x1b[2J", "correlation_id": "\x1b[31m"}
    emulator.behavior.intercept = respond_to("/token", json.dumps(refusal).encode(), 400)
    with pytest.raises(CredentialError) as caught:
        caller.to_list(market, credential=credential)
    assert str(caught.value).isprintable()
    assert str(caught.value.correlation_id).isprintable()


def test_a_long_error_description_is_shortened(
    caller: Caller, emulator: Emulator, credential: ClientSecretCredential
) -> None:
    refusal = {"error": "invalid_client", "error_description": "x y" * 100_000}
    emulator.behavior.intercept = respond_to("/token", json.dumps(refusal).encode(), 400)
    with pytest.raises(CredentialError) as caught:
        caller.to_list(market, credential=credential)
    assert len(str(caught.value)) <= 2000


@pytest.mark.parametrize("expires_in", [None, "soon", 0, -5, 10**400, 1.5, {}])
def test_an_invalid_lifetime_of_a_token_is_corrected(
    caller: Caller, emulator: Emulator, credential: ClientSecretCredential, expires_in: Any
) -> None:
    granted = {"token_type": "Bearer", "access_token": emulator.issue_token(), "expires_in": expires_in}
    if expires_in is None:
        del granted["expires_in"]
    emulator.behavior.intercept = respond_to("/token", json.dumps(granted).encode())
    assert caller.to_list(market, credential=credential)


@pytest.mark.parametrize("refresh_token", ["", 5, {}, None])
def test_an_invalid_refresh_token_does_not_replace_a_valid_one(
    caller: Caller, emulator: Emulator, refresh_token: Any
) -> None:
    store = MemoryTokenStore("kept")
    credential = RefreshTokenCredential(
        tenant_id=emulator.tenant_id, client_id=emulator.client_id, authority=emulator.authority, store=store
    )
    granted = {"access_token": emulator.issue_token(mfa=True), "expires_in": 60, "refresh_token": refresh_token}
    emulator.behavior.intercept = respond_to("/token", json.dumps(granted).encode())
    assert caller.to_list(market, credential=credential)
    assert store.load() == "kept"


@pytest.mark.parametrize(
    "rest",
    [
        {"expires_in": None},
        {"expires_in": "soon"},
        {"expires_in": []},
        {"ext_expires_in": None},
        {"ext_expires_in": "soon"},
        {"expires_on": "soon"},
        {"refresh_in": "soon"},
        {"scope": None},
        {"scope": 5},
        {"id_token": "not.a.token"},
        {"id_token": 5},
        {"client_info": "???"},
        {"client_info": 5},
        {"access_token": None},
        {"access_token": ""},
        {"access_token": 5},
        {"foci": {}},
    ],
    ids=str,
)
def test_a_new_refresh_token_is_saved_whatever_the_rest_of_the_response_is(
    caller: Caller, emulator: Emulator, rest: dict[str, Any]
) -> None:
    granted = {
        "token_type": "Bearer",
        "access_token": emulator.issue_token(mfa=True),
        "refresh_token": "renewed",
        "expires_in": 3600,
        "scope": "https://api.partnercenter.microsoft.com/user_impersonation",
    }
    emulator.behavior.intercept = respond_to("/token", json.dumps(granted | rest).encode())
    store = MemoryTokenStore("kept")
    credential = RefreshTokenCredential(
        tenant_id=emulator.tenant_id, client_id=emulator.client_id, authority=emulator.authority, store=store
    )
    if "access_token" in rest:
        with pytest.raises(CredentialError, match="gave no token"):
            caller.to_list(market, credential=credential)
    else:
        assert caller.to_list(market, credential=credential)
    assert store.load() == "renewed"


@pytest.mark.parametrize("place", ["https://localhost:9/token", "http://localhost/token", "https://example.com/token"])
def test_discovery_cannot_redirect_the_secret_to_another_host(
    caller: Caller, emulator: Emulator, credential: ClientSecretCredential, place: str
) -> None:
    discovered = {"token_endpoint": f"{place}/t/token", "authorization_endpoint": place, "issuer": place}
    emulator.behavior.intercept = respond_to("openid-configuration", json.dumps(discovered).encode())
    with pytest.raises(CredentialError):
        caller.to_list(market, credential=credential)
    assert not [request for request in emulator.requests if request.method == "POST"]


@pytest.mark.parametrize("token", ["with a line break\n", "", "\ud800", None, 5])
def test_a_token_that_cannot_be_sent_is_refused_and_not_shown(caller: Caller, emulator: Emulator, token: Any) -> None:
    class CarelessCredential:
        def get_token(self, *scopes: str) -> AccessToken:
            return AccessToken(token, 4_000_000_000)

    with pytest.raises(CredentialError, match="`token` of printable ASCII without blanks") as caught:
        caller.to_list(market, credential=CarelessCredential())
    assert "line break" not in str(caught.value)
    assert emulator.requests == []
