"""A refresh token on disk, through msal-extensions."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

from ..errors import CredentialError


class FileTokenStore:
    """Keeps a refresh token on disk: encrypted where the platform can, for its owner alone, locked while it is read or
    written, and replaced as a whole.

    Windows encrypts the file (DPAPI), macOS keeps the token in the keychain, Linux in the secret service where there is
    one. Elsewhere the mode of the file, 0600, is all its protection. Needs the extra ``token-store``.

    Args:
        path: The file. Its folder is made where it is missing, for its owner alone.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path).absolute()
        self._in_process = threading.RLock()
        self._is_locked = False

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self.path)!r})"

    def load(self) -> str | None:
        """Return the refresh token, or None where there is none.

        Raises:
            CredentialError: msal-extensions is not installed, or the file cannot be read.
        """
        with self.locked():
            try:
                refresh_token: str | None = self._persistence.load() or None
            except self._extensions.persistence.PersistenceNotFound:
                return None
            return refresh_token

    def save(self, refresh_token: str | None) -> None:
        """Keep a refresh token in the place of the last one; None forgets it.

        Raises:
            CredentialError: msal-extensions is not installed, or the file cannot be written.
        """
        with self.locked():
            self._replace(refresh_token or "")
            if refresh_token is None:
                self.path.unlink(missing_ok=True)

    def _replace(self, contents: str) -> None:
        if not isinstance(self._persistence, self._extensions.FilePersistence):
            self._persistence.save(contents)  # a keychain or a secret service, which replaces as a whole by itself
            return
        # msal-extensions empties the file before it writes: a crash in between would cost the token.
        descriptor, new = tempfile.mkstemp(prefix=f"{self.path.name}.", suffix=".new", dir=self.path.parent)
        os.close(descriptor)
        type(self._persistence)(new).save(contents)
        Path(new).replace(self.path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other threads and processes from the store, as between a load and the save that follows from it."""
        with self._in_process:
            if self._is_locked:
                yield
                return
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                lock = self._extensions.CrossPlatLock(self._lock_path())
                with lock:
                    self._is_locked = True
                    try:
                        yield
                    finally:
                        self._is_locked = False
            except (OSError, self._extensions.token_cache.LockError) as error:
                raise CredentialError(
                    f"The refresh token in {self.path} cannot be read or written: {error}."
                ) from error

    def _lock_path(self) -> str:
        path = f"{self.path}.lock"
        if os.path.islink(path):  # the lock empties its file
            raise OSError(f"{path} is a link to another file")
        return path

    @cached_property
    def _extensions(self) -> Any:  # it carries no types
        try:
            import msal_extensions
        except ModuleNotFoundError as error:
            raise CredentialError(
                "FileTokenStore needs msal-extensions.",
                hint="Install it with: pip install 'partner-center-offers[token-store]'",
            ) from error
        return msal_extensions

    @cached_property
    def _persistence(self) -> Any:
        try:
            return self._extensions.build_encrypted_persistence(str(self.path))
        except Exception:  # noqa: BLE001  no secret service, no bindings to it, another platform: each fails its own way
            return self._extensions.FilePersistence(str(self.path))
