"""An export loses and repeats no offer, whenever it is interrupted."""

import errno
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import zlib
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partner_center.cli.export import read
from partner_center.cli.export.journal import Journal
from partner_center.cli.export.query import ExportQuery
from partner_center.markets import MARKETS

from ...gated_service import Asked, GatedService
from .conftest import ALL, SIZES, expected, lines_of

HEADER = 25  # bytes of a record before its body
QUERY = ExportQuery(
    kind="countries",
    keys=("US", "DE", "FR"),
    category_id=None,
    page_size=None,
    locale="en-US",
    cloud="global",
    base_url="https://localhost/v1",
)


def record(query: bytes) -> bytes:
    """Return the first record of a journal."""
    header = struct.pack(">cIIIQ", b"Q", 0, 0, 0, len(query))
    return header + struct.pack(">I", zlib.crc32(query, zlib.crc32(header))) + query


def test_resume_reads_the_keys_that_failed(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers.jsonl"
    service.statuses[Asked("US", 4)] = 409
    ended = run("--country", ALL, "--to", file, "--page-size", 2)
    assert ended.exit_code == 1
    assert "ConflictError: could not be read: US" in ended.stderr
    assert "--resume" in ended.stderr
    assert not file.exists()

    ended = run("--country", ALL, "--to", file, "--page-size", 2)
    assert ended.exit_code == 2
    assert "holds an interrupted export" in ended.stderr
    ended = run("--country", "US,DE", "--to", file, "--page-size", 3, "--resume")
    assert ended.exit_code == 2
    assert "cannot be continued, because it has other countries." in ended.stderr
    ended = run("--country", ALL, "--to", file, "--page-size", 3, "--resume")
    assert ended.exit_code == 2
    assert "cannot be continued, because its page size is 2, not 3." in ended.stderr

    service.statuses.clear()
    service.asked.clear()
    assert run("--country", ALL, "--to", file, "--page-size", 2, "--resume").exit_code == 0
    assert lines_of(file) == expected(service, *SIZES)
    assert {asked.catalogue for asked in service.asked} == {"US"}


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
    service.asked.clear()
    service.statuses.clear()
    environment.update(variables)
    ended = run("--country", ALL, "--to", file, "--resume")
    assert ended.exit_code == 2
    assert "cannot be continued, because its " in ended.stderr
    assert difference in ended.stderr
    assert service.asked == []
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


def has_ended(process: "subprocess.Popen[bytes]") -> bool:
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
        process = subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE)  # noqa: S603 - ours
        with process:
            if service.wait_for_more(random.randint(1, 40), given_up=partial(has_ended, process)):  # noqa: S311 - a test
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
    command += ["--to", str(tmp_path / "offers.jsonl"), "--concurrency", "1"]  # JP is asked for when DE is whole
    with subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE) as process:  # noqa: S603 - ours
        service.wait_until_asked("JP")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert said == b"Interrupted.\nWhat has been read is kept. --resume continues the export.\n"
    assert list(tmp_path.iterdir()) == [tmp_path / "offers.jsonl.parts"]


def test_an_export_whose_files_are_cut_off_at_any_byte_loses_nothing(
    service: GatedService, run: Any, tmp_path: Path
) -> None:
    service.sizes.update({"US": 1, "DE": 0, "FR": 0, "JP": 1})
    file = tmp_path / "offers.jsonl"
    service.statuses["JP"] = 409
    assert run("--country", ALL, "--to", file).exit_code == 1
    service.statuses.clear()
    folder = tmp_path / "offers.jsonl.parts"
    before = tmp_path / "before"
    shutil.copytree(folder, before)
    (before / "0123456789abcdef.new").write_bytes(b'{"key":"US","offer":{"id":')
    journal = (before / "journal").read_bytes()
    records = journal.index(b'{"key"')  # the query comes first, and is there from the beginning
    for length in range(records - HEADER, len(journal) + 1):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(before, folder)
        os.truncate(folder / "journal", length)
        assert run("--country", ALL, "--to", file, "--resume").exit_code == 0
        assert lines_of(file) == expected(service, *SIZES)


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_journal_that_is_damaged_anywhere_yields_no_wrong_page(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "journals"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    journal = Journal.create(folder / "journal", QUERY, folder / "new")
    for key in QUERY.keys:
        journal.add_page(key, f"{key} one\n".encode(), offers=1)
        journal.add_page(key, f"{key} two\n".encode(), offers=1)
        journal.end_key(key)
    journal.close()
    content = bytearray((folder / "journal").read_bytes())
    place = data.draw(st.integers(content.index(b"US one") - HEADER, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    (folder / "journal").write_bytes(content)
    journal = Journal.load(folder / "journal", QUERY)
    assert list(journal.pages()) == [f"{key} {page}\n".encode() for key in journal.keys for page in ("one", "two")]
    assert len(journal.keys) < len(QUERY.keys)
    for key in sorted(set(QUERY.keys) - set(journal.keys)):
        journal.add_page(key, f"{key} again\n".encode(), offers=1)
        journal.end_key(key)
    journal.close()
    journal = Journal.load(folder / "journal", QUERY)
    assert journal.keys == list(QUERY.keys)
    journal.close()


def test_a_key_that_was_interrupted_twice_has_no_page_twice(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal", QUERY, tmp_path / "new")
    journal.add_page("DE", b"old one\n", offers=1)
    for _ in range(2):
        journal.close()
        journal = Journal.load(tmp_path / "journal", QUERY)
        journal.add_page("DE", b"one\n", offers=1)
        journal.add_page("US", b"us\n", offers=1)
        journal.add_page("DE", b"two\n", offers=1)
    journal.end_key("DE")
    journal.close()
    journal = Journal.load(tmp_path / "journal", QUERY)
    assert list(journal.pages()) == [b"one\n", b"two\n"]
    assert (journal.keys, journal.offers) == (["DE"], 2)
    journal.close()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "its journal cannot be read"),
        (b"Q" * 100, "its journal cannot be read"),
        (record(b"{"), "its query cannot be read"),
        (record(b"[]"), "its query cannot be read"),
        (record(b'{"version": 1}'), "its query cannot be read"),
        (record(b'{"version": 2, "new": 1}'), "it has version 2, but this is version 1"),
    ],
)
def test_a_journal_whose_query_cannot_be_read_is_refused(
    service: GatedService, run: Any, tmp_path: Path, content: bytes, problem: str
) -> None:
    folder = tmp_path / "offers.jsonl.parts"
    folder.mkdir(mode=0o700)
    (folder / "journal").write_bytes(content)
    ended = run("--country", ALL, "--to", tmp_path / "offers.jsonl", "--resume")
    assert ended.exit_code == 2
    assert f"cannot be continued, because {problem}" in ended.stderr
    assert "Delete the folder" in ended.stderr
    assert (folder / "journal").read_bytes() == content
    assert service.asked == []


def test_an_export_that_reads_nothing_leaves_nothing(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.statuses.update(dict.fromkeys(SIZES, 409))
    ended = run("--country", ALL, "--to", tmp_path / "x.jsonl")
    assert ended.exit_code == 1
    assert "ConflictError: could not be read: US, DE, FR, JP" in ended.stderr
    assert "--resume" not in ended.stderr
    assert list(tmp_path.iterdir()) == []
    service.statuses.clear()
    assert run("--country", ALL, "--to", tmp_path / "x.jsonl").exit_code == 0


def test_an_export_that_ends_early_says_what_is_kept(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    refused = ["US", "JP", "FR", "BR", "IT", "ES", "NL", "SE", "NO"]  # more than there can be where a token is taken
    service.sizes.update(dict.fromkeys(refused, 2))
    service.statuses.update(dict.fromkeys(refused, 401))
    ended = run("--country", ",".join(["DE", *refused]), "--to", file, "--concurrency", 1)
    assert ended.exit_code == 1
    first, second = ended.stderr.splitlines()
    assert first.startswith("AuthenticationError: ")
    assert second == "What has been read is kept. --resume continues the export."
    service.statuses.clear()
    service.asked.clear()
    assert run("--country", ",".join(["DE", *refused]), "--to", file, "--resume").exit_code == 0
    assert {asked.catalogue for asked in service.asked} == set(refused)
    assert lines_of(file) == expected(service, "DE", *refused)

    service.statuses.update(dict.fromkeys(refused, 401))
    again = tmp_path / "again.jsonl"
    ended = run("--country", ",".join(refused), "--to", again, "--concurrency", 1)
    assert ended.exit_code == 1
    assert len(ended.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_can_be_resumed(
    service: GatedService, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def is_full(file: int) -> None:
        if service.asked:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(file)

    monkeypatch.setattr(os, "fsync", is_full)
    file = tmp_path / "x.jsonl"
    file.write_text("of yesterday")
    ended = run("--country", ALL, "--to", file)
    assert ended.exit_code == 1
    assert file.read_text() == "of yesterday"
    first, second = ended.stderr.splitlines()
    assert first == "OSError: [Errno 28] No space left on device"
    assert second == "What has been read is kept. --resume continues the export."
    monkeypatch.undo()
    service.asked.clear()
    assert run("--country", ALL, "--to", file, "--resume").exit_code == 0
    assert service.asked == []
    assert lines_of(file) == expected(service, *SIZES)


def test_a_disk_that_does_not_take_the_journal_ends_the_export(
    service: GatedService, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def fail(file: int) -> None:
        if not service.asked:
            sync(file)
            return
        service.release("JP")
        raise OSError(errno.EIO, "Input/output error")

    service.hold("JP")
    monkeypatch.setattr(os, "fsync", fail)
    monkeypatch.setattr(read, "_SECONDS_BETWEEN_SYNCS", 0.001)
    ended = run("--country", "JP,US", "--to", tmp_path / "offers.jsonl", "--concurrency", 1)
    assert ended.exit_code == 1
    assert "OSError: [Errno 5] Input/output error" in ended.stderr
    monkeypatch.undo()
    assert run("--country", "JP,US", "--to", tmp_path / "offers.jsonl", "--resume").exit_code == 0
    assert lines_of(tmp_path / "offers.jsonl") == expected(service, "JP", "US")
