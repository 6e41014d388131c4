"""The API refuses tokens of users without MFA, and reports whether a token has MFA."""

import httpx
import pytest

from partner_center.emulator import Emulator, MfaRefusal, MfaReport


def get(client: httpx.Client, token: str, **headers: str) -> httpx.Response:
    return client.get("/offers?country=IS", headers={"Authorization": f"Bearer {token}", **headers})


class TestRequired:
    def test_a_user_without_mfa_is_refused_with_code_900421(self, emulator: Emulator, client: httpx.Client) -> None:
        response = get(client, emulator.issue_token(mfa=False))
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        body = response.json()
        assert (body["code"], body["data"], body["source"]) == (900421, [], "PartnerFD")

    def test_the_refusal_has_no_body_with_challenge(self, emulator: Emulator, client: httpx.Client) -> None:
        emulator.behavior.mfa_refusal = MfaRefusal.CHALLENGE
        response = get(client, emulator.issue_token(mfa=False))
        assert (response.status_code, response.content) == (401, b"")
        assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert "Content-Type" not in response.headers
        assert response.headers["MS-RequestId"]

    def test_a_user_with_mfa_and_an_application_alone_are_accepted(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        for mfa in (True, None):
            assert get(client, emulator.issue_token(mfa=mfa)).status_code == 200

    def test_a_user_without_mfa_is_accepted_if_it_is_not_required(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        emulator.behavior.mfa_required = False
        assert get(client, emulator.issue_token(mfa=False)).status_code == 200

    def test_other_errors_of_a_token_come_first(self, emulator: Emulator, client: httpx.Client) -> None:
        for claims, code in (({"exp": 0}, 400), ({"aud": "https://graph.windows.net"}, 900420)):
            response = get(client, emulator.issue_token(mfa=False, claims=claims))
            assert (response.status_code, response.json()["code"]) == (401, code)


class TestReport:
    @pytest.mark.parametrize(("mfa", "expected"), [(True, "true"), (False, "false"), (None, None)])
    def test_it_is_a_header(
        self, emulator: Emulator, client: httpx.Client, mfa: bool | None, expected: str | None
    ) -> None:
        emulator.behavior.mfa_required = False
        response = get(client, emulator.issue_token(mfa=mfa), ValidateMfa="true")
        assert response.headers.get("isMfaCompliant") == expected
        assert "isMfaCompliant" not in response.json()

    @pytest.mark.parametrize("mfa", [True, False, None])
    def test_it_is_a_property_of_the_body_with_body(
        self, emulator: Emulator, client: httpx.Client, mfa: bool | None
    ) -> None:
        emulator.behavior.mfa_required = False
        emulator.behavior.mfa_report = MfaReport.BODY
        response = get(client, emulator.issue_token(mfa=mfa), ValidateMfa="true")
        assert response.json().get("isMfaCompliant") is mfa
        assert "isMfaCompliant" not in response.headers

    @pytest.mark.parametrize("headers", [{}, {"ValidateMfa": "false"}])
    def test_there_is_none_if_the_request_does_not_ask_for_it(
        self, emulator: Emulator, client: httpx.Client, headers: dict[str, str]
    ) -> None:
        response = get(client, emulator.issue_token(mfa=True), **headers)
        assert "isMfaCompliant" not in response.headers
        assert "isMfaCompliant" not in response.json()


def test_tokens_that_were_issued_can_be_expired(emulator: Emulator, client: httpx.Client) -> None:
    token = emulator.issue_token()
    assert get(client, token).status_code == 200
    emulator.expire_tokens()
    response = get(client, token)
    assert (response.status_code, response.json()["description"]) == (401, "The access token has expired.")
    assert get(client, emulator.issue_token()).status_code == 200
