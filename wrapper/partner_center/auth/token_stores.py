"""Where a refresh token is kept between two uses: in memory, on disk, or in a store of the program."""

import importlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, Protocol

import attrs

from ..errors import CredentialError

_LONGEST_WAIT = 300.0  # seconds; a sign-in of another process takes two minutes at most


class TokenStore(Protocol):
    """Keeps one refresh token. A store of your own, such as one in a key vault, has these two methods.

    Each use replaces the refresh token, and the new one is saved before the access token is used. The methods may
    block. What they raise becomes the cause of a CredentialError. If several processes use the store, give it a method
    ``locked()`` too, which returns a context manager that keeps the others out from a load to the save that follows.
    """

    def load(self) -> str | None:
        """Return the refresh token, or None if there is none."""

    def save(self, refresh_token: str | None) -> None:
        """Replace the refresh token; None deletes it."""


@attrs.define
class MemoryTokenStore:
    """Keeps a refresh token as long as the process runs."""

    _refresh_token: str | None = attrs.field(default=None, repr=False)

    def load(self) -> str | None:
        """Return the refresh token, or None if there is none."""
        return self._refresh_token

    def save(self, refresh_token: str | None) -> None:
        """Replace the refresh token; None deletes it."""
        self._refresh_token = refresh_token


def _absolute(path: str | PathLike[str]) -> Path:
    return Path(path).absolute()


@attrs.frozen(slots=False)
class FileTokenStore:
    """Keeps a refresh token on disk, for its owner alone. Needs the extra ``token-store``.

    Windows encrypts the file (DPAPI), macOS keeps the token in the keychain, and Linux in the secret service if there
    is one. Otherwise only the mode of the file, 0600, protects it. Processes use the file one after another. Methods
    raise a CredentialError if the extra is not installed, or the token cannot be read or written.

    Args:
        path: The file. Its folder is created if it does not exist, for its owner alone.
    """

    path: Path = attrs.field(converter=_absolute)
    _thread: threading.local = attrs.field(init=False, repr=False, eq=False, factory=threading.local)

    def __reduce__(self) -> tuple[type["FileTokenStore"], tuple[Path]]:
        return FileTokenStore, (self.path,)

    def load(self) -> str | None:
        """Return the refresh token, or None if there is none."""
        with self.locked():
            try:
                return self._persistence.load() or None
            except _import("msal_extensions.persistence").PersistenceNotFound:
                return None

    def save(self, refresh_token: str | None) -> None:
        """Replace the refresh token; None deletes it."""
        with self.locked():
            if self._is_file:
                # msal-extensions empties a file before it writes: a crash in between would lose the token.
                self._write(refresh_token or "").replace(self.path)
            else:
                self._persistence.save(refresh_token or "")  # a keychain replaces the token as a whole
            if refresh_token is None:
                self.path.unlink(missing_ok=True)

    def check_writable(self) -> None:
        """Check that a token can be saved, as before a user signs in. No token is saved."""
        with self.locked():
            if self.path.is_dir():
                raise IsADirectoryError(f"{self.path} is a folder")
            self._write("").unlink()

    def describe(self) -> str:
        """Return where the token is kept and whether it is encrypted, as the end of a sentence."""
        where = f"in {self.path}" if self._is_file else "in the keychain of the system"
        return f"{where}, encrypted" if self._persistence.is_encrypted else f"{where}, not encrypted"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other threads and processes from the store, for at most as long as they wait: five minutes."""
        if getattr(self._thread, "has_lock", False):
            yield
            return
        portalocker = _import("portalocker")
        # The lock file is never deleted: one process would lock the deleted file, and another one a new file.
        path = self.path.with_name(f".{self.path.name}.lock")
        lock = portalocker.Lock(path, "a", timeout=_LONGEST_WAIT, check_interval=0.05, opener=_open_private)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with lock:
                self._thread.has_lock = True
                try:
                    yield
                finally:
                    self._thread.has_lock = False
        except portalocker.AlreadyLocked:
            problem = f"other threads or processes have used it for {_LONGEST_WAIT:.0f} s"
            raise CredentialError(f"The refresh token in {self.path} cannot be used: {problem}.") from None
        except (OSError, portalocker.LockException) as error:
            raise CredentialError(f"The refresh token in {self.path} cannot be read or written: {error}.") from error

    @cached_property
    def _persistence(self) -> Any:
        extensions = _import("msal_extensions")
        try:
            return extensions.build_encrypted_persistence(str(self.path))
        except Exception:  # noqa: BLE001 - each platform fails in its own way
            return extensions.FilePersistence(str(self.path))

    @property
    def _is_file(self) -> bool:
        return isinstance(self._persistence, _import("msal_extensions").FilePersistence)

    def _write(self, content: str) -> Path:
        """Return a new file with some content, which has reached the disk."""
        # With one name, because the next save replaces what a crash has left. The store is locked.
        new = self.path.with_name(f"{self.path.name}.new")
        new.unlink(missing_ok=True)
        os.close(_open_private(str(new), os.O_CREAT | os.O_EXCL))
        if self._is_file:
            type(self._persistence)(str(new)).save(content)
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        return new


def _import(name: str) -> Any:  # these packages have no types
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise CredentialError(
            f"FileTokenStore needs {name}.", hint="Install it with: pip install 'partner-center-offers[token-store]'"
        ) from error


def _open_private(path: str, flags: int) -> int:
    # Not through a link, which may lead to a file of somebody else.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
