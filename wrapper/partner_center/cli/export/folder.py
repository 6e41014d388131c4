"""The folder beside the file of an export, which holds the journal until the file is written."""

import os
import re
import secrets
import shutil
from contextlib import closing
from pathlib import Path
from typing import Self

from .journal import Journal
from .query import ExportQuery

_JOURNAL = "journal"
_OWN_NAME = re.compile(r"journal|\w+\.new")


class ExportFolder:
    """The folder of an export. Use ``open`` in a ``with`` statement, then ``begin`` or ``resume``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal: Journal | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Return the folder at a path, which is created if it does not exist.

        Raises:
            ValueError: It cannot be created, or holds files of others.
        """
        try:
            path.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise ValueError(
                f"--to must be a file in a folder that can be written, but {path} cannot be created: {error.strerror}."
            ) from error
        _check_contents(path)
        return cls(path)

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
        shutil.rmtree(self._path, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        """Keep what there is to continue from, or delete the folder."""
        journal, self._journal = self._journal, None
        if journal is None:
            if not is_interrupted(self._path):
                self.delete()
            return
        with closing(journal):
            if journal.keys:
                journal.sync()
        if not journal.keys:
            self.delete()

    def _delete_leftovers(self) -> None:
        for path in self._path.glob("*.new"):
            path.unlink()


def folder_of(file: Path) -> Path:
    """Return the folder of the export to a file."""
    return file.parent / f"{file.name}.parts"


def is_interrupted(folder: Path) -> bool:
    """Tell whether a folder holds an export that can be continued."""
    return os.path.isfile(folder / _JOURNAL)


def _check_contents(folder: Path) -> None:
    """Check that a folder holds nothing but files of an export.

    Raises:
        ValueError: The folder is a link, or holds other files, which must not be deleted.
    """
    others = sorted(path.name for path in folder.iterdir() if not _OWN_NAME.fullmatch(path.name))
    if others or folder.is_symlink():
        problem = f"holds {others[0]!r}" if others else "is a link"
        raise ValueError(f"{folder} is the folder for the parts of the export, but it {problem}. Choose another --to.")
