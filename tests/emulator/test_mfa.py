"""The API refuses the tokens of users without MFA, and says whether a token has it to those who ask."""

import httpx
import pytest

from partner_center.emulator import Emulator, MfaRefusal, MfaReport


def get(client: httpx.Client, token: str, **headers: str) -> httpx.Response:
    return client.get("/offers?country=IS", headers={"Authorization": f"Bearer {token}", **headers})


class TestRequired:
    def test_a_user_without_mfa_is_refused_with_the_code_for_it(self, emulator: Emulator, client: httpx.Client) -> None:
        answer = get(client, emulator.issue_token(mfa=False))
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        body = answer.json()
        assert (body["code"], body["data"], body["source"]) == (900421, [], "PartnerFD")

    def test_the_refusal_may_come_without_a_body(self, emulator: Emulator, client: httpx.Client) -> None:
        emulator.behaviour.mfa_refusal = MfaRefusal.CHALLENGE
        answer = get(client, emulator.issue_token(mfa=False))
        assert (answer.status_code, answer.content) == (401, b"")
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert "Content-Type" not in answer.headers
        assert answer.headers["MS-RequestId"]

    def test_a_user_with_mfa_and_an_application_alone_are_let_in(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        for mfa in (True, None):
            assert get(client, emulator.issue_token(mfa=mfa)).status_code == 200

    def test_nothing_is_required_where_the_switch_says_so(self, emulator: Emulator, client: httpx.Client) -> None:
        emulator.behaviour.mfa_required = False
        assert get(client, emulator.issue_token(mfa=False)).status_code == 200

    def test_what_else_is_wrong_with_a_token_comes_first(self, emulator: Emulator, client: httpx.Client) -> None:
        for claims, code in (({"exp": 0}, 400), ({"aud": "https://graph.windows.net"}, 900420)):
            answer = get(client, emulator.issue_token(mfa=False, claims=claims))
            assert (answer.status_code, answer.json()["code"]) == (401, code)


class TestReport:
    @pytest.mark.parametrize(("mfa", "said"), [(True, "true"), (False, "false"), (None, None)])
    def test_it_comes_in_a_header(
        self, emulator: Emulator, client: httpx.Client, mfa: bool | None, said: str | None
    ) -> None:
        emulator.behaviour.mfa_required = False
        answer = get(client, emulator.issue_token(mfa=mfa), ValidateMfa="true")
        assert answer.headers.get("isMfaCompliant") == said
        assert "isMfaCompliant" not in answer.json()

    @pytest.mark.parametrize("mfa", [True, False, None])
    def test_it_may_come_in_the_body(self, emulator: Emulator, client: httpx.Client, mfa: bool | None) -> None:
        emulator.behaviour.mfa_required = False
        emulator.behaviour.mfa_report = MfaReport.BODY
        answer = get(client, emulator.issue_token(mfa=mfa), ValidateMfa="true")
        assert answer.json().get("isMfaCompliant") is mfa
        assert "isMfaCompliant" not in answer.headers

    @pytest.mark.parametrize("headers", [{}, {"ValidateMfa": "false"}])
    def test_nobody_is_told_who_does_not_ask(
        self, emulator: Emulator, client: httpx.Client, headers: dict[str, str]
    ) -> None:
        answer = get(client, emulator.issue_token(mfa=True), **headers)
        assert "isMfaCompliant" not in answer.headers
        assert "isMfaCompliant" not in answer.json()


def test_tokens_can_expire_in_the_middle_of_an_enumeration(emulator: Emulator, client: httpx.Client) -> None:
    token = emulator.issue_token()
    assert get(client, token).status_code == 200
    emulator.expire_tokens()
    answer = get(client, token)
    assert (answer.status_code, answer.json()["description"]) == (401, "The access token has expired.")
    assert get(client, emulator.issue_token()).status_code == 200
