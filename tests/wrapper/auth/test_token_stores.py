"""Refresh tokens between two uses."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from partner_center import CredentialError
from partner_center.auth import FileTokenStore, MemoryTokenStore, TokenStore


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> TokenStore:
    return MemoryTokenStore() if request.param == "memory" else FileTokenStore(tmp_path / "folder" / "token")


def test_a_store_keeps_one_token(store: TokenStore) -> None:
    assert store.load() is None
    store.save("first")
    store.save("second")
    assert store.load() == "second"
    store.save(None)
    assert store.load() is None
    assert "second" not in repr(store)


def test_a_file_outlives_its_store(tmp_path: Path) -> None:
    FileTokenStore(tmp_path / "token").save("kept")
    assert FileTokenStore(str(tmp_path / "token")).load() == "kept"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows encrypts the file; it has no modes")
def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "folder" / "token")
    store.save("first")
    store.save("second")
    assert stat.S_IMODE((tmp_path / "folder" / "token").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700
    assert os.listdir(tmp_path / "folder") == ["token"]


def test_a_crash_while_writing_costs_nothing(tmp_path: Path) -> None:
    # The process ends after the new file is written and before it takes the place of the old one.
    program = """
import os, pathlib, sys
from partner_center.auth import FileTokenStore
pathlib.Path.replace = lambda *_: os._exit(9)
FileTokenStore(sys.argv[1]).save("second")
"""
    store = FileTokenStore(tmp_path / "token")
    store.save("first")
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path / "token")], check=False)  # noqa: S603  ours
    assert ended.returncode == 9
    assert list(tmp_path.glob("token.*.new"))
    assert store.load() == "first"
    store.save("third")
    assert FileTokenStore(tmp_path / "token").load() == "third"


def test_a_lock_that_is_a_link_empties_nothing(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("kept")
    (tmp_path / "token.lock").symlink_to(tmp_path / "victim")
    with pytest.raises(CredentialError, match="is a link to another file"):
        FileTokenStore(tmp_path / "token").save("token")
    assert (tmp_path / "victim").read_text() == "kept"


def test_processes_do_not_get_into_each_others_way(tmp_path: Path) -> None:
    program = """
import sys
from partner_center.auth import FileTokenStore
store = FileTokenStore(sys.argv[1])
for _ in range(5):
    store.save(sys.argv[2] * 1000)
    token = store.load()
    assert token is not None and len(token) == 1000 and len(set(token)) == 1, token
"""
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "token"), letter])  # noqa: S603  ours
        for letter in "ab"
    ]
    assert [process.wait(60) for process in running] == [0, 0]


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CredentialError, match="cannot be read or written"):
        FileTokenStore(tmp_path / "file" / "token").save("token")
