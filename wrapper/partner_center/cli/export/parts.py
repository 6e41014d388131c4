"""The folder beside the file of an export, which holds what has been read until everything has.

Each key has a file of its own, which gets its final name when all offers of the key have been read. So if the process
is killed at any moment, the folder holds all offers of a key or none. The name contains the number of bytes and offers:
a file that lost its end in a crash of the machine is recognized, and its key is read again.
"""

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Self

import attrs

from .query import ExportQuery

_OWN_NAME = re.compile(r"\d{5,}-\w+\.new|\d{5,}-\d+-\d+\.jsonl|query\.(json|new)|whole\.new")


@attrs.frozen
class Part:
    """All offers of a key, as JSON lines."""

    path: Path
    offers: int


class GrowingPart:
    """The offers of a key of which further pages follow."""

    def __init__(self, folder: Path, number: int) -> None:
        descriptor, name = tempfile.mkstemp(prefix=f"{number:05}-", suffix=".new", dir=folder)
        self._number = number
        self._path = Path(name)
        self._file = os.fdopen(descriptor, "wb")
        self._offers = 0

    def add(self, lines: bytes, *, offers: int) -> None:
        """Append the lines of some offers."""
        self._file.write(lines)
        self._offers += offers

    def finish(self) -> Part:
        """Return the part, now that all offers have been read."""
        size = self._file.tell()
        self._file.close()
        path = self._path.with_name(f"{self._number:05}-{self._offers}-{size}.jsonl")
        self._path.rename(path)
        return Part(path, self._offers)

    def discard(self) -> None:
        """Delete the file, because the key cannot be read to its end."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class Parts:
    """What an export has read so far."""

    def __init__(self, folder: Path, query: ExportQuery) -> None:
        self._folder = folder
        self._numbers = {key: number for number, key in enumerate(query.keys)}
        self._keys = query.keys
        self.complete: dict[str, Part] = {}
        """The keys that have been read."""

    @classmethod
    def begin(cls, folder: Path, query: ExportQuery) -> Self:
        """Return the parts of a new export.

        Raises:
            ValueError: The folder holds an interrupted export, or cannot be created.
        """
        if is_interrupted(folder):
            raise ValueError(
                f"{folder} holds an interrupted export. Continue it with --resume, or delete the folder to start again."
            )
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise ValueError(
                f"--to must be a file in a folder that can be written, but {folder} cannot be created: "
                f"{error.strerror}."
            ) from error
        for leftover in _own_files(folder):
            leftover.unlink()
        new = folder / "query.new"
        new.write_text(query.to_json(), encoding="utf-8")
        new.rename(_query_file(folder))
        return cls(folder, query)

    @classmethod
    def resume(cls, folder: Path, query: ExportQuery) -> Self:
        """Return the parts of an interrupted export, or of a new one if none was interrupted.

        Raises:
            ValueError: The interrupted export has another query, or the folder cannot be created.
        """
        if not is_interrupted(folder):
            return cls.begin(folder, query)
        try:
            stored = ExportQuery.from_json(_query_file(folder).read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"the export in {folder} cannot be continued: {error}. Delete the folder.") from error
        difference = query.difference(stored)
        if difference is not None:
            raise ValueError(
                f"the interrupted export in {folder} cannot be continued, because {difference}. Use the same options "
                "and PARTNER_CENTER_* variables as before, or delete the folder to start again."
            )
        parts = cls(folder, query)
        parts._collect()
        return parts

    def grow(self, key: str) -> GrowingPart:
        """Return a new file for the pages of a key."""
        return GrowingPart(self._folder, self._numbers[key])

    def in_order(self) -> list[Part]:
        """Return all parts, in the order of the query."""
        return [self.complete[key] for key in self._keys if key in self.complete]

    def remove(self) -> None:
        """Delete all parts, now that the file is written."""
        shutil.rmtree(self._folder)

    def remove_if_empty(self) -> None:
        """Delete the folder if it holds nothing to continue from."""
        if not self.complete:
            self.remove()

    def _collect(self) -> None:
        for path in _own_files(self._folder):
            name = re.fullmatch(r"(\d{5,})-(\d+)-(\d+)\.jsonl", path.name)
            is_of_query = name is not None and int(name[1]) < len(self._keys)
            if name is not None and is_of_query and path.stat().st_size == int(name[3]):
                self.complete[self._keys[int(name[1])]] = Part(path, int(name[2]))
            elif path != _query_file(self._folder):
                path.unlink()


def _own_files(folder: Path) -> list[Path]:
    """Return the files in a folder of parts.

    Raises:
        ValueError: The folder is a link, or holds files that no export has created, which must not be deleted.
    """
    found = list(folder.iterdir())
    others = [path.name for path in found if not _OWN_NAME.fullmatch(path.name)]
    if others or folder.is_symlink():
        problem = f"holds {sorted(others)[0]!r}" if others else "is a link"
        raise ValueError(f"{folder} is the folder for the parts of the export, but it {problem}. Choose another --to.")
    return found


def parts_folder(file: Path) -> Path:
    """Return the folder that holds the parts of a file."""
    return file.parent / f"{file.name}.parts"


def is_interrupted(folder: Path) -> bool:
    """Tell whether a folder holds an export that can be continued."""
    return os.path.isfile(_query_file(folder))


def _query_file(folder: Path) -> Path:
    return folder / "query.json"
