"""Ctrl-C: the first one ends a command in order, a second one ends it at once. Neither shows a traceback."""

import os
import signal
import sys
from typing import NoReturn

INTERRUPTED = 130
"""The exit status that shells report after Ctrl-C."""

_SHOW_CURSOR = b"\x1b[?25h"  # the progress of an export hides it


def handle_interrupts() -> None:
    """Handle Ctrl-C, unless this process ignores it, as the background jobs of some shells do."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def ignore_interrupts() -> None:
    """Ignore Ctrl-C while the interpreter exits, which would show a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    signal.signal(signal.SIGINT, _end)
    raise KeyboardInterrupt


def _end(_signal: int, _frame: object) -> NoReturn:
    # What an export has read is safe at any moment, so nothing needs to be cleaned up.
    if sys.stderr is not None and sys.stderr.isatty():
        os.write(2, _SHOW_CURSOR)
    os._exit(INTERRUPTED)
