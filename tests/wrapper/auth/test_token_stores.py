"""Stores of refresh tokens."""

import os
import pickle
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from partner_center import CredentialError
from partner_center.auth import FileTokenStore, MemoryTokenStore, TokenStore

USE_UNTIL_INPUT = """
import sys
from partner_center.auth import FileTokenStore
with FileTokenStore(sys.argv[1]).locked():
    print("locked", flush=True)
    sys.stdin.readline()
"""

# The process ends after the new file is written and before it replaces the old one.
CRASH_BEFORE_REPLACE = """
import os, pathlib, sys
from partner_center.auth import FileTokenStore
pathlib.Path.replace = lambda *_: os._exit(9)
FileTokenStore(sys.argv[1]).save("second")
"""


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> TokenStore:
    return MemoryTokenStore() if request.param == "memory" else FileTokenStore(tmp_path / "folder" / "token")


def run(program: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - the code is above
        [sys.executable, "-c", program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


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


def test_a_file_store_is_picklable_and_equal_to_another_of_its_path(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "token")
    store.save("kept")
    copied = pickle.loads(pickle.dumps(store))  # noqa: S301 - pickled on this line
    assert copied == store
    assert copied.load() == "kept"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows encrypts the file; it has no modes")
def test_only_the_owner_can_read_a_file(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "folder" / "token")
    store.save("first")
    store.save("second")
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700
    assert sorted(os.listdir(tmp_path / "folder")) == [".token.lock", "token"]
    for path in (tmp_path / "folder").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_crash_during_a_write_loses_nothing(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "token")
    store.save("first")
    crashed = run(CRASH_BEFORE_REPLACE, str(tmp_path / "token"))
    crashed.communicate(timeout=60)
    assert crashed.returncode == 9
    assert (tmp_path / "token.new").read_text()
    assert store.load() == "first"
    store.save("third")
    assert FileTokenStore(tmp_path / "token").load() == "third"


def lock_file(folder: Path) -> Path:
    (path,) = (path for path in folder.iterdir() if path.name.endswith(".lock"))
    return path


def test_the_lock_file_is_never_deleted(tmp_path: Path) -> None:
    """A waiting process has it open. If it were deleted, the next process would lock a new file."""
    store = FileTokenStore(tmp_path / "token")
    with store.locked(), lock_file(tmp_path).open() as waiting:
        inode = os.fstat(waiting.fileno()).st_ino
        store.save("first")
    assert lock_file(tmp_path).stat().st_ino == inode
    FileTokenStore(tmp_path / "token").save(None)
    assert lock_file(tmp_path).stat().st_ino == inode


def test_processes_use_a_store_one_after_another(tmp_path: Path) -> None:
    program = """
import os, sys
from partner_center.auth import FileTokenStore
store, marker = FileTokenStore(sys.argv[1]), sys.argv[1] + ".in-use"
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    with store.locked():
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))  # fails if another process uses the store
        token = store.load()
        assert token is None or (len(token) == 10_000 and len(set(token)) == 1), token
        store.save(sys.argv[2] * 10_000)
        os.unlink(marker)
"""
    running = [run(program, str(tmp_path / "token"), letter) for letter in "abcd"]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.communicate("\n", timeout=120)
    assert [process.returncode for process in running] == [0] * 4


def test_threads_use_a_store_one_after_another(tmp_path: Path) -> None:
    one, other = FileTokenStore(tmp_path / "token"), FileTokenStore(tmp_path / "token")
    order: list[str] = []
    has_lock = threading.Event()

    def load() -> None:
        assert has_lock.wait(10)
        other.load()
        order.append("other")

    thread = threading.Thread(target=load)
    thread.start()
    with one.locked():
        has_lock.set()
        one.save("token")
        order.append("one")
    thread.join(10)
    assert order == ["one", "other"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork() on this system")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_process_that_is_forked_while_a_thread_uses_the_store_can_use_it_later(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "token")
    store.save("first")
    has_lock, may_release = threading.Event(), threading.Event()

    def use() -> None:
        with store.locked():
            has_lock.set()
            assert may_release.wait(30)
            store.save("second")

    thread = threading.Thread(target=use)
    thread.start()
    assert has_lock.wait(10)
    child = os.fork()
    if not child:
        status = 1
        try:
            signal.alarm(60)  # ends a child process that hangs
            status = 0 if store.load() == "second" else 2
        finally:
            os._exit(status)
    may_release.set()
    thread.join(10)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_killed_process_releases_the_store(tmp_path: Path) -> None:
    other = run(USE_UNTIL_INPUT, str(tmp_path / "token"))
    assert other.stdout is not None
    assert other.stdout.readline() == "locked\n"
    other.kill()
    other.communicate(timeout=60)
    FileTokenStore(tmp_path / "token").save("token")
    assert FileTokenStore(tmp_path / "token").load() == "token"


@pytest.mark.parametrize("refresh_token", ["third", None])
def test_a_save_removes_a_token_that_a_crash_left_in_the_folder(tmp_path: Path, refresh_token: str | None) -> None:
    store = FileTokenStore(tmp_path / "token")
    store.save("first")
    crashed = run(CRASH_BEFORE_REPLACE, str(tmp_path / "token"))
    crashed.communicate(timeout=60)
    assert len(os.listdir(tmp_path)) == 3
    store.save(refresh_token)
    assert sorted(os.listdir(tmp_path)) == [".token.lock", "token"][: 1 if refresh_token is None else 2]


def test_a_store_that_others_use_for_too_long_is_a_credential_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partner_center.auth.token_stores._LONGEST_WAIT", 0.1)
    other = run(USE_UNTIL_INPUT, str(tmp_path / "token"))
    assert other.stdout is not None
    assert other.stdout.readline() == "locked\n"
    with pytest.raises(CredentialError, match=r"other threads or processes have used it for 0 s\.$"):
        FileTokenStore(tmp_path / "token").load()
    other.communicate("\n", timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="only administrators may create links on Windows")
@pytest.mark.parametrize("name", [".token.lock", "token.lock"])
def test_a_symbolic_link_in_place_of_the_lock_empties_no_file(tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (tmp_path / name).symlink_to(victim)
    if name == ".token.lock":
        with pytest.raises(CredentialError, match=r"cannot be read or written: .*symbolic link"):
            FileTokenStore(tmp_path / "token").save("token")
    else:
        FileTokenStore(tmp_path / "token").save("token")
    assert victim.read_text() == "kept"


@pytest.mark.parametrize("name", [".token.lock", "token.lock"])
def test_a_hard_link_in_place_of_the_lock_empties_no_file(tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (tmp_path / name).hardlink_to(victim)
    FileTokenStore(tmp_path / "token").save("token")
    assert victim.read_text() == "kept"


def test_a_file_that_cannot_be_written_is_a_credential_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CredentialError, match="cannot be read or written"):
        FileTokenStore(tmp_path / "file" / "token").save("token")


def test_a_token_is_synced_to_disk_before_it_replaces_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileTokenStore(tmp_path / "token")
    store.save("first")
    synced: dict[int, str | None] = {}
    fsync = os.fsync

    def record(descriptor: int) -> None:
        fsync(descriptor)
        synced[os.fstat(descriptor).st_ino] = (tmp_path / "token").read_text()

    monkeypatch.setattr(os, "fsync", record)
    store.save("second")
    assert synced == {(tmp_path / "token").stat().st_ino: "first"}


def test_a_store_can_be_checked_without_saving_a_token(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "folder" / "token")
    store.check_writable()
    assert os.listdir(tmp_path / "folder") == [".token.lock"]
    store.save("kept")
    store.check_writable()
    assert store.load() == "kept"
    (tmp_path / "file").touch()
    (tmp_path / "token").mkdir()
    for path in (tmp_path / "file" / "token", tmp_path / "token"):
        with pytest.raises(CredentialError, match="cannot be read or written"):
            FileTokenStore(path).check_writable()


def test_a_store_describes_where_it_keeps_the_token(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "token")
    store.save("kept")
    is_plain = (tmp_path / "token").read_bytes() == b"kept"
    assert store.describe().endswith(", not encrypted" if is_plain else ", encrypted")
    assert str(tmp_path / "token") in store.describe() or not is_plain


def test_a_package_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "portalocker", None)
    with pytest.raises(CredentialError, match=r"needs portalocker\. Install it with: pip install .*token-store"):
        FileTokenStore(tmp_path / "token").load()
