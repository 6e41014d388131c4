"""CSV: a row for each offer, with the key in the first column."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from ..columns import CSV_COLUMNS, KEY, csv_row, excel_text, write_rows
from .jsonl import offers_in
from .parts import Part


def write_csv(parts: Iterable[Part], destination: Path, *, excel: bool = False) -> None:
    """Write parts to one file: UTF-8, commas, a header, each line ended by a line feed."""
    with destination.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        found = chain.from_iterable(map(offers_in, parts))
        rows = ([excel_text(key) if excel else key, *csv_row(offer, excel=excel)] for key, offer in found)
        write_rows(file, chain([[KEY, *CSV_COLUMNS]], rows), excel=excel)
