"""An offer as a row of CSV."""

import csv
import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

import attrs

from partner_center import UNSET, Offer

_ATTRIBUTES = tuple(field.name for field in attrs.fields(Offer) if field.init)

CSV_COLUMNS: Sequence[str] = (*_ATTRIBUTES, "unknown_members")
"""The attributes of an offer, and the members that the contract does not name, as JSON."""


def csv_row(offer: Offer) -> list[str]:
    """Return the cells of an offer, one for each of ``CSV_COLUMNS``."""
    cells = [_cell(getattr(offer, attribute)) for attribute in _ATTRIBUTES]
    return [*cells, _cell(offer.additional_properties or None)]


def write_rows(file: TextIO, rows: Iterable[Sequence[str]]) -> None:
    """Write rows, each as soon as it is available, to a file that does not translate line ends.

    Cells are separated by commas, and each row ends with a line feed.
    """
    # All cells are quoted, because Python 3.11 does not quote a carriage return, and readers begin a new row there.
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)


def _cell(value: Any) -> str:
    """Return a string or a number as it is, and everything else as JSON."""
    value = value.to_dict() if attrs.has(type(value)) else value
    if isinstance(value, list | dict | bool):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None or value is UNSET else str(value)
