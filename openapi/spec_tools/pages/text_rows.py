"""Splits the cells of a table in copied text into rows."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from spec_tools.pages.document import Line, NotUnderstood
from spec_tools.pages.documented_type import continues_type, enum_value, is_surely_a_type

STATUS = re.compile(r"([1-5](?:\d\d|XX))\b.*|(default|Other Status Codes)", re.IGNORECASE)
_FITS = {
    "in": re.compile(r"path|query|header|body|formData|cookie", re.IGNORECASE),
    "required": re.compile(r"True|False|TRUE|FALSE|Y|N|Yes|No|Required|Optional"),
}
_MERGED = re.compile(r"(\S+) (True|False|enum:.*)")  # cells that a copy puts on one line
_MERGED_REQUIRED = re.compile(r"(\S+) (Y|N|Yes|No|TRUE|FALSE|Required|Optional)")
_NAME = re.compile(r"[A-Za-z_$@][\w.$@-]*")
_LOWER = re.compile(r"[a-z_$@][\w.$@-]*|[A-Z]{2,}-\w+")  # a property or header, not the only word of a sentence


@dataclass
class Rows:
    """The rows of a table.

    Attributes:
        rows: The rows.
        not_understood: The cells that fit no row.
        is_open: Whether the last row may lack a cell.
    """

    rows: list[list[Line]] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    is_open: bool = False


class RowReader:
    """Reads the rows of a table with these columns.

    Attributes:
        columns: The columns.
    """

    def __init__(self, columns: tuple[str, ...], names: Collection[str]) -> None:
        self.columns = columns
        self._names = names

    def read(self, cells: Sequence[Line]) -> Rows:
        """Split cells into rows. Cells that begin no row are lines of the description above them."""
        found, index = Rows(), 0
        cells = [part for cell in cells for part in self._parts(cell)]
        while index < len(cells):
            started = self._row(cells, index)
            if started is None and self._may_begin_a_row(cells, index):
                started = self._row_with_an_unknown_cell(cells, index)
            if started is not None:
                row, index = started
                found.rows.append([row.get(column, Line("", row[self.columns[0]].line)) for column in self.columns])
                found.is_open = index >= len(cells) and "type" in self.columns and "type" not in row
                continue
            self._continue_row(found, cells, index)
            index += 1
        return found

    def _parts(self, cell: Line) -> list[Line]:
        if "\t" in cell.text or "type" not in self.columns:
            return [cell]
        required = _MERGED_REQUIRED.fullmatch(cell.text) if "required" in self.columns else None
        match = _MERGED.fullmatch(cell.text) or required
        if match and (_NAME.fullmatch(match[1]) or _FITS["in"].fullmatch(match[1])):
            return [Line(match[1], cell.line), Line(match[2], cell.line)]
        return [cell]

    def _continue_row(self, found: Rows, cells: Sequence[Line], index: int) -> None:
        cell = cells[index]
        if not found.rows:
            found.not_understood.append(NotUnderstood(cell.line, cell.text, "a row must begin with a name"))
            found.is_open = True
            return
        last = found.rows[-1]
        if self.columns == ("name", "description") and " " not in cell.text and not cell.text.endswith("."):
            found.not_understood.append(NotUnderstood(cell.line, cell.text, "a definition must have a table"))
            return
        at = self.columns.index("description") if "description" in self.columns else len(last) - 1
        is_one_word = "type" in self.columns and _LOWER.fullmatch(cell.text) is not None
        found.is_open = is_one_word and index + 1 == len(cells)
        if is_one_word and last[at].text:  # a description may be one word, but a second paragraph is not
            typed = is_surely_a_type(cell.text, self._names)
            fault, expected = cell, f"a name must have a type, and {last[0].text} has one"
            if typed:
                fault, expected = cells[index - 1], "the cells above a type must be those of its row"
            found.not_understood.append(NotUnderstood(fault.line, fault.text, expected))
            return
        last[at] = Line(f"{last[at].text}\n{cell.text}".strip(), last[at].line if last[at].text else cell.line)

    def _row(self, cells: Sequence[Line], index: int) -> tuple[dict[str, Line], int] | None:
        """Return the cells of a row without its description, and the index after them, or None if no row begins."""
        first = cells[index]
        if "\t" in first.text:
            parts = [Line(part, first.line) for part in first.text.split("\t")]
            return self._with_values(dict(zip(self.columns, parts, strict=True)), cells, index + 1)
        if self.columns[:2] == ("name", "type") and STATUS.fullmatch(first.text):
            typed = index + 1 < len(cells) and is_surely_a_type(cells[index + 1].text, self._names)
            return {"name": first, **({"type": cells[index + 1]} if typed else {})}, index + 1 + typed
        if "type" not in self.columns:
            return self._row_without_type(cells, index)
        if not _NAME.fullmatch(first.text):
            return None
        row, index = {self.columns[0]: first}, index + 1
        for column in self.columns[1:]:
            cell = cells[index] if index < len(cells) else Line("", 0)
            if column in ("in", "required") and _FITS[column].fullmatch(cell.text):
                row[column], index = cell, index + 1
            elif column == "type" and (cell.text.startswith("enum:") or is_surely_a_type(cell.text, self._names)):
                row, index = self._with_values({**row, "type": cell}, cells, index + 1)
            elif column in ("in", "type"):
                return None
        return row, index

    def _row_without_type(self, cells: Sequence[Line], index: int) -> tuple[dict[str, Line], int] | None:
        first = cells[index]
        is_name = first.text in self._names if self.columns == ("name", "description") else " " not in first.text
        return ({self.columns[0]: first}, index + 1) if is_name and not first.text.endswith(".") else None

    def _with_values(self, row: dict[str, Line], cells: Sequence[Line], index: int) -> tuple[dict[str, Line], int]:
        """Add the lines below the type that belong to it: its values, its format and its limits."""
        type_ = row.get("type", Line("", 0))
        is_enum = type_.text.startswith("enum:")
        while index < len(cells) and (
            continues_type(cells[index].text)
            or (is_enum and enum_value(cells[index].text) is not None and self._row(cells, index) is None)
        ):
            type_ = Line(f"{type_.text}\n{cells[index].text}", type_.line)
            index += 1
        return {**row, **({"type": type_} if type_.text else {})}, index

    def _may_begin_a_row(self, cells: Sequence[Line], index: int) -> bool:
        """Return whether a cell may be the name of a row of which another cell is not understood."""
        below = cells[index + 1] if index + 1 < len(cells) else None
        return (
            "type" in self.columns
            and _LOWER.fullmatch(cells[index].text) is not None
            and below is not None
            and len(below.text.split()) < 4
            and not below.text.endswith((".", ":"))
            and self._is_a_cell(cells, index + 1)
        )

    def _is_a_cell(self, cells: Sequence[Line], index: int) -> bool:
        """Return whether a cell is not the name of a row."""
        started = self._row(cells, index)
        capital = not _LOWER.fullmatch(cells[index].text)
        return started is None or (capital and "required" in self.columns and "required" not in started[0])

    def _row_with_an_unknown_cell(self, cells: Sequence[Line], index: int) -> tuple[dict[str, Line], int]:
        """Return the cells of a row with one cell that is not understood, each in the column that it must be of."""
        row, index = {self.columns[0]: cells[index]}, index + 1
        for column in self.columns[1 : self.columns.index("type")]:
            typed = [is_surely_a_type(cell.text, self._names) for cell in cells[index : index + 3]]
            fits = _FITS[column].fullmatch(cells[index].text) if column in _FITS else None
            if fits or (column in _FITS and any(typed) and not typed[0]):
                row[column], index = cells[index], index + 1
        return self._with_values({**row, "type": cells[index]}, cells, index + 1)
