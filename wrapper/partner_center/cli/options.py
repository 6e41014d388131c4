"""The options that several commands have, and the values of options. Nothing here loads the client."""

from enum import StrEnum
from typing import Annotated

import typer

MAX_CONCURRENCY = 100
"""How many calls a client can make at once."""


class OfferFormat(StrEnum):
    """A format for offers."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class DiffFormat(StrEnum):
    """A format for changes."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class ReportFormat(StrEnum):
    """A format for the report of ``doctor``."""

    TABLE = "table"
    JSON = "json"


def _show_log(verbose: bool) -> bool:
    if verbose:
        from .reporting import show_log

        show_log()
    return verbose


Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        callback=_show_log,
        help="Show the settings, and each request and response, on standard error.",
    ),
]
Category = Annotated[
    str | None, typer.Option(metavar="ID", help="Read only the offers of this category, such as Enterprise_Key.")
]
PageSize = Annotated[
    int | None, typer.Option(metavar="N", help="How many offers to request at once. By default, all of them.")
]
Excel = Annotated[
    bool,
    typer.Option(
        "--excel",
        help="Write CSV for Excel: with a byte order mark, and an apostrophe before texts that begin like a formula.",
    ),
]
Locale = Annotated[
    str | None, typer.Option(metavar="NAME", help="The language of names and descriptions, such as de-DE.")
]
