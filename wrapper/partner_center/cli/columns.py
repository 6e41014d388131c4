"""An offer as a row of CSV."""

import csv
import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

import attrs

from partner_center_api.types import UNSET

from .. import Offer

_ATTRIBUTES = tuple(field.name for field in attrs.fields(Offer) if field.init)

CSV_COLUMNS: Sequence[str] = (*_ATTRIBUTES, "unknown_members")
"""The attributes of an offer, and the members that the contract does not know, as JSON."""


def csv_row(offer: Offer) -> list[str]:
    """Return the cells of an offer, one for each of ``CSV_COLUMNS``."""
    cells = [_cell(getattr(offer, attribute)) for attribute in _ATTRIBUTES]
    return [*cells, _cell(offer.additional_properties or None)]


def write_rows(file: TextIO, rows: Iterable[Sequence[str]]) -> None:
    """Write rows to a file that translates no line ends, each as it comes: commas, each line ended by a line feed."""
    # All cells are quoted: on Python 3.11 the module would leave a carriage return bare, and readers begin a row there.
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)


def _cell(value: Any) -> str:
    """Return a text or a number as it is, and whatever has an inner structure as JSON."""
    value = value.to_dict() if attrs.has(type(value)) else value
    if isinstance(value, list | dict | bool):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None or value is UNSET else str(value)
