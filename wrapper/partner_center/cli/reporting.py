"""What a command tells on standard error: its errors, with an exit status, and with --verbose its log."""

import errno
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.text import Text

from partner_center import PartnerCenterError

from .network import explain
from .standard_output import BROKEN_PIPE, FAILED, discard_standard_output

# File names and responses may contain what rich takes for markup.
messages = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
"""The console for everything that is not data."""

USAGE_ERROR = 2


@contextmanager
def usage_errors() -> Iterator[None]:
    """Report an invalid argument or setting, and exit with status 2.

    Put only the code into it that checks arguments and settings: a ValueError of any other code is a bug, and must show
    its traceback.
    """
    try:
        yield
    except ValueError as error:
        _report("Usage error", str(error))
        raise typer.Exit(USAGE_ERROR) from error


@contextmanager
def reported_errors() -> Iterator[None]:
    """Report an error of the service, of a file or of standard output, and exit with status 1."""
    try:
        yield
        sys.stdout.flush()
    except PartnerCenterError as error:
        _report(type(error).__name__, explain(error))
        raise typer.Exit(FAILED) from error
    except OSError as error:
        _discard_standard_output_if_it_fails()
        if error.errno == errno.EPIPE:
            raise typer.Exit(BROKEN_PIPE) from error  # the reader of the output has stopped reading
        _report(type(error).__name__, str(error))
        raise typer.Exit(FAILED) from error


def printable(text: object) -> str:
    """Return a text without control characters, which could send commands to a terminal."""
    return "".join(character if character.isprintable() else " " for character in str(text))


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, such as ``1 offer`` or ``1,500 countries``."""
    if count != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun}"


def show_log() -> None:
    """Show the records of the logger ``partner_center``, from level DEBUG.

    The loggers of other packages stay as they are, because that of httpx writes the ids of customers.
    """
    log = logging.getLogger("partner_center")
    log.setLevel(logging.DEBUG)
    log.propagate = False  # PARTNER_CENTER_LOG shows the records that reach the root logger
    if not any(isinstance(handler, _MessageHandler) for handler in log.handlers):
        handler = _MessageHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))
        log.addHandler(handler)


def _report(label: str, message: str) -> None:
    messages.print(Text.assemble((f"{label}: ", "bold red"), printable(message)))


def _discard_standard_output_if_it_fails() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        discard_standard_output()


class _MessageHandler(logging.Handler):
    """Writes records to the console of messages, above the progress of an export."""

    def emit(self, record: logging.LogRecord) -> None:
        messages.print(Text(printable(self.format(record))))
