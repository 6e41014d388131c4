"""An export that is interrupted and resumed loses and repeats no offer."""

import errno
import os
import random
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from partner_center.markets import MARKETS

from ...gated_service import GatedService, OfferRequest
from .conftest import ALL, SIZES, expected, lines_of


def test_resume_reads_the_keys_that_failed(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers.jsonl"
    service.statuses[OfferRequest("US", 4)] = 409
    result = run("--country", ALL, "--to", file, "--page-size", 2)
    assert result.exit_code == 1
    assert "ConflictError: could not be read: US" in result.stderr
    assert "--resume" in result.stderr
    assert not file.exists()

    result = run("--country", ALL, "--to", file, "--page-size", 2)
    assert result.exit_code == 2
    assert "holds an interrupted export" in result.stderr
    result = run("--country", "US,DE", "--to", file, "--page-size", 3, "--resume")
    assert result.exit_code == 2
    assert "cannot be continued, because it has other countries." in result.stderr
    result = run("--country", ALL, "--to", file, "--page-size", 3, "--resume")
    assert result.exit_code == 2
    assert "cannot be continued, because its page size is 2, not 3." in result.stderr

    service.statuses.clear()
    service.requests.clear()
    assert run("--country", ALL, "--to", file, "--page-size", 2, "--resume").exit_code == 0
    assert lines_of(file) == expected(service, *SIZES)
    assert {request.key for request in service.requests} == {"US"}


@pytest.mark.parametrize(
    ("variables", "difference"),
    [
        ({"PARTNER_CENTER_LOCALE": "de-DE"}, "its locale is 'en-US', not 'de-DE'"),
        ({"PARTNER_CENTER_CLOUD": "us_government"}, "its cloud is 'global', not 'us_government'"),
        ({"PARTNER_CENTER_BASE_URL": "https://localhost:9/v2"}, "/v1', not 'https://localhost:9/v2'"),
    ],
)
def test_an_export_is_not_resumed_with_other_settings_of_the_environment(
    service: GatedService,
    environment: dict[str, str],
    run: Any,
    tmp_path: Path,
    variables: dict[str, str],
    difference: str,
) -> None:
    service.statuses["US"] = 409
    file = tmp_path / "offers.jsonl"
    assert run("--country", ALL, "--to", file).exit_code == 1
    service.requests.clear()
    service.statuses.clear()
    environment.update(variables)
    result = run("--country", ALL, "--to", file, "--resume")
    assert result.exit_code == 2
    assert "cannot be continued, because its " in result.stderr
    assert difference in result.stderr
    assert service.requests == []
    environment.update({"PARTNER_CENTER_LOCALE": "", "PARTNER_CENTER_CLOUD": ""})
    environment["PARTNER_CENTER_BASE_URL"] = service.base_url
    assert run("--country", ALL, "--to", file, "--resume").exit_code == 0
    assert lines_of(file) == expected(service, *SIZES)


def test_the_locale_of_an_option_is_that_of_a_variable(
    service: GatedService, environment: dict[str, str], run: Any, tmp_path: Path
) -> None:
    service.statuses["US"] = 409
    environment["PARTNER_CENTER_LOCALE"] = "de-DE"
    assert run("--country", ALL, "--to", tmp_path / "offers.jsonl").exit_code == 1
    service.statuses.clear()
    environment["PARTNER_CENTER_LOCALE"] = ""
    assert run("--country", ALL, "--to", tmp_path / "offers.jsonl", "--locale", "de-DE", "--resume").exit_code == 0


def test_resume_starts_an_export_if_none_was_interrupted(service: GatedService, run: Any, tmp_path: Path) -> None:
    assert run("--country", ALL, "--to", tmp_path / "offers.jsonl", "--resume").exit_code == 0
    assert lines_of(tmp_path / "offers.jsonl") == expected(service, *SIZES)


def has_exited(process: "subprocess.Popen[bytes]") -> bool:
    return process.poll() is not None


def test_an_export_that_is_killed_at_any_moment_loses_nothing(
    service: GatedService, environment: dict[str, str], tmp_path: Path
) -> None:
    markets = MARKETS[:30]
    service.sizes.update(dict.fromkeys(markets, 5))
    file = tmp_path / "offers.jsonl"
    command = [sys.executable, "-m", "partner_center.cli", "offers", "export", "--country", ",".join(markets)]
    command += ["--to", str(file), "--page-size", "2", "--concurrency", "4", "--resume"]
    kills = 0
    for _ in range(30):
        process = subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE)  # noqa: S603 - the command of this package
        with process:
            if service.wait_for_more(random.randint(1, 40), cancelled=partial(has_exited, process)):  # noqa: S311 - a test
                process.send_signal(signal.SIGKILL)
                kills += 1
        if process.returncode == 0:
            break
        assert not file.exists()
    assert kills > 1
    assert lines_of(file) == expected(service, *markets)
    assert list(tmp_path.iterdir()) == [file]


def test_ctrl_c_keeps_what_has_been_read(service: GatedService, environment: dict[str, str], tmp_path: Path) -> None:
    service.hold("JP")
    command = [sys.executable, "-m", "partner_center.cli", "offers", "export", "--country", ALL]
    command += ["--to", str(tmp_path / "offers.jsonl"), "--concurrency", "1"]  # JP is requested when DE is complete
    with subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE) as process:  # noqa: S603 - the command of this package
        service.wait_for_request("JP")
        process.send_signal(signal.SIGINT)
        _, report = process.communicate()
    assert process.returncode == 130
    assert report == b"Interrupted.\nWhat has been read is kept. --resume continues the export.\n"
    assert list(tmp_path.iterdir()) == [tmp_path / "offers.jsonl.parts"]


@pytest.mark.parametrize("attempt", range(3))
def test_repeated_ctrl_c_ends_the_export_without_a_traceback(
    service: GatedService, environment: dict[str, str], run: Any, tmp_path: Path, attempt: int
) -> None:
    service.hold("JP")
    file = tmp_path / "offers.jsonl"
    command = [sys.executable, "-m", "partner_center.cli", "offers", "export", "--country", ALL]
    command += ["--to", str(file), "--concurrency", "1"]
    with subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE) as process:  # noqa: S603 - the command of this package
        service.wait_for_request("JP")
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        report = process.stderr.read()
    assert process.returncode == 130
    assert b"Traceback" not in report
    assert b"Exception" not in report
    service.release("JP")
    assert run("--country", ALL, "--to", file, "--resume").exit_code == 0
    assert lines_of(file) == expected(service, *SIZES)


def test_an_export_that_reads_nothing_leaves_nothing(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.statuses.update(dict.fromkeys(SIZES, 409))
    result = run("--country", ALL, "--to", tmp_path / "x.jsonl")
    assert result.exit_code == 1
    assert "ConflictError: could not be read: US, DE, FR, JP" in result.stderr
    assert "--resume" not in result.stderr
    assert list(tmp_path.iterdir()) == []
    service.statuses.clear()
    assert run("--country", ALL, "--to", tmp_path / "x.jsonl").exit_code == 0


def test_an_export_that_ends_early_can_be_resumed(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    refused = ["US", "JP", "FR", "BR", "IT", "ES", "NL", "SE", "NO"]  # more rejected markets than a bulk read tolerates
    service.sizes.update(dict.fromkeys(refused, 2))
    service.statuses.update(dict.fromkeys(refused, 401))
    result = run("--country", ",".join(["DE", *refused]), "--to", file, "--concurrency", 1)
    assert result.exit_code == 1
    first, second = result.stderr.splitlines()
    assert first.startswith("AuthenticationError: ")
    assert second == "What has been read is kept. --resume continues the export."
    service.statuses.clear()
    service.requests.clear()
    assert run("--country", ",".join(["DE", *refused]), "--to", file, "--resume").exit_code == 0
    assert {request.key for request in service.requests} == set(refused)
    assert lines_of(file) == expected(service, "DE", *refused)

    service.statuses.update(dict.fromkeys(refused, 401))
    again = tmp_path / "again.jsonl"
    result = run("--country", ",".join(refused), "--to", again, "--concurrency", 1)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_can_be_resumed(
    service: GatedService, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def is_full(file: int) -> None:
        if service.requests:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(file)

    monkeypatch.setattr(os, "fsync", is_full)
    file = tmp_path / "x.jsonl"
    file.write_text("the old content")
    result = run("--country", ALL, "--to", file)
    assert result.exit_code == 1
    assert file.read_text() == "the old content"
    first, second = result.stderr.splitlines()
    assert first == "OSError: [Errno 28] No space left on device"
    assert second == "What has been read is kept. --resume continues the export."
    monkeypatch.undo()
    service.requests.clear()
    assert run("--country", ALL, "--to", file, "--resume").exit_code == 0
    assert service.requests == []
    assert lines_of(file) == expected(service, *SIZES)
