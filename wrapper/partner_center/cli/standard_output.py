"""Standard output: its encoding, the exit status if it cannot be written, and what a terminal must not get.

Control characters of a response could move the cursor or reverse text. Files and pipes get exactly what the service
sent.
"""

import errno
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn, Protocol

FAILED = 1
BROKEN_PIPE = 141
"""What shells report for a program that SIGPIPE ends: its reader, such as ``head``, has stopped reading."""

# C0 without tab and line feed, DEL and C1, line separators, and what changes the direction of text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def prepare_standard_output() -> None:
    """Make standard output UTF-8 with line feeds on every platform, or exit if it is closed."""
    if sys.stdout is None:
        sys.exit("partner-center: standard output is closed. Redirect it to a file, a pipe or the null device.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # UTF-8 has no lone surrogates: they are written as JSON escapes.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


@contextmanager
def output_errors_reported() -> Iterator[None]:
    """Exit with status 141 and no message if the reader of standard output stops, or with status 1 and a message if
    standard output cannot be written for another reason.

    This is for the help, and for what is buffered when the program ends. Commands report such errors themselves.
    """
    try:
        try:
            yield
        except SystemExit as error:
            # typer and rich handle a broken pipe themselves, and exit with status 1.
            if isinstance(error.__context__, OSError) and error.__context__.errno == errno.EPIPE:
                raise error.__context__ from None
            sys.stdout.flush()
            raise
        sys.stdout.flush()
    except OSError as error:
        _exit(error)


def discard_standard_output() -> None:
    """Let standard output discard what is still buffered, which would fail again when the interpreter exits."""
    with suppress(OSError, ValueError):
        null_device = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null_device, 1 if sys.__stdout__ is None else sys.__stdout__.fileno())
        os.close(null_device)


def _exit(error: OSError) -> NoReturn:
    discard_standard_output()
    if error.errno == errno.EPIPE:
        raise SystemExit(BROKEN_PIPE) from None
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
    raise SystemExit(FAILED) from None


class Writable(Protocol):
    """What text can be written to."""

    def write(self, text: str, /) -> object: ...


def escape_json(text: str) -> str:
    """Return a JSON text with control characters as escapes, which are the same JSON."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def replace_controls(text: str) -> str:
    """Return a text with U+FFFD in place of each control character."""
    return _CONTROL.sub("\ufffd", text)


def safe_output(make_safe: Callable[[str], str]) -> Writable:
    """Return standard output. At a terminal, ``make_safe`` is applied to each text."""
    return _Safe(make_safe) if sys.stdout.isatty() else sys.stdout


class _Safe:
    def __init__(self, make_safe: Callable[[str], str]) -> None:
        self._make_safe = make_safe

    def write(self, text: str, /) -> None:
        sys.stdout.write(self._make_safe(text))
