"""Offers as a table for people, or as JSON, JSON lines or CSV for programs."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from itertools import chain

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .. import Offer, OfferCategory, billing_cycles
from .csv_rows import CSV_COLUMNS, csv_row, write_rows
from .failures import messages, printable


class Output(StrEnum):
    """How to write offers."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def write_offers(offers: Iterable[Offer], output: Output) -> None:
    """Write offers to standard output; all but the table write each offer as it comes."""
    _WRITERS[output](offers)


def _write_table(offers: Iterable[Offer]) -> None:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("Id", "Name", "Category", "Billing", "Cycles"):
        table.add_column(heading, overflow="fold")
    table.add_column("Quantity", justify="right")
    table.add_column("Kind")
    for offer in offers:
        category = offer.category.name if isinstance(offer.category, OfferCategory) else ""
        kind = "add-on" if offer.is_add_on else "trial" if offer.is_trial else ""
        quantity = f"{offer.minimum_quantity or 0} to {offer.maximum_quantity or 0}"
        cycles = ", ".join(map(str, billing_cycles(offer)))
        cells = (offer.id, offer.name, category, offer.billing, cycles, quantity, kind)
        table.add_row(*(Text(printable(cell or "")) for cell in cells))
    # Without a terminal there is no width to fit into: whoever reads the pipe gets whole lines.
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    messages.print(f"{table.row_count} offers")


def _write_json(offers: Iterable[Offer]) -> None:
    separator = "[\n"
    for offer in offers:
        sys.stdout.write(separator + json.dumps(offer.to_dict(), ensure_ascii=False))
        separator = ",\n"
    sys.stdout.write("[]\n" if separator == "[\n" else "\n]\n")


def _write_jsonl(offers: Iterable[Offer]) -> None:
    for offer in offers:
        sys.stdout.write(json.dumps(offer.to_dict(), ensure_ascii=False) + "\n")


def _write_csv(offers: Iterable[Offer]) -> None:
    write_rows(sys.stdout, chain([CSV_COLUMNS], map(csv_row, offers)))


_WRITERS: Mapping[Output, Callable[[Iterable[Offer]], None]] = {
    Output.TABLE: _write_table,
    Output.JSON: _write_json,
    Output.JSONL: _write_jsonl,
    Output.CSV: _write_csv,
}
