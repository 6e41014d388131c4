"""``partner-center login`` and ``logout``: a sign-in that later commands use."""

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
    """Let a user enter each device code at once."""
    emulator.behavior.device_code_pending = 0


@pytest.mark.usefixtures("user")
def test_later_commands_use_the_stored_sign_in(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    result = run("login", "--device-code", **NO_SECRET)
    assert result.returncode == 0, result.stderr
    assert "with multi-factor authentication" in result.stderr
    assert result.stdout == ""
    (token,) = (tmp_path / "partner-center").glob("refresh-token-*")
    assert token.read_text() not in result.stderr
    nothing = {**NO_SECRET, "PARTNER_CENTER_TENANT_ID": "", "PARTNER_CENTER_CLIENT_ID": ""}
    for _ in range(2):
        result = run("offers", "list", "--country", "FR", "--output", "json", **nothing, PARTNER_CENTER_AUTHORITY="")
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout) == emulator.catalog.offers("FR")
    if sys.platform != "win32":
        assert stat.S_IMODE(token.stat().st_mode) == 0o600

    result = run("logout", **nothing)
    assert (result.returncode, result.stderr) == (0, "Signed out.\n")
    assert {path.suffix for path in (tmp_path / "partner-center").iterdir()} == {".lock"}
    result = run("offers", "list", "--country", "FR", **nothing)
    assert result.returncode == 2
    assert "partner-center login" in result.stderr
    assert run("logout", **nothing).stderr == "No sign-in was stored.\n"


def test_login_can_use_a_browser(run: Run, emulator: Emulator) -> None:
    browser = {"BROWSER": f"{sys.executable} {BROWSER} %s &", "SSL_CERT_FILE": emulator.ca_bundle}
    result = run("login", **NO_SECRET, **browser)
    assert result.returncode == 0, result.stderr
    assert run("offers", "list", "--country", "FR", **NO_SECRET).returncode == 0


@pytest.mark.usefixtures("user")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere other variables name the folder")
@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"XDG_CONFIG_HOME": "/proc"}, "/proc/partner-center cannot be written: No such file or directory"),
        ({"XDG_CONFIG_HOME": "/dev/null"}, "/dev/null/partner-center cannot be written: Not a directory"),
        ({"XDG_CONFIG_HOME": ""}, "there is no home folder"),
    ],
)
def test_a_folder_that_cannot_be_written_is_reported_before_the_user_signs_in(
    run: Run, emulator: Emulator, variables: dict[str, str], problem: str
) -> None:
    result = run("login", "--device-code", **NO_SECRET, **variables)
    assert (result.returncode, result.stdout) == (2, "")
    assert problem in result.stderr
    assert "Set XDG_CONFIG_HOME to the absolute path of a folder that can be written." in result.stderr
    assert emulator.requests == []


@pytest.mark.usefixtures("user")
@pytest.mark.skipif(sys.platform != "linux", reason="other platforms encrypt the token")
def test_login_says_where_the_sign_in_is_stored_and_how_it_is_protected(run: Run, tmp_path: Path) -> None:
    result = run("login", "--device-code", **NO_SECRET)
    assert result.returncode == 0
    (token,) = (tmp_path / "partner-center").glob("refresh-token-*")
    _, message = result.stderr.split("(MFA).\n")
    assert message == (
        f"The sign-in is stored in {token.parent}. Its refresh token is not encrypted, because there is no secret "
        f"service: it is in {token.name}, which only you can read. 'partner-center logout' deletes it.\n"
    )


@pytest.mark.usefixtures("user")
def test_a_sign_in_without_mfa_is_not_stored(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    emulator.behavior.user = User(mfa=False)
    result = run("login", "--device-code", **NO_SECRET)
    assert result.returncode == 1
    assert "without multi-factor authentication" in result.stderr
    assert not (tmp_path / "partner-center").exists()


@pytest.mark.usefixtures("user")
def test_a_user_who_declines_is_reported(run: Run, emulator: Emulator) -> None:
    emulator.behavior.user = User(declines=True)
    result = run("login", "--device-code", **NO_SECRET)
    assert result.returncode == 1
    assert "CredentialError" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_option_is_named(run: Run) -> None:
    result = run("login", PARTNER_CENTER_TENANT_ID="")
    assert result.returncode == 2
    assert "--tenant" in result.stderr


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
def test_an_invalid_credential_of_the_environment_does_not_lead_to_the_stored_sign_in(
    run: Run, emulator: Emulator, variables: dict[str, str]
) -> None:
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    emulator.requests.clear()
    result = run("offers", "list", "--country", "FR", **NO_SECRET | variables)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage error: ")
    assert "partner-center login" not in result.stderr
    assert emulator.requests == []


@pytest.mark.usefixtures("user")
def test_the_error_of_an_unreadable_sign_in_says_what_to_do(run: Run, tmp_path: Path) -> None:
    run("login", "--device-code", **NO_SECRET)
    (tmp_path / "partner-center" / "sign-in.json").write_text("{")
    result = run("offers", "list", "--country", "FR", **NO_SECRET)
    assert result.returncode == 2
    assert "Run 'partner-center login' again" in result.stderr


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
def test_a_sign_in_is_not_sent_to_another_authority(run: Run, emulator: Emulator, elsewhere: dict[str, str]) -> None:
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    emulator.requests.clear()
    result = run("offers", "list", "--country", "FR", **NO_SECRET | elsewhere)
    assert result.returncode == 2
    assert "but the stored sign-in is for" in result.stderr
    assert emulator.requests == []


@pytest.mark.usefixtures("user")
def test_a_new_sign_in_replaces_the_last(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    folder = tmp_path / "partner-center"
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    (first,) = folder.glob("refresh-token-*")
    # Renamed, so that it is the file of another tenant.
    first.rename(first.with_name("refresh-token-0123456789abcdef"))
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    assert list(folder.glob("refresh-token-*")) == [first]


def files(folder: Path) -> list[Path]:
    """Return the files in a folder, without the lock files, which are empty and stay."""
    return sorted(file for file in folder.iterdir() if not file.name.endswith(".lock"))


@pytest.mark.usefixtures("user")
def test_logout_deletes_files_that_a_crash_left(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "partner-center"
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    (token,) = folder.glob("refresh-token-*")
    for leftover in (f"{token.name}.x1y2z3.new", "refresh-token-0123456789abcdef.a1b2c3.new", "sign-in.json.new"):
        (folder / leftover).write_text("a refresh token")
    assert run("logout", **NO_SECRET).returncode == 0
    assert files(folder) == []


@pytest.mark.usefixtures("user")
def test_login_deletes_files_that_a_crash_left(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "partner-center"
    folder.mkdir()
    (folder / "refresh-token-0123456789abcdef.a1b2c3.new").write_text("a refresh token")
    assert run("login", "--device-code", **NO_SECRET).returncode == 0
    (token,) = folder.glob("refresh-token-*")
    assert files(folder) == [token, folder / "sign-in.json"]
