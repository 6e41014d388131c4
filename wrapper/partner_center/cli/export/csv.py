"""CSV: a row an offer, the catalogue in the first column."""

import csv
from collections.abc import Iterable
from pathlib import Path

from ... import Offer
from ..csv_rows import CSV_COLUMNS, csv_row
from .jsonl import offers_in
from .parts import Part


def write_csv(parts: Iterable[Part], destination: Path) -> None:
    """Write parts into one file: UTF-8, commas, a header, each line ended by a line feed."""
    with destination.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["catalogue", *CSV_COLUMNS])
        for part in parts:
            writer.writerows([catalogue, *csv_row(Offer.from_dict(offer))] for catalogue, offer in offers_in(part))
