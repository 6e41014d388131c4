"""Errors of Microsoft Entra, and their hints."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from partner_center import CredentialError
from partner_center.auth import CertificateCredential, ClientSecretCredential, RefreshTokenCredential
from partner_center.emulator import Emulator, MfaDemand, ReceivedRequest, Response

from ...conftest import Caller


def refused(caller: Caller, credential: Any) -> CredentialError:
    with pytest.raises(CredentialError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"), credential=credential)
    return caught.value


@pytest.fixture
def good(emulator: Emulator) -> dict[str, Any]:
    return {
        "tenant_id": emulator.tenant_id,
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        "authority": emulator.authority,
    }


@pytest.mark.parametrize(
    ("arguments", "switch", "code", "hint"),
    [
        ({"client_secret": "wrong"}, None, "AADSTS7000215", "the secret's value, not its id"),
        ({}, lambda behavior: setattr(behavior, "secret_expired", True), "AADSTS7000222", "Make a new one"),
        ({"client_id": "00000000-0000-0000-0000-000000000000"}, None, "AADSTS700016", "Check the client id"),
        ({"tenant_id": "nowhere.example"}, None, "AADSTS90002", "Check the tenant id"),
    ],
)
def test_a_refused_application_has_a_code_and_a_hint(
    caller: Caller,
    emulator: Emulator,
    good: dict[str, Any],
    arguments: dict[str, Any],
    switch: Callable[[Any], None] | None,
    code: str,
    hint: str,
) -> None:
    if switch is not None:
        switch(emulator.behavior)
    error = refused(caller, ClientSecretCredential(**good | arguments))
    assert error.code == code
    assert error.correlation_id
    assert hint in str(error.hint)
    assert hint in str(error)
    assert code in str(error)
    assert "Trace ID" not in str(error)


@pytest.mark.parametrize("demand", [MfaDemand.INVALID_GRANT, MfaDemand.INTERACTION_REQUIRED])
def test_a_demand_for_mfa_has_the_hint_to_sign_in_again(
    caller: Caller, emulator: Emulator, good: dict[str, Any], demand: MfaDemand
) -> None:
    emulator.behavior.mfa_demand = demand
    error = refused(caller, RefreshTokenCredential(**good, refresh_token=emulator.issue_refresh_token(mfa=False)))
    assert error.code == "AADSTS50076"
    assert "must sign in again" in str(error.hint)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("AADSTS700024", "Check the clock of this machine"),
        ("AADSTS500133", "Check the clock of this machine"),
        ("AADSTS700025", "is a public client. Leave its secret or certificate out"),
        ("AADSTS700007", "issued to another application. Check the client id"),
        ("AADSTS53000", "does not allow sign-in on this device"),
        ("AADSTS53001", "does not allow sign-in on this device"),
        ("AADSTS53003", "A Conditional Access policy of the tenant blocks the sign-in"),
        ("AADSTS530035", "A Conditional Access policy of the tenant blocks the sign-in"),
        ("AADSTS53004", "blocks the user because of a risk"),
        ("AADSTS50053", "account is locked or disabled"),
        ("AADSTS50057", "account is locked or disabled"),
        ("AADSTS50105", "not assigned to the application"),
        ("AADSTS90072", "user of the partner's own tenant"),
    ],
)
def test_a_code_has_a_hint(caller: Caller, emulator: Emulator, good: dict[str, Any], code: str, hint: str) -> None:
    body = json.dumps({"error": "invalid_grant", "error_description": f"{code}: Some words."}).encode()
    emulator.behavior.intercept = lambda request: (
        Response(400, {"Content-Type": "application/json"}, body) if request.path.endswith("/token") else None
    )
    error = refused(caller, RefreshTokenCredential(**good, refresh_token="given"))
    assert error.code == code
    assert hint in str(error.hint)
    assert ("must sign in again" in str(error.hint)) == (code == "AADSTS700007")


def test_an_invalid_refresh_token_has_the_hint_to_sign_in_again(caller: Caller, good: dict[str, Any]) -> None:
    error = refused(caller, RefreshTokenCredential(**good, refresh_token="made-up"))
    assert error.code is not None
    assert error.code.startswith("AADSTS")
    assert "must sign in again" in str(error.hint)
    assert "made-up" not in str(error)


def test_a_certificate_that_is_not_registered_has_a_hint(
    caller: Caller, emulator: Emulator, good: dict[str, Any]
) -> None:
    del good["client_secret"]
    with Emulator() as other:
        credential = CertificateCredential(**good, certificate=other.certificate.pem)
    assert refused(caller, credential).code == "AADSTS700027"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Response(503, {"Content-Type": "text/html"}, b"<html>Down</html>"), "503"),
        (Response(500, {}, b""), "500"),
        (Response(200, {"Content-Type": "application/json"}, b"[]"), "gave no token"),
        (Response(200, {"Content-Type": "application/json"}, b"{}"), "gave no token"),
        (Response(200, {"Content-Type": "text/html"}, b"<html>Sign in to the network</html>"), "gave no token"),
        (
            Response(
                429,
                {"Content-Type": "application/json", "Retry-After": "1"},
                json.dumps({"error": "temporarily_unavailable", "error_description": "Slow down"}).encode(),
            ),
            "Slow down",
        ),
    ],
)
@pytest.mark.parametrize("place", ["openid-configuration", "token"])
def test_a_failure_of_the_authority_is_a_credential_error(
    caller: Caller, emulator: Emulator, good: dict[str, Any], answer: Response, said: str, place: str
) -> None:
    def intercept(request: ReceivedRequest) -> Response | None:
        return answer if request.path.endswith(place) else None

    emulator.behavior.intercept = intercept
    error = refused(caller, ClientSecretCredential(**good))
    assert good["client_secret"] not in str(error)
    if place == "token":
        assert said in str(error)


def test_an_authority_that_does_not_respond_in_time_is_a_credential_error(
    caller: Caller, emulator: Emulator, good: dict[str, Any]
) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://localhost:{silent.getsockname()[1]}"
        with pytest.raises(CredentialError, match="could not be reached"):
            caller.to_list(
                lambda offers: offers.by_country("US"),
                credential=ClientSecretCredential(**good | {"authority": address}),
                timeout=0.2,
            )
