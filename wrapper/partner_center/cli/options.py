"""The options that several commands have, and the values of options. Nothing here loads the client."""

from enum import StrEnum
from typing import Annotated

import typer

MAX_CONCURRENCY = 100
"""How many calls a client can make at once."""


class OutputFormat(StrEnum):
    """A format for offers and categories."""

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
Country = Annotated[str | None, typer.Option(metavar="XX", help="Read this market, a two-letter country code.")]
Customer = Annotated[
    str | None, typer.Option(metavar="ID", help="Read what this customer can buy; the id is the GUID of its tenant.")
]
Category = Annotated[
    str | None, typer.Option(metavar="ID", help="Read only the offers of this category, such as Enterprise_Key.")
]
PageSize = Annotated[
    int | None, typer.Option(metavar="N", help="How many offers to request at once. By default, all of them.")
]
Output = Annotated[OutputFormat, typer.Option(help="The format of the output.")]
Excel = Annotated[
    bool,
    typer.Option(
        "--excel",
        help="Write CSV for Excel: with a byte order mark, and an apostrophe before texts that begin like a formula.",
    ),
]
OfferId = Annotated[
    str, typer.Argument(metavar="ID", help="The id of the offer, a GUID or another id such as MS-AZR-0145P.")
]
Locale = Annotated[
    str | None, typer.Option(metavar="NAME", help="The language of names and descriptions, such as de-DE.")
]
