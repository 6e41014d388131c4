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


class ReportFormat(StrEnum):
    """A format for the report of ``doctor``."""

    TABLE = "table"
    JSON = "json"


def _show_log(verbosity: int) -> int:
    if verbosity:
        from .reporting import show_log

        show_log(verbosity)
    return verbosity


Verbose = Annotated[
    int,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        callback=_show_log,
        show_default=False,
        metavar="",
        help="Show what the command does on standard error; -vv shows each page too.",
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
