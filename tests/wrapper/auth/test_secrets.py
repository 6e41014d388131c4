"""No secret, token, assertion or refresh token shows in a repr, an error, a traceback or a log record."""

import logging
import traceback
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from partner_center import PartnerCenterError
from partner_center.auth import (
    AccessTokenCredential,
    CertificateCredential,
    ClientSecretCredential,
    DeviceCodeCredential,
    EnvironmentCredential,
    InteractiveBrowserCredential,
    MemoryTokenStore,
    RefreshTokenCredential,
)
from partner_center.auth.entra import MsalHttp
from partner_center.emulator import Emulator, ReceivedRequest, Response

from ...conftest import Caller

SECRET_FIELDS = {
    "client_secret",
    "client_assertion",
    "refresh_token",
    "access_token",
    "code",
    "device_code",
    "id_token",
}


@pytest.fixture
def secrets(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The secrets of the credentials, and those in the requests and responses of msal."""
    seen = {emulator.client_secret, emulator.certificate.password}
    seen.update(line for line in emulator.certificate.pem.decode().split("-----BEGIN CERT")[0].splitlines()[1:-1])
    post = MsalHttp.post

    def record_secrets(self: MsalHttp, url: str, *, data: Any = None, **options: Any) -> Any:
        response = post(self, url, data=data, **options)
        sent = dict(parse_qsl(response.request.content.decode()))
        received = response.json() if response.headers.get("Content-Type", "").startswith("application/json") else {}
        for fields in (sent, received):
            seen.update(str(fields[name]) for name in SECRET_FIELDS & fields.keys())
        return response

    monkeypatch.setattr(MsalHttp, "post", record_secrets)
    return seen


CREDENTIALS: dict[str, Callable[[Emulator, dict[str, Any]], Any]] = {
    "access token": lambda emulator, _: AccessTokenCredential(token=emulator.issue_token()),
    "secret": lambda emulator, common: ClientSecretCredential(**common, client_secret=emulator.client_secret),
    "certificate": lambda emulator, common: CertificateCredential(
        **common, certificate=emulator.certificate.pfx, password=emulator.certificate.password
    ),
    "refresh token": lambda emulator, common: RefreshTokenCredential(
        **common,
        client_secret=emulator.client_secret,
        refresh_token=emulator.issue_refresh_token(),
        store=MemoryTokenStore(),
    ),
    "refresh token and certificate": lambda emulator, common: RefreshTokenCredential(
        **common, certificate=emulator.certificate.pem, refresh_token=emulator.issue_refresh_token()
    ),
    "device code": lambda _, common: DeviceCodeCredential(**common, prompt=lambda _: None),
    "browser": lambda _, common: InteractiveBrowserCredential(**common),
    "environment": lambda emulator, _: EnvironmentCredential(environment=emulator.environment()),
}
FAULTS: dict[str, Response | None] = {
    "success": None,
    "the API refuses": Response(401, {"Content-Type": "application/json"}, b'{"code": 400, "description": "No"}'),
    "the API fails": Response(500, {"Content-Type": "text/html"}, b"<html>Down</html>"),
}


@pytest.mark.parametrize("kind", CREDENTIALS)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_secret_is_shown(
    caller: Caller,
    emulator: Emulator,
    secrets: set[str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    fault: str,
) -> None:
    monkeypatch.setattr(webbrowser, "open", emulator.browser.open)
    emulator.behavior.device_code_pending = 0
    emulator.behavior.intercept = lambda request: FAULTS[fault] if request.side == "api" else None
    common = {"tenant_id": emulator.tenant_id, "client_id": emulator.client_id, "authority": emulator.authority}
    credential = CREDENTIALS[kind](emulator, common)
    shown = [repr(credential)]
    with caplog.at_level(logging.DEBUG):
        try:
            caller.to_list(lambda offers: offers.by_country("FR"), credential=credential, retry=None)
        except PartnerCenterError as error:
            shown += ["".join(traceback.format_exception(error)), repr(error), repr(vars(error))]
    assert (len(shown) == 1) == (fault == "success")
    tokens = {request.headers["Authorization"].split()[1] for request in emulator.requests if request.side == "api"}
    _assert_not_shown(secrets | tokens, shown, caplog, capfd)


@pytest.mark.parametrize("kind", ["secret", "certificate", "refresh token", "refresh token and certificate"])
@pytest.mark.parametrize(
    "response",
    [
        Response(400, {"Content-Type": "application/json"}, b'{"error": "invalid_client", "error_description": "No"}'),
        Response(200, {"Content-Type": "text/html"}, b"<html>Sign in to the network</html>"),
        Response(503, {}, b""),
    ],
)
def test_no_secret_is_shown_if_entra_refuses(
    caller: Caller,
    emulator: Emulator,
    secrets: set[str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    kind: str,
    response: Response,
) -> None:
    def intercept(request: ReceivedRequest) -> Response | None:
        return response if request.path.endswith("token") else None

    emulator.behavior.intercept = intercept
    common = {"tenant_id": emulator.tenant_id, "client_id": emulator.client_id, "authority": emulator.authority}
    credential = CREDENTIALS[kind](emulator, common)
    with caplog.at_level(logging.DEBUG), pytest.raises(PartnerCenterError) as caught:
        caller.to_list(lambda offers: offers.by_country("FR"), credential=credential)
    shown = [repr(credential), "".join(traceback.format_exception(caught.value)), repr(vars(caught.value))]
    _assert_not_shown(secrets, shown, caplog, capfd)


def _assert_not_shown(
    secrets: set[str],
    shown: list[str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    shown = [*shown, *(record.getMessage() for record in caplog.records), *capfd.readouterr()]
    assert len(secrets) > 1
    for secret in secrets:
        assert not [text for text in shown if secret in text]


def test_no_secret_but_the_refresh_token_is_written_to_disk(tmp_path: Path) -> None:
    from partner_center.auth import FileTokenStore

    FileTokenStore(tmp_path / "token").save("a refresh token")
    assert [path.name for path in tmp_path.iterdir() if "a refresh token" in path.read_text()] == ["token"]
