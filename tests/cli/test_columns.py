"""CSV: a row an offer, and each cell as it was, whatever is in it."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partner_center import Offer
from partner_center.cli.columns import CSV_COLUMNS, csv_row, write_rows

CELLS = st.text(st.characters(codec="utf-8") | st.sampled_from("\r\n\",;'\t\0 \v\f\x1c\x85\u2028"))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4))
@example([["a\rb", "c"], ["", "\0"]])
def test_rows_come_back_as_they_were(rows: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    write_rows(file, rows)
    file.seek(0)
    assert list(csv.reader(file, strict=True)) == rows


@pytest.mark.parametrize("text", ["a\rb", "a\r\nb", "\r", 'a","b', "\0"])
def test_an_offer_is_one_row(text: str) -> None:
    file = io.StringIO(newline="")
    write_rows(file, [csv_row(Offer.from_dict({"id": "A", "name": text, "description": text}))])
    file.seek(0)
    (row,) = csv.reader(file, strict=True)
    named = dict(zip(CSV_COLUMNS, row, strict=True))
    assert (named["id"], named["name"], named["description"]) == ("A", text, text)
