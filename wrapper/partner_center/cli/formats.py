"""The formats of offers and categories: a table for people, and JSON, JSON lines and CSV for programs.

All formats but the table are written while pages arrive.
"""

import json
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Protocol

import attrs
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from partner_center.snapshots import OTHER_MEMBERS

from .columns import csv_row, write_rows
from .options import OutputFormat
from .reporting import counted, messages, printable
from .standard_output import escape_json, replace_controls, safe_output

_NUMBERS = {"Quantity", "Rank"}
_LEAST_NAME_WIDTH = 20
_PADDING = 3  # of a column, with the space between two columns


class Item(Protocol):
    """An offer or a category."""

    def to_dict(self) -> dict[str, Any]: ...


@attrs.frozen(kw_only=True)
class ItemKind:
    """How items of one kind are shown.

    Attributes:
        noun: What an item is called.
        columns: The columns of the table. Those named Id and Name are always shown.
        optional: The other columns, the most important first. A narrow terminal has no room for all.
        cells: Returns the cells of an item, in the order of the columns.
        members: The members that have a column in CSV.
    """

    noun: str
    columns: Sequence[str]
    optional: Sequence[str]
    cells: Callable[[Any], Sequence[object]]
    members: Collection[str]


def write_items(items: Iterable[Item], kind: ItemKind, output: OutputFormat, *, excel: bool) -> None:
    """Write items to standard output."""
    match output:
        case OutputFormat.TABLE:
            _write_table(items, kind)
        case OutputFormat.JSON:
            _write_json(items)
        case OutputFormat.JSONL:
            for item in items:
                write_object(item)
        case OutputFormat.CSV:
            rows = (csv_row(item.to_dict(), kind.members, excel=excel) for item in items)
            write_rows(safe_output(replace_controls), chain([[*kind.members, OTHER_MEMBERS]], rows), excel=excel)


def write_object(item: Item) -> None:
    """Write an item as JSON on a line."""
    safe_output(escape_json).write(json.dumps(item.to_dict(), ensure_ascii=False) + "\n")


def _write_json(items: Iterable[Item]) -> None:
    output = safe_output(escape_json)
    separator = "[\n"
    for item in items:
        output.write(separator + json.dumps(item.to_dict(), ensure_ascii=False))
        separator = ",\n"
    output.write("[]\n" if separator == "[\n" else "\n]\n")


def _write_table(items: Iterable[Item], kind: ItemKind) -> None:
    rows = [[printable(cell or "") for cell in kind.cells(item)] for item in items]
    widths = {name: max(map(cell_len, cells)) for name, *cells in zip(kind.columns, kind.columns, *rows, strict=True)}
    full_width = sum(widths.values()) + _PADDING * (len(widths) + 1)
    # A pipe has no width: lines are not folded there.
    console = Console(width=None if sys.stdout.isatty() else full_width)
    shown = _columns_that_fit(widths, kind.optional, console.width)
    table = Table(box=box.SIMPLE_HEAD)
    for name in filter(shown.__contains__, kind.columns):
        is_whole = name == "Id" and widths["Id"] + _PADDING < console.width
        table.add_column(name, overflow="fold", no_wrap=is_whole, justify="right" if name in _NUMBERS else "left")
    for row in rows:
        table.add_row(*(Text(cell) for name, cell in zip(kind.columns, row, strict=True) if name in shown))
    console.print(table)
    messages.print(counted(len(rows), kind.noun))
    if hidden := [name for name in kind.columns if name not in shown]:
        messages.print(f"Not shown, because the terminal is too narrow: {', '.join(hidden)}.")


def _columns_that_fit(widths: Mapping[str, int], optional: Sequence[str], width: int) -> set[str]:
    """Return the columns that a width has room for. Ids are never folded; names may be."""
    room = width - widths["Id"] - min(widths["Name"], _LEAST_NAME_WIDTH) - 3 * _PADDING
    shown = {"Id", "Name"}
    for name in optional:
        needed = widths[name] + _PADDING
        if needed > room:
            break
        room -= needed
        shown.add(name)
    return shown
