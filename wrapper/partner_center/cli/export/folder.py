"""The folder beside the file of an export, which holds the journal until the file is written.

One process at a time uses a folder. It holds the lock on a file in the folder, which the operating system releases when
the process ends, however it ends.
"""

import os
import re
import secrets
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO, Self

import portalocker

from .journal import Journal
from .own_files import check_own, open_own
from .query import ExportQuery

_JOURNAL = "journal"
_LOCK = "lock"
_OWN_NAME = re.compile(r"journal|lock|\w+\.new")
_ATTEMPTS = 100  # to lock a folder that other exports delete meanwhile


class ExportFolder:
    """The folder of an export. Use ``open`` in a ``with`` statement, then ``begin`` or ``resume``."""

    def __init__(self, path: Path, lock: BinaryIO) -> None:
        self._path = path
        self._lock = lock
        self._journal: Journal | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Return the folder at a path, locked. It is created if it does not exist.

        Raises:
            ValueError: It cannot be created, holds files of others, or another export uses it.
        """
        for _ in range(_ATTEMPTS):
            with suppress(FileExistsError):
                _create(path)
            # Another export may delete the folder, now that its file is written.
            with suppress(FileNotFoundError):
                _check_contents(path)
                lock = _locked(path / _LOCK)
                if lock is not None:
                    return cls(path, lock)
        raise ValueError(f"{path} is deleted again and again while this export tries to lock it. Choose another --to.")

    def begin(self, query: ExportQuery) -> Journal:
        """Return the journal of a new export.

        Raises:
            ValueError: The folder holds an interrupted export.
        """
        if is_interrupted(self._path):
            raise ValueError(
                f"{self._path} holds an interrupted export. Continue it with --resume, or delete the folder to start "
                "again."
            )
        self._delete_leftovers()
        self._journal = Journal.create(self._path / _JOURNAL, query, self.temporary())
        return self._journal

    def resume(self, query: ExportQuery) -> Journal:
        """Return the journal of an interrupted export, or of a new one if none was interrupted.

        Raises:
            ValueError: The interrupted export has another query, or cannot be read.
        """
        if not is_interrupted(self._path):
            return self.begin(query)
        self._delete_leftovers()
        try:
            self._journal = Journal.load(self._path / _JOURNAL, query)
        except ValueError as error:
            raise ValueError(f"the interrupted export in {self._path} cannot be continued, because {error}") from error
        return self._journal

    def temporary(self) -> Path:
        """Return an unused path for a file that is renamed when it is complete."""
        return self._path / f"{secrets.token_hex(8)}.new"

    def delete(self) -> None:
        """Delete the folder, now that the file is written or there is nothing to continue from."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        self._delete_leftovers()
        (self._path / _JOURNAL).unlink(missing_ok=True)
        # Another export that opened the file may lock it as soon as it is closed, so it is deleted first.
        lock = self._path / _LOCK
        if os.name == "posix":
            lock.unlink(missing_ok=True)
        self._lock.close()
        with suppress(OSError):  # another export has begun in the folder
            if os.name != "posix":  # Windows deletes no file that is open, here or in another export
                lock.unlink()
            self._path.rmdir()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        """Keep what there is to continue from, or delete the folder."""
        if self._lock.closed:  # deleted
            return
        if self._journal is None and is_interrupted(self._path):
            self._lock.close()
        elif self._journal is None or not self._journal.keys:
            self.delete()
        else:
            with self._lock, closing(self._journal):
                self._journal.sync()

    def _delete_leftovers(self) -> None:
        for path in self._path.glob("*.new"):
            path.unlink()


def folder_of(file: Path) -> Path:
    """Return the folder of the export to a file."""
    return file.parent / f"{file.name}.parts"


def is_interrupted(folder: Path) -> bool:
    """Tell whether a folder holds an export that can be continued."""
    return os.path.isfile(folder / _JOURNAL)


def _create(path: Path) -> None:
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        raise
    except OSError as error:
        raise ValueError(
            f"--to must be a file in a folder that can be written, but {path} cannot be created: {error.strerror}."
        ) from error


def _locked(path: Path) -> BinaryIO | None:
    """Return a file that is open and locked, or None if it was deleted meanwhile.

    Raises:
        ValueError: Another process has locked it.
    """
    file = open_own(path)
    try:
        portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
        if os.path.samestat(os.fstat(file.fileno()), os.lstat(path)):
            return file
    except portalocker.LockException as error:
        file.close()
        raise ValueError(
            f"another export is using {path.parent}. Wait until it has ended, or choose another --to."
        ) from error
    except FileNotFoundError:
        pass
    file.close()
    return None


def _check_contents(folder: Path) -> None:
    """Check that a folder holds nothing but files of an export of this user.

    Raises:
        ValueError: It is not a folder, is open to others, or holds other files, which must not be deleted.
        FileNotFoundError: It does not exist.
    """
    try:
        check_own(folder)
        others = sorted(path.name for path in folder.iterdir() if not _OWN_NAME.fullmatch(path.name))
        if others:
            raise ValueError(f"holds {others[0]!r}")  # noqa: TRY301 - one sentence for all problems
    except ValueError as problem:
        raise ValueError(
            f"{folder} must be the folder of the export, but it {problem}. Choose another --to, or delete it."
        ) from problem
