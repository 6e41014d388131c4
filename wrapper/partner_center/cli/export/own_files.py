"""Files that other users of a shared folder cannot have put there, and that follow no links."""

import os
import stat
import tempfile
from pathlib import Path
from typing import BinaryIO

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


def open_own(path: Path, *, new: bool = False) -> BinaryIO:
    """Return a file that is open for reading and appending, without a buffer. Only its owner can read a new one.

    Raises:
        FileExistsError: It must be new, and exists.
        OSError: It is a link, or cannot be opened.
    """

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | _NO_FOLLOW | (os.O_EXCL if new else 0), 0o600)

    return open(path, "a+b", buffering=0, opener=opener)


def check_own(folder: Path) -> None:
    """Check that a folder belongs to this user alone, and so does everything in it.

    Raises:
        ValueError: It does not. The message completes a sentence about the folder.
        FileNotFoundError: It does not exist.
    """
    status = os.lstat(folder)
    if not stat.S_ISDIR(status.st_mode):
        raise ValueError("is a link" if stat.S_ISLNK(status.st_mode) else "is a file")
    if os.name == "posix" and status.st_uid != os.geteuid():
        raise ValueError("belongs to another user")
    if os.name == "posix" and status.st_mode & _OTHERS and _has_modes(folder):
        raise ValueError(f"is open to other users (its mode is {stat.S_IMODE(status.st_mode):o}, not 700)")
    for path in folder.iterdir():
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            raise ValueError(f"holds {path.name!r}, which is not a file")
        if os.name == "posix" and status.st_uid != os.geteuid():
            raise ValueError(f"holds {path.name!r}, which belongs to another user")


def _has_modes(folder: Path) -> bool:
    """Tell whether the file system of a folder stores modes. FAT, and drives of Windows in WSL, do not."""
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".new") as file:
        return not os.fstat(file.fileno()).st_mode & _OTHERS
