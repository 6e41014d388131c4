"""Errors of files and of standard output are one line on standard error, without a traceback."""

import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from partner_center.cli import formats
from partner_center.cli.app import app
from partner_center.cli.reporting import messages
from partner_center.emulator import Emulator

from .conftest import Run

LIST = ("offers", "list", "--country", "US")
NOBODY = dict.fromkeys(("PARTNER_CENTER_CLIENT_SECRET", "PARTNER_CENTER_TENANT_ID", "PARTNER_CENTER_CLIENT_ID"), "")
INTO_A_FULL_DISK = ("sh", "-c", 'exec "$@" >/dev/full', "sh")
CLOSED = ("sh", "-c", 'exec "$@" >&-', "sh")
# A pipe that is not read.
BROKEN = (
    *(sys.executable, "-c"),
    "import os, sys; r, w = os.pipe(); os.close(r); os.dup2(w, 1); os.execv(sys.argv[1], sys.argv[1:])",
)

needs_a_posix_shell = pytest.mark.skipif(os.name != "posix", reason="the shell is a POSIX shell")
needs_a_full_disk = pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")


@needs_a_full_disk
@pytest.mark.parametrize(
    "arguments",
    [
        LIST,
        ("doctor",),
        ("doctor", "--output", "json"),
        ("--help",),
        ("offers", "list", "--help"),
        ("--version",),
        *((*LIST, "--output", form) for form in ("json", "jsonl", "csv")),
    ],
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_standard_output_that_is_full_is_reported(
    run: Run, emulator: Emulator, arguments: tuple[str, ...], unbuffered: str
) -> None:
    result = run(*arguments, through=INTO_A_FULL_DISK, PYTHONUNBUFFERED=unbuffered)
    assert result.returncode == 1
    assert result.stderr == "OSError: [Errno 28] No space left on device\n"


@needs_a_posix_shell
@pytest.mark.parametrize("arguments", [LIST, ("doctor",)])
def test_standard_output_that_is_closed_is_reported(run: Run, emulator: Emulator, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, through=CLOSED)
    assert result.returncode == 1
    assert result.stderr.startswith("partner-center: standard output is closed.")
    assert result.stderr.count("\n") == 1
    assert emulator.requests == []


@needs_a_posix_shell
@pytest.mark.parametrize(
    "arguments",
    [
        *((*LIST, "--output", output) for output in ("table", "json", "jsonl", "csv")),
        ("doctor",),
        ("--help",),
        ("offers", "list", "--help"),
    ],
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_stops_reading_ends_the_command_quietly(
    run: Run, emulator: Emulator, arguments: tuple[str, ...], unbuffered: str
) -> None:
    result = run(*arguments, through=BROKEN, PYTHONUNBUFFERED=unbuffered)
    assert (result.returncode, result.stderr) == (141, "")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX reads the home folder from HOME")
@pytest.mark.parametrize("arguments", [LIST, ("offers", "export", "--country", "US", "--to", "x.jsonl")])
def test_a_home_that_cannot_be_read_is_reported(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    result = run(*arguments, **NOBODY, XDG_CONFIG_HOME=str(tmp_path / "file"))
    assert result.returncode == 1
    assert result.stderr.startswith("NotADirectoryError: [Errno 20] Not a directory")
    assert result.stderr.count("\n") == 1


def test_a_sign_in_that_cannot_be_opened_is_reported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "partner-center" / "sign-in.json").mkdir(parents=True)
    result = run(*LIST, **NOBODY)
    assert result.returncode == 1
    assert "sign-in.json" in result.stderr
    assert result.stderr.count("\n") == 1
    result = run("doctor", **NOBODY)
    assert (result.returncode, result.stderr) == (1, "")
    assert "sign-in.json" in result.stdout


def test_a_bug_is_not_reported_as_a_usage_error(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, excel: bool) -> list[str]:
        raise ValueError("a bug")

    monkeypatch.setattr(formats, "csv_row", fail)
    result = CliRunner(env=emulator.environment()).invoke(app, [*LIST, "--output", "csv"])
    assert isinstance(result.exception, ValueError)
    assert "Usage error" not in result.stderr


def test_a_message_is_not_read_as_markup(capsys: pytest.CaptureFixture[str]) -> None:
    messages.print("pip install 'partner-center-offers[parquet]' [red]x[/] :smile: a[b].jsonl")
    assert capsys.readouterr().err == "pip install 'partner-center-offers[parquet]' [red]x[/] :smile: a[b].jsonl\n"
