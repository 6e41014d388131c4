"""The file of an export: its format, and how it is replaced as a whole."""

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

import attrs

from .folder import folder_of
from .writers import write_csv, write_jsonl

Write = Callable[[Iterable[bytes], BinaryIO], None]
"""Writes pages of JSON lines in the format of a file."""


@attrs.frozen
class Target:
    """The file of an export.

    Attributes:
        file: The file.
        write: Writes the file.
    """

    file: Path
    write: Write

    @classmethod
    def of(cls, file: Path, *, excel: bool) -> "Target":
        """Return the target for a file, in the format of its suffix.

        Raises:
            ValueError: The suffix is not that of a format, excel is not for that format, the folder does not exist,
                pyarrow is needed and missing, or the file is a link, which leads to a file that the user did not name.
        """
        if excel and file.suffix != ".csv":
            raise ValueError(f"--excel needs a .csv file, got {str(file)!r}.")
        if file.suffix not in _FORMATS:
            raise ValueError(f"--to must end in {' or '.join(_FORMATS)}, got {str(file)!r}.")
        if os.path.islink(file):
            raise ValueError(
                f"--to must not be a symbolic link, got {str(file)!r}. Give the file that it leads to: "
                f"{os.path.realpath(file)!r}"
            )
        # Path's methods raise if access is denied.
        if not os.path.isdir(file.parent) or (os.path.exists(file) and not os.path.isfile(file)):
            raise ValueError(f"--to must be a file in a folder that exists, got {str(file)!r}.")
        return cls(file, partial(write_csv, excel=True) if excel else _FORMATS[file.suffix]())

    @property
    def folder(self) -> Path:
        """The folder that holds the journal until the file is written."""
        return folder_of(self.file)

    def replace(self, pages: Iterable[bytes], temporary: Path) -> None:
        """Write pages to a temporary file in the same file system, and rename it. An existing file keeps its mode."""
        with temporary.open("xb") as file:
            self.write(pages, file)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(self.file.stat().st_mode))
        temporary.replace(self.file)
        _sync_folder(self.file.parent)


def _sync_folder(folder: Path) -> None:
    """Write the new name to the disk before the journal is deleted."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _parquet() -> Write:
    try:
        from .parquet import write_parquet
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        raise ValueError(
            "Parquet needs pyarrow. Install it with: pip install 'partner-center-offers[arrow]'"
        ) from error
    return write_parquet


_FORMATS: Mapping[str, Callable[[], Write]] = {
    ".jsonl": lambda: write_jsonl,
    ".csv": lambda: write_csv,
    ".parquet": _parquet,
}
