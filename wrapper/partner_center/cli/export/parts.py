"""The folder beside the file to be written, where an export keeps what it has until it has all.

Each catalogue becomes a file of its own, which gets its final name only when it is whole. So at whatever byte the
process is killed, every catalogue is there in full or not at all. The name says how many bytes and offers there are, so
a file that lost its end when the whole machine went down is told from a good one, and its catalogue is read again.
"""

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Self

import attrs

from .query import Question

_OWN_NAME = re.compile(r"\d{5,}-\w+\.new|\d{5,}-\d+-\d+\.jsonl|question\.(json|new)|whole\.new")


@attrs.frozen
class Part:
    """A catalogue, whole, as JSON lines."""

    path: Path
    offers: int


class GrowingPart:
    """A catalogue of which pages are still to come."""

    def __init__(self, folder: Path, number: int) -> None:
        descriptor, name = tempfile.mkstemp(prefix=f"{number:05}-", suffix=".new", dir=folder)
        self._number = number
        self._path = Path(name)
        self._file = os.fdopen(descriptor, "wb")
        self._offers = 0

    def add(self, lines: bytes, *, offers: int) -> None:
        """Append the lines of so many offers."""
        self._file.write(lines)
        self._offers += offers

    def finish(self) -> Part:
        """Make a part of it, now that it is whole."""
        size = self._file.tell()
        self._file.close()
        path = self._path.with_name(f"{self._number:05}-{self._offers}-{size}.jsonl")
        self._path.rename(path)
        return Part(path, self._offers)

    def discard(self) -> None:
        """Take it away: its catalogue cannot be read to its end."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class Parts:
    """What an export has so far."""

    def __init__(self, folder: Path, question: Question) -> None:
        self._folder = folder
        self._numbers = {catalogue: number for number, catalogue in enumerate(question.catalogues)}
        self._catalogues = question.catalogues
        self.whole: dict[str, Part] = {}
        """The catalogues that need not be read again."""

    @classmethod
    def begin(cls, folder: Path, question: Question) -> Self:
        """Return the parts of a new export, of which there are none.

        Raises:
            ValueError: There is an interrupted export, which may be continued, or the folder cannot be made.
        """
        if is_interrupted(folder):
            raise ValueError(
                f"an export was interrupted, and what it has is in {folder}. Continue it with --resume, or delete "
                "that folder to begin anew."
            )
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise ValueError(
                f"--to cannot be written: the folder {folder} cannot be made: {error.strerror}."
            ) from error
        for leftover in _own_files(folder):
            leftover.unlink()
        new = folder / "question.new"
        new.write_text(question.to_json(), encoding="utf-8")
        new.rename(_question_file(folder))
        return cls(folder, question)

    @classmethod
    def resume(cls, folder: Path, question: Question) -> Self:
        """Return the parts of an interrupted export, or of a new one where none was interrupted.

        Raises:
            ValueError: The interrupted export asked for something else, or the folder cannot be made.
        """
        if not is_interrupted(folder):
            return cls.begin(folder, question)
        try:
            asked = Question.from_json(_question_file(folder).read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"the export in {folder} cannot be continued: {error}. Delete that folder.") from error
        if asked != question:
            names = [field.name for field in attrs.fields(Question)]
            other = [name for name in names if getattr(asked, name) != getattr(question, name)]
            raise ValueError(
                f"the interrupted export in {folder} asked for other {' and '.join(other)}. Ask for the same, or "
                "delete that folder to begin anew."
            )
        parts = cls(folder, question)
        parts._collect()
        return parts

    def grow(self, catalogue: str) -> GrowingPart:
        """Return a place for the pages of a catalogue."""
        return GrowingPart(self._folder, self._numbers[catalogue])

    def in_order(self) -> list[Part]:
        """Return what is there, in the order of the question."""
        return [self.whole[catalogue] for catalogue in self._catalogues if catalogue in self.whole]

    def remove(self) -> None:
        """Delete all parts, now that the file is written."""
        shutil.rmtree(self._folder)

    def remove_if_empty(self) -> None:
        """Delete the folder where there is nothing in it to go on from."""
        if not self.whole:
            self.remove()

    def _collect(self) -> None:
        for path in _own_files(self._folder):
            name = re.fullmatch(r"(\d{5,})-(\d+)-(\d+)\.jsonl", path.name)
            is_of_question = name is not None and int(name[1]) < len(self._catalogues)
            if name is not None and is_of_question and path.stat().st_size == int(name[3]):
                self.whole[self._catalogues[int(name[1])]] = Part(path, int(name[2]))
            elif path != _question_file(self._folder):
                path.unlink()


def _own_files(folder: Path) -> list[Path]:
    """Return what is in a folder of parts.

    Raises:
        ValueError: It holds what no export has put there, or leads elsewhere: whatever is not ours is not deleted.
    """
    found = list(folder.iterdir())
    others = [path.name for path in found if not _OWN_NAME.fullmatch(path.name)]
    if others or folder.is_symlink():
        what = f"holds {sorted(others)[0]!r}" if others else "leads to another place"
        raise ValueError(f"{folder} is where the parts of the export go, but it {what}. Choose another --to.")
    return found


def parts_folder(file: Path) -> Path:
    """Return where the parts of a file are until all of them are there."""
    return file.parent / f"{file.name}.parts"


def is_interrupted(folder: Path) -> bool:
    """Return whether a folder holds an export that can be continued."""
    return os.path.isfile(_question_file(folder))


def _question_file(folder: Path) -> Path:
    return folder / "question.json"
