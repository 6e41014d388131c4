"""Every way of signing in, through the real msal and TLS, with both clients."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from partner_center import AuthenticationError, Cloud, CredentialError, MfaRequiredError, PartnerCenter
from partner_center._http.network import NetworkSettings
from partner_center.auth import (
    CertificateCredential,
    DeviceCodeCredential,
    EnvironmentCredential,
    FileTokenStore,
    MemoryTokenStore,
    RefreshTokenCredential,
)
from partner_center.emulator import Emulator, MfaRefusal, Response, User
from partner_center.retry import causes

from ...conftest import Caller


def market(offers: Any) -> Any:
    return offers.by_country("FR")


@pytest.fixture
def application(emulator: Emulator) -> dict[str, Any]:
    return {"tenant_id": emulator.tenant_id, "client_id": emulator.client_id, "authority": emulator.authority}


@pytest.mark.parametrize("send_chain", [False, True])
@pytest.mark.parametrize(
    "form",
    [
        lambda own: {"certificate": own.pem},
        lambda own: {"certificate": own.pem_path},
        lambda own: {"certificate": own.encrypted_pem, "password": own.password},
        lambda own: {"certificate": own.pfx, "password": own.password},
        lambda own: {"certificate": own.pfx_path, "password": own.password},
    ],
    ids=["pem", "pem-path", "encrypted-pem", "pfx", "pfx-path"],
)
def test_a_certificate_signs_in(
    caller: Caller,
    emulator: Emulator,
    application: dict[str, Any],
    form: Callable[[Any], dict[str, Any]],
    send_chain: bool,
) -> None:
    credential = CertificateCredential(**application, **form(emulator.certificate), send_chain=send_chain)
    assert caller.to_list(market, credential=credential)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"certificate": "/nowhere/application.pem"},
            "a file that can be read, got '/nowhere/application.pem': No such file",
        ),
        ({"certificate": "-----BEGIN PRIVATE KEY-----\nMIIE"}, "^(?!.*MIIE)certificate must be .* got a long string"),
        ({"certificate": "MIIK" * 200}, "^(?!.*MIIK)certificate must be the path .* got base64, .* Decode it"),
        ({"certificate": b"MIIK" * 200}, "^(?!.*MIIK)certificate must be a PEM or a PFX, got base64, .* Decode it"),
        (
            {"certificate": b"text", "password": "correct\ud800horse"},
            "^(?!.*horse)password must be .* of valid Unicode",
        ),
        ({"certificate": b"text"}, "certificate must be a PEM with a key and its certificate, or a PFX"),
        (
            {"certificate": b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"},
            "certificate must be a PEM with a key",
        ),
    ],
)
def test_an_invalid_certificate_is_a_value_error(
    application: dict[str, Any], arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        CertificateCredential(**application, **arguments)
    assert "horse" not in repr([each.args for each in causes(caught.value)])


def test_a_wrong_password_of_a_certificate_is_a_value_error(emulator: Emulator, application: dict[str, Any]) -> None:
    own = emulator.certificate
    for certificate, password in ((own.pfx, "wrong"), (own.encrypted_pem, None), (own.encrypted_pem, "wrong")):
        with pytest.raises(ValueError, match="or a PFX, with its password") as caught:
            CertificateCredential(**application, certificate=certificate, password=password)
        assert own.password not in str(caught.value)


@pytest.mark.parametrize("proof", ["secret", "certificate", "public"])
def test_a_refresh_token_is_rotated_through_the_store(
    caller: Caller, emulator: Emulator, application: dict[str, Any], proof: str
) -> None:
    proofs: dict[str, dict[str, Any]] = {
        "secret": {"client_secret": emulator.client_secret},
        "certificate": {"certificate": emulator.certificate.pem},
        "public": {},
    }
    first, store = emulator.issue_refresh_token(), MemoryTokenStore()
    credential = RefreshTokenCredential(**application, **proofs[proof], refresh_token=first, store=store)
    assert caller.to_list(market, credential=credential)
    second = store.load()
    assert second is not None
    assert second != first
    # The emulator revokes all tokens if one is used twice, so this succeeds only with the rotated one.
    assert caller.to_list(market, credential=copy(credential))
    assert store.load() not in {first, second}


def test_the_new_refresh_token_is_saved_before_the_access_token_is_used(
    caller: Caller, emulator: Emulator, application: dict[str, Any]
) -> None:
    class Crashing(MemoryTokenStore):
        def save(self, refresh_token: str | None) -> None:
            raise OSError("the disk is full")

    credential = RefreshTokenCredential(**application, refresh_token=emulator.issue_refresh_token(), store=Crashing())
    with pytest.raises(CredentialError, match="Crashing failed: the disk is full"):
        caller.to_list(market, credential=credential)
    assert not [request for request in emulator.requests if request.side == "api"]


def test_the_error_of_a_store_is_one_short_line_without_tokens(
    caller: Caller, emulator: Emulator, application: dict[str, Any]
) -> None:
    class Echoing(MemoryTokenStore):
        def save(self, refresh_token: str | None) -> None:
            raise OSError(f"cannot write\r\n\x1b[2J{refresh_token} " + "x" * 10_000)

    credential = RefreshTokenCredential(**application, refresh_token=emulator.issue_refresh_token(), store=Echoing())
    with pytest.raises(CredentialError, match="Echoing failed: cannot write") as caught:
        caller.to_list(market, credential=credential)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) <= 2000
    assert "[token removed]" in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_refresh_token_that_could_not_be_saved_is_not_lost(emulator: Emulator, application: dict[str, Any]) -> None:
    class OnceFull(MemoryTokenStore):
        failures = 1

        def save(self, refresh_token: str | None) -> None:
            if self.failures:
                self.failures -= 1
                raise OSError("the disk is full")
            super().save(refresh_token)

    store = OnceFull(emulator.issue_refresh_token())
    _, fetch = RefreshTokenCredential(**application, store=store).connect(
        cloud=Cloud.GLOBAL, network=NetworkSettings(verify=emulator.ca_bundle)
    )
    with pytest.raises(CredentialError, match="the disk is full"):
        fetch()
    assert fetch().token
    assert fetch().token


def test_two_clients_with_one_store_do_not_use_a_refresh_token_twice(
    emulator: Emulator, application: dict[str, Any], tmp_path: Path
) -> None:
    FileTokenStore(tmp_path / "token").save(emulator.issue_refresh_token())

    def fetch(_: int) -> str:
        credential = RefreshTokenCredential(**application, store=FileTokenStore(tmp_path / "token"))
        with PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
            return partner.sign_in().token

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(fetch, range(6)))) == 6


def test_the_given_refresh_token_is_used_if_the_stored_one_is_invalid(
    caller: Caller, emulator: Emulator, application: dict[str, Any]
) -> None:
    store = MemoryTokenStore(emulator.issue_refresh_token())
    emulator.revoke_refresh_tokens()
    credential = RefreshTokenCredential(**application, refresh_token=emulator.issue_refresh_token(), store=store)
    assert caller.to_list(market, credential=credential)


def test_an_expired_refresh_token_has_the_hint_to_sign_in_again(
    caller: Caller, emulator: Emulator, application: dict[str, Any]
) -> None:
    credential = RefreshTokenCredential(**application, refresh_token=emulator.issue_refresh_token())
    emulator.revoke_refresh_tokens()
    with pytest.raises(CredentialError) as caught:
        caller.to_list(market, credential=credential)
    assert caught.value.code == "AADSTS50173"
    assert "sign in again" in str(caught.value.hint)
    assert caught.value.correlation_id


def test_a_missing_refresh_token_is_a_credential_error(caller: Caller, application: dict[str, Any]) -> None:
    with pytest.raises(CredentialError, match="There is no refresh token"):
        caller.to_list(market, credential=RefreshTokenCredential(**application))


def test_a_secret_and_a_certificate_cannot_both_be_given(emulator: Emulator, application: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must not both be given"):
        RefreshTokenCredential(**application, client_secret="s", certificate=emulator.certificate.pem)


def test_a_device_code_is_requested_once(caller: Caller, emulator: Emulator, application: dict[str, Any]) -> None:
    emulator.behavior.device_code_pending = 1
    shown: list[str] = []
    store = MemoryTokenStore()
    credential = DeviceCodeCredential(**application, prompt=shown.append, store=store)
    assert caller.to_list(market, credential=credential)
    assert caller.to_list(market, credential=copy(credential))
    assert len(shown) == 1
    assert store.load()


@pytest.mark.parametrize(
    "failure",
    [Response(500), Response(503, {"Retry-After": "1"}, b"<html>Down</html>"), Response(429, {"Retry-After": "0"})],
    ids=lambda failure: str(failure.status),
)
def test_a_failure_of_entra_does_not_end_a_sign_in_by_device_code(
    caller: Caller, emulator: Emulator, application: dict[str, Any], failure: Response
) -> None:
    emulator.behavior.device_code_pending = 0
    failures = [failure]
    emulator.behavior.intercept = lambda request: (
        failures.pop() if failures and request.path.endswith("/token") else None
    )
    shown: list[str] = []
    credential = DeviceCodeCredential(**application, prompt=shown.append)
    assert caller.to_list(market, credential=credential)
    assert failures == []
    assert len(shown) == 1


def test_a_device_code_that_nobody_enters_is_a_credential_error(
    caller: Caller, emulator: Emulator, application: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partner_center.auth.user_credentials._SECONDS_FOR_THE_CODE", 0)
    emulator.behavior.device_code_pending = 100
    credential = DeviceCodeCredential(**application, prompt=lambda _: None)
    with pytest.raises(CredentialError, match=r"nobody has entered the code in time\. Start again\."):
        caller.to_list(market, credential=credential)


def test_a_device_code_that_is_declined_is_a_credential_error(
    caller: Caller, emulator: Emulator, application: dict[str, Any]
) -> None:
    emulator.behavior.user = User(declines=True)
    emulator.behavior.device_code_pending = 0
    credential = DeviceCodeCredential(**application, prompt=lambda _: None)
    with pytest.raises(CredentialError, match="declined"):
        caller.to_list(market, credential=credential)


def test_a_user_without_mfa_is_refused_and_does_not_sign_in_again(
    caller: Caller, emulator: Emulator, application: dict[str, Any]
) -> None:
    for refusal, kind in ((MfaRefusal.FAULT, MfaRequiredError), (MfaRefusal.CHALLENGE, AuthenticationError)):
        emulator.reset()
        emulator.behavior.mfa_refusal = refusal
        credential = RefreshTokenCredential(**application, refresh_token=emulator.issue_refresh_token(mfa=False))
        with pytest.raises(kind):
            caller.to_list(market, credential=credential)
    assert len([request for request in emulator.requests if request.side == "api"]) <= 2


@pytest.mark.parametrize(
    "variables",
    [
        lambda emulator: {"PARTNER_CENTER_CLIENT_SECRET": emulator.client_secret},
        lambda emulator: {
            "PARTNER_CENTER_CERTIFICATE_PATH": emulator.certificate.pfx_path,
            "PARTNER_CENTER_CERTIFICATE_PASSWORD": emulator.certificate.password,
        },
        lambda emulator: {"PARTNER_CENTER_REFRESH_TOKEN": emulator.issue_refresh_token()},
        lambda emulator: {
            "PARTNER_CENTER_REFRESH_TOKEN": emulator.issue_refresh_token(),
            "PARTNER_CENTER_CLIENT_SECRET": emulator.client_secret,
        },
        lambda emulator: {
            "PARTNER_CENTER_REFRESH_TOKEN": emulator.issue_refresh_token(),
            "PARTNER_CENTER_CERTIFICATE_PATH": emulator.certificate.pem_path,
        },
        lambda emulator: {"PARTNER_CENTER_ACCESS_TOKEN": emulator.issue_token()},
    ],
)
def test_each_kind_of_credential_is_read_from_the_environment(
    caller: Caller, emulator: Emulator, variables: Callable[[Emulator], dict[str, str]]
) -> None:
    common = {
        "PARTNER_CENTER_TENANT_ID": emulator.tenant_id,
        "PARTNER_CENTER_CLIENT_ID": emulator.client_id,
        "PARTNER_CENTER_AUTHORITY": emulator.authority,
    }
    credential = EnvironmentCredential(environment=common | variables(emulator))
    assert caller.to_list(market, credential=credential)
