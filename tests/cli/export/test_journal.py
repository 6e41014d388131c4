"""The journal of an export yields only complete keys, even if its file is damaged."""

import errno
import os
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partner_center.cli.export import read
from partner_center.cli.export.journal import Journal
from partner_center.cli.export.query import ExportQuery

from ...gated_service import GatedService
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
    records = journal.index(b'{"key"')  # the query is the first record, and is always complete
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


def test_a_key_that_was_interrupted_twice_has_each_page_once(tmp_path: Path) -> None:
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
    result = run("--country", ALL, "--to", tmp_path / "offers.jsonl", "--resume")
    assert result.exit_code == 2
    assert f"cannot be continued, because {problem}" in result.stderr
    assert "Delete the folder" in result.stderr
    assert (folder / "journal").read_bytes() == content
    assert service.requests == []


def test_an_error_in_writing_the_journal_ends_the_export(
    service: GatedService, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def fail(file: int) -> None:
        if not service.requests:
            sync(file)
            return
        service.release("JP")
        raise OSError(errno.EIO, "Input/output error")

    service.hold("JP")
    monkeypatch.setattr(os, "fsync", fail)
    monkeypatch.setattr(read, "_SECONDS_BETWEEN_SYNCS", 0.001)
    result = run("--country", "JP,US", "--to", tmp_path / "offers.jsonl", "--concurrency", 1)
    assert result.exit_code == 1
    assert "OSError: [Errno 5] Input/output error" in result.stderr
    monkeypatch.undo()
    assert run("--country", "JP,US", "--to", tmp_path / "offers.jsonl", "--resume").exit_code == 0
    assert lines_of(tmp_path / "offers.jsonl") == expected(service, "JP", "US")
