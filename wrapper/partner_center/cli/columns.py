"""The cells of CSV files, which have the columns of ``partner_center.snapshots.columns``."""

import csv
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from partner_center.snapshots import KEY as KEY
from partner_center.snapshots import OTHER_MEMBERS, columns

from .standard_output import Writable

# json.dumps would make a new encoder for each cell.
_to_json = json.JSONEncoder(ensure_ascii=False).encode
# What spreadsheets take for the beginning of a formula. Source: OWASP, CSV injection.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - full width, on purpose


CSV_COLUMNS: Sequence[str] = (*columns(), OTHER_MEMBERS)
"""The columns of an offer in a CSV file."""


def csv_row(item: Mapping[str, Any], members: Collection[str] = columns(), *, excel: bool = False) -> list[str]:
    """Return the cells of an offer, or of an item with other ``members``: one for each member, and one for all others.

    The cells are as the service sent them, or for a spreadsheet.
    """
    other = {name: value for name, value in item.items() if name not in members}
    return [_cell(value, excel=excel) for value in (*map(item.get, members), other or None)]


def excel_text(text: str) -> str:
    """Return a text with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_rows(file: Writable, rows: Iterable[Sequence[str]], *, excel: bool = False) -> None:
    """Write rows, each as soon as it is available, to a file that does not translate line ends.

    Cells are separated by commas, and each row ends with a line feed. For Excel, a byte order mark comes first.
    """
    if excel:
        file.write("\ufeff")
    # All cells are quoted, because Python 3.11 does not quote a carriage return, and readers begin a new row there.
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)


def _cell(value: Any, *, excel: bool) -> str:
    """Return a string or a number as it is, and everything else as JSON."""
    if isinstance(value, str):
        return excel_text(value) if excel else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _to_json(value) if isinstance(value, list | dict) else str(value)
