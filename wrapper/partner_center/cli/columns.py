"""The columns of CSV and Parquet files: the members of an offer, by their names on the wire."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import Any

from .standard_output import Writable


class Kind(Enum):
    """The type of a column."""

    TEXT = auto()
    BOOLEAN = auto()
    INTEGER = auto()
    TEXTS = auto()


KEY = "key"
"""The column with the market or the id of the customer."""

OTHER_MEMBERS = "otherMembers"
"""The column with the members of an offer that have no column of their own, as a JSON object."""

COLUMNS: Mapping[str, Kind | Mapping[str, Kind]] = {
    "acquisitionType": Kind.TEXT,
    "actions": Kind.TEXTS,
    "billing": Kind.TEXT,
    "category": {
        "id": Kind.TEXT,
        "name": Kind.TEXT,
        "rank": Kind.INTEGER,
        "locale": Kind.TEXT,
        "country": Kind.TEXT,
    },
    "conversionTargetOffers": Kind.TEXTS,
    "country": Kind.TEXT,
    "description": Kind.TEXT,
    "hasAddOns": Kind.BOOLEAN,
    "id": Kind.TEXT,
    "isAddOn": Kind.BOOLEAN,
    "isAutoRenewable": Kind.BOOLEAN,
    "isAvailableForPurchase": Kind.BOOLEAN,
    "isInternal": Kind.BOOLEAN,
    "isMicrosoftProduct": Kind.BOOLEAN,
    "isTrial": Kind.BOOLEAN,
    "limit": Kind.INTEGER,
    "limitUnitOfMeasure": Kind.TEXT,
    "locale": Kind.TEXT,
    "maximumQuantity": Kind.INTEGER,
    "minimumQuantity": Kind.INTEGER,
    "name": Kind.TEXT,
    "orderService": Kind.TEXT,
    "prerequisiteOffers": Kind.TEXTS,
    "product": {"id": Kind.TEXT, "name": Kind.TEXT, "type": Kind.TEXT, "unit": Kind.TEXT},
    "providerId": Kind.TEXT,
    "providerLocationId": Kind.TEXT,
    "providerName": Kind.TEXT,
    "rank": Kind.INTEGER,
    "reselleeQualifications": Kind.TEXTS,
    "resellerQualifications": Kind.TEXTS,
    "salesGroupId": Kind.TEXT,
    "supportedBillingCycles": Kind.TEXTS,
    "supportedCatalogTypes": Kind.TEXTS,
    "term": Kind.INTEGER,
    "termUnitOfMeasure": Kind.TEXT,
    "unitType": Kind.TEXT,
    "upgradeTargetOffers": Kind.TEXTS,
    "uri": Kind.TEXT,
}
"""The members of an offer that have a column of their own."""

# json.dumps would make a new encoder for each cell.
_to_json = json.JSONEncoder(ensure_ascii=False).encode
# What spreadsheets take for the beginning of a formula. Source: OWASP, CSV injection.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - full width, on purpose


CSV_COLUMNS: Sequence[str] = (*COLUMNS, OTHER_MEMBERS)
"""The columns of an offer in a CSV file."""


def csv_row(offer: Mapping[str, Any], *, excel: bool = False) -> list[str]:
    """Return the cells of an offer, one for each of ``CSV_COLUMNS``, as the service sent them or for a spreadsheet."""
    other = {name: value for name, value in offer.items() if name not in COLUMNS}
    return [_cell(value, excel=excel) for value in (*map(offer.get, COLUMNS), other or None)]


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
