"""How an error becomes a line for a person and an exit status."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.text import Text

from .. import PartnerCenterError

messages = Console(stderr=True, highlight=False, soft_wrap=True)
"""Where everything goes that is not data."""


@contextmanager
def failures_for_people() -> Iterator[None]:
    """Turn errors into a line on standard error, and into exit status 1, or 2 for wrong use."""
    try:
        yield
        sys.stdout.flush()
    except ValueError as error:
        messages.print(Text.assemble(("Wrong use: ", "bold red"), printable(error)))
        raise typer.Exit(2) from error
    except PartnerCenterError as error:
        messages.print(Text.assemble((f"{type(error).__name__}: ", "bold red"), printable(error)))
        raise typer.Exit(1) from error


def printable(text: object) -> str:
    """Return a text without the control characters by which a service could command a terminal."""
    return "".join(character if character.isprintable() else " " for character in str(text))
