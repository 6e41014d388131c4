"""CSV has a row for each offer, and its cells are read as they were written."""

import csv
import io
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partner_center.cli.columns import CSV_COLUMNS, csv_row, write_rows
from partner_center.snapshots.columns import columns

CELLS = st.text(st.characters(codec="utf-8") | st.sampled_from("\r\n\",;'\t\0 \v\f\x1c\x85\u2028"))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4))
@example([["a\rb", "c"], ["", "\0"]])
def test_rows_are_read_as_they_were_written(rows: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    write_rows(file, rows)
    file.seek(0)
    assert list(csv.reader(file, strict=True)) == rows


@pytest.mark.parametrize("text", ["a\rb", "a\r\nb", "\r", 'a","b', "\0", "=1+1", "-5"])
def test_an_offer_is_one_row(text: str) -> None:
    assert cells({"id": "A", "name": text, "description": text}) == ("A", text, text)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])  # noqa: RUF001
def test_a_text_for_excel_never_begins_like_a_formula(start: str) -> None:
    text = f"{start}HYPERLINK(0)"
    assert cells({"id": text, "name": "Contoso -", "description": ""}, excel=True) == (f"'{text}", "Contoso -", "")


def test_numbers_for_excel_stay_numbers() -> None:
    row = dict(zip(CSV_COLUMNS, csv_row({"limit": -1, "rank": 0}, excel=True), strict=True))
    assert (row["limit"], row["rank"]) == ("-1", "0")


def test_the_columns_are_members_of_an_offer_and_one_for_all_others() -> None:
    row = csv_row({"isTrial": True, "billing": None, "category": {"id": "x"}, "actions": ["a"], "new": {"b": "ü"}})
    assert {name: cell for name, cell in zip(CSV_COLUMNS, row, strict=True) if cell} == {
        "isTrial": "true",
        "category": '{"id": "x"}',
        "actions": '["a"]',
        "otherMembers": '{"new": {"b": "ü"}}',
    }
    assert [*columns(), "otherMembers"] == list(CSV_COLUMNS)


def cells(offer: dict[str, Any], *, excel: bool = False) -> tuple[str, str, str]:
    """Return the cells for the id, the name and the description of an offer, read from a CSV file."""
    file = io.StringIO(newline="")
    write_rows(file, [csv_row(offer, excel=excel)])
    file.seek(0)
    (row,) = csv.reader(file, strict=True)
    named = dict(zip(CSV_COLUMNS, row, strict=True))
    return named["id"], named["name"], named["description"]
