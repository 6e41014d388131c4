"""``partner-center login`` and ``logout``: a sign-in that later commands go on with."""

import json
import stat
import sys
from pathlib import Path

import pytest

from partner_center.emulator import Emulator, User

from .conftest import Run

BROWSER = Path(__file__).parents[1] / "browser.py"
NO_SECRET = {"PARTNER_CENTER_CLIENT_SECRET": ""}


@pytest.fixture
def user(emulator: Emulator) -> None:
    """A user who enters each device code at once."""
    emulator.behavior.device_code_pending = 0


@pytest.mark.usefixtures("user")
def test_signed_in_once_later_commands_need_no_variable(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    ended = run("login", "--device-code", **NO_SECRET)
    assert ended.returncode == 0, ended.stderr
    assert "with a second factor" in ended.stderr
    assert ended.stdout == ""
    (kept,) = (tmp_path / "partner-center").glob("refresh-token-*")
    assert kept.read_text() not in ended.stderr
    nothing = {**NO_SECRET, "PARTNER_CENTER_TENANT_ID": "", "PARTNER_CENTER_CLIENT_ID": ""}
    for _ in range(2):
        ended = run("offers", "list", "--country", "FR", "--output", "json", **nothing, PARTNER_CENTER_AUTHORITY="")
        assert ended.returncode == 0, ended.stderr
        assert json.loads(ended.stdout) == emulator.catalog.offers("FR")
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    ended = run("logout", **nothing)
    assert (ended.returncode, ended.stderr) == (0, "Signed out.\n")
    assert {path.suffix for path in (tmp_path / "partner-center").iterdir()} == {".lock"}
    ended = run("offers", "list", "--country", "FR", **nothing)
    assert ended.returncode == 2
    assert "partner-center login" in ended.stderr
    assert run("logout", **nothing).stderr == "There was no sign-in.\n"


def test_a_browser_signs_in_too(run: Run, emulator: Emulator) -> None:
    browser = {"BROWSER": f"{sys.executable} {BROWSER} %s &", "SSL_CERT_FILE": emulator.ca_bundle}
    ended = run("login", **NO_SECRET, **browser)
    assert ended.returncode == 0, ended.stderr
    assert run("offers", "list", "--country", "FR", **NO_SECRET).returncode == 0


@pytest.mark.usefixtures("user")
def test_a_sign_in_without_a_second_factor_is_not_kept(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    emulator.behavior.user = User(mfa=False)
    ended = run("login", "--device-code", **NO_SECRET)
    assert ended.returncode == 1
    assert "without a second factor" in ended.stderr
    assert not (tmp_path / "partner-center").exists()


@pytest.mark.usefixtures("user")
def test_a_user_who_declines(run: Run, emulator: Emulator) -> None:
    emulator.behavior.user = User(declines=True)
    ended = run("login", "--device-code", **NO_SECRET)
    assert ended.returncode == 1
    assert "CredentialError" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_login_needs_is_named(run: Run) -> None:
    ended = run("login", PARTNER_CENTER_TENANT_ID="")
    assert ended.returncode == 2
    assert "--tenant" in ended.stderr


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    "variables",
    [
        {"PARTNER_CENTER_CERTIFICATE_PATH": "missing.pem"},
        {"PARTNER_CENTER_ACCESS_TOKEN": "Bearer abc"},
        {"PARTNER_CENTER_CLIENT_SECRET": " "},
        {"PARTNER_CENTER_REFRESH_TOKEN": "made-up", "PARTNER_CENTER_TENANT_ID": ""},
        {"PARTNER_CENTER_CLIENT_SECRET": "made-up", "PARTNER_CENTER_AUTHORITY": "nowhere"},
    ],
)
def test_nobody_acts_as_the_kept_user_who_set_another_credential(
    run: Run, emulator: Emulator, variables: dict[str, str]
) -> None:
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    emulator.requests.clear()
    ended = run("offers", "list", "--country", "FR", **NO_SECRET | variables)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("Wrong use: ")
    assert "partner-center login" not in ended.stderr
    assert emulator.requests == []


@pytest.mark.usefixtures("user")
def test_a_broken_sign_in_says_what_to_do(run: Run, tmp_path: Path) -> None:
    run("login", "--device-code", **NO_SECRET)
    (tmp_path / "partner-center" / "sign-in.json").write_text("{")
    ended = run("offers", "list", "--country", "FR", **NO_SECRET)
    assert ended.returncode == 2
    assert "Sign in again" in ended.stderr


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    "elsewhere",
    [
        {"PARTNER_CENTER_CLOUD": "china"},
        {"PARTNER_CENTER_AUTHORITY": "https://login.example.com"},
        {"PARTNER_CENTER_TENANT_ID": "another.example"},
        {"PARTNER_CENTER_CLIENT_ID": "another"},
    ],
)
def test_a_sign_in_goes_nowhere_else(run: Run, emulator: Emulator, elsewhere: dict[str, str]) -> None:
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    emulator.requests.clear()
    ended = run("offers", "list", "--country", "FR", **NO_SECRET | elsewhere)
    assert ended.returncode == 2
    assert "but the sign-in is of" in ended.stderr
    assert emulator.requests == []


@pytest.mark.usefixtures("user")
def test_a_new_sign_in_takes_the_place_of_the_last(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    folder = tmp_path / "partner-center"
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    (first,) = folder.glob("refresh-token-*")
    # The same, as if of another tenant.
    first.rename(first.with_name("refresh-token-0123456789abcdef"))
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    assert list(folder.glob("refresh-token-*")) == [first]
