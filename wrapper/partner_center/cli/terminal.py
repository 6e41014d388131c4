"""Standard output at a terminal, where control characters of a response could move the cursor or reverse text.

Files and pipes get exactly what the service sent.
"""

import re
import sys
from collections.abc import Callable
from typing import Protocol

# C0 without tab and line feed, DEL and C1, line separators, and what changes the direction of text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Writable(Protocol):
    """What text can be written to."""

    def write(self, text: str, /) -> object: ...


def escape_json(text: str) -> str:
    """Return a JSON text with control characters as escapes, which are the same JSON."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def replace_controls(text: str) -> str:
    """Return a text with U+FFFD in place of each control character."""
    return _CONTROL.sub("\ufffd", text)


def standard_output(make_safe: Callable[[str], str]) -> Writable:
    """Return standard output. At a terminal, ``make_safe`` is applied to each text."""
    return _Safe(make_safe) if sys.stdout.isatty() else sys.stdout


class _Safe:
    def __init__(self, make_safe: Callable[[str], str]) -> None:
        self._make_safe = make_safe

    def write(self, text: str, /) -> None:
        sys.stdout.write(self._make_safe(text))
