"""How an error becomes a line for a person and an exit status."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import typer
from rich.console import Console
from rich.text import Text

from .. import PartnerCenterError

# A message is shown as it is: names of files and answers of services may hold what rich takes for markup.
messages = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
"""Where everything goes that is not data."""

FAILED = 1
WRONG_USE = 2


@contextmanager
def wrong_use() -> Iterator[None]:
    """Turn the refusal of an argument or a setting into a line on standard error and exit status 2.

    It belongs around what looks at arguments and settings, and nothing else: a ValueError from elsewhere is a mistake
    of ours, and shows as such.
    """
    try:
        yield
    except ValueError as error:
        messages.print(Text.assemble(("Wrong use: ", "bold red"), printable(error)))
        raise typer.Exit(WRONG_USE) from error


@contextmanager
def failures_for_people() -> Iterator[None]:
    """Turn what a service, a file or standard output refuses into a line on standard error and exit status 1."""
    try:
        yield
        sys.stdout.flush()
    except PartnerCenterError as error:
        messages.print(Text.assemble((f"{type(error).__name__}: ", "bold red"), printable(error)))
        raise typer.Exit(FAILED) from error
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever read the output has enough of it; typer ends without a word
        _close_standard_output_if_it_fails()
        messages.print(Text.assemble((f"{type(error).__name__}: ", "bold red"), printable(error)))
        raise typer.Exit(FAILED) from error


def printable(text: object) -> str:
    """Return a text without the control characters by which a service could command a terminal."""
    return "".join(character if character.isprintable() else " " for character in str(text))


def _close_standard_output_if_it_fails() -> None:
    # What cannot be written would fail once more, and with a traceback, when the interpreter ends.
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            sys.stdout.close()
