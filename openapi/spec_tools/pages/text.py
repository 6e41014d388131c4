"""Reads text copied from a browser.

Copying loses what is a table and what is a heading. Cells come apart by lines, tabs or bars, and empty cells vanish.
So a table is found by its line of column names, and its rows by what can stand in each column.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from spec_tools.pages.document import Document, Line, Table, UnreadablePage, document
from spec_tools.pages.types_in_words import is_a_format, is_surely_a_type

# The tables of the REST reference, whose cells stand on lines of their own, and those of the guides, with a line a row.
_IN_LINES = [
    ("name", "in", "required", "type", "description"),
    ("name", "required", "type", "description"),
    ("name", "type", "description"),
    ("name", "description"),
    ("value", "description"),
]
_ROW_A_LINE = {
    ("method", "request uri"): re.compile(r"(GET|PUT|POST|PATCH|DELETE|HEAD)\s+(\S.*)"),
    ("name", "type", "required", "description"): re.compile(
        r"(\S+)\s+([a-z]+(?: \(\w+\))?)\s+(Y|N|Yes|No|True|False|Required|Optional)\b\s*(.*)"
    ),
}
_COLUMNS = {" ".join(columns): columns for columns in [*_IN_LINES, *_ROW_A_LINE]}
_IN = re.compile(r"(path|query|header|body|formData|cookie)(?: (True|False))?")
_STATUS = re.compile(r"[1-5](\d\d|XX)\b.*|default|Other Status Codes", re.IGNORECASE)
_RULE = re.compile(r"[\s|:]*(-{3,}[\s|:]*){2,}")  # what stands below the columns of a table with bars
_SECTIONS = {"uri parameters", "request header", "request headers", "responses", "definitions"}
_END = {"feedback", "additional resources"}


def read_text(text: str) -> Document:
    """Read a page from text.

    Raises:
        UnreadablePage: A table, or a row of one, is not understood.
    """
    lines = [Line(line.strip(), number) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for head, rule in pairwise(lines):
        if _RULE.fullmatch(rule.text) and not _columns(head.text):
            raise UnreadablePage(f"line {head.line}: a table with the columns {head.text!r} is not known.")
    starts = [index for index, line in enumerate(lines) if _columns(line.text)]
    blocks: list[Line | Table] = list(lines[: starts[0] if starts else None])
    names: list[str] = []
    for start, end in pairwise([*starts, len(lines)]):
        before = blocks[-1] if blocks else None
        heading = before if isinstance(before, Line) and _may_head(before, names) else None
        table, rest = _table(lines[start], lines[start + 1 : end], names, heading)
        if table.columns == ("name", "description"):
            names = [row[0].text for row in table.rows]
        blocks += [table, *rest]
    return document(blocks)


def _columns(text: str) -> tuple[str, ...] | None:
    """Return the columns that a line names, or None where it names none."""
    return _COLUMNS.get(" ".join(text.replace("|", " ").lower().split()))


def _may_head(line: Line, names: Collection[str]) -> bool:
    return line.text.lower() in _SECTIONS or line.text in names


def _table(head: Line, below: list[Line], names: Collection[str], heading: Line | None) -> tuple[Table, list[Line]]:
    """Return the table that begins with a line of column names, and the lines that come after it."""
    columns = _columns(head.text) or ()
    if "|" in head.text:
        rows, rest = _rows_with_bars(columns, below)
    elif columns in _ROW_A_LINE:
        rows, rest = _rows_a_line(columns, below)
    else:
        rows, rest = _rows_in_lines(head, columns, below, names)
    if not rows:
        raise UnreadablePage(f"line {head.line}: no row of the table {head.text!r} is understood.")
    return Table(columns, rows, head.line, heading), rest


def _rows_with_bars(columns: tuple[str, ...], below: list[Line]) -> tuple[list[list[Line]], list[Line]]:
    rows: list[list[Line]] = []
    for index, line in enumerate(below):
        if "|" not in line.text:
            return rows, below[index:]
        cells = [cell.strip() for cell in line.text.removeprefix("|").removesuffix("|").split("|")]
        if len(cells) != len(columns):
            raise UnreadablePage(f"line {line.line}: {len(columns)} cells were expected, and found {len(cells)}.")
        if any(cell.strip(":-") for cell in cells):
            rows.append([Line(cell, line.line) for cell in cells])
    return rows, []


def _rows_a_line(columns: tuple[str, ...], below: list[Line]) -> tuple[list[list[Line]], list[Line]]:
    rows: list[list[Line]] = []
    for index, line in enumerate(below):
        match = _ROW_A_LINE[columns].fullmatch(line.text)
        if match is None:
            return rows, below[index:]
        rows.append([Line(cell, line.line) for cell in match.groups()])
    return rows, []


def _rows_in_lines(
    head: Line, columns: tuple[str, ...], below: list[Line], names: Collection[str]
) -> tuple[list[list[Line]], list[Line]]:
    """Split the lines up to the next table into rows, and what stands behind the last row.

    Behind it stands the heading of the next table, if copying kept it. A name there is a heading where the rows are
    whole without it: the last cell of a row may be a name as well.
    """
    end = next((index for index, line in enumerate(below) if line.text.lower() in _END), len(below))
    cells = [Line(part.strip(), line.line) for line in below[:end] for part in line.text.split("\t") if part.strip()]
    rest = [cell for cell in cells if cell.text.startswith("Media Types:")] + below[end:]
    cells = [cell for cell in cells if not cell.text.startswith("Media Types:")]
    if columns == ("name", "description"):
        names = {cell.text for index, cell in enumerate(cells) if cell.text not in {c.text for c in cells[:index]}}
    if cells and _may_head(cells[-1], names):
        rows, _ = _parse(columns, cells[:-1], names)
        repeated = columns != ("name", "description") or cells[-1].text in {cell.text for cell in cells[:-1]}
        if rows is not None and repeated:
            return rows, [*rest, cells[-1]]
    rows, stuck = _parse(columns, cells, names)
    if rows is None:
        raise UnreadablePage(
            f"line {stuck.line}: {stuck.text!r} fits no cell of the table {head.text!r} of line {head.line}."
        )
    return rows, rest


def _parse(
    columns: tuple[str, ...], cells: Sequence[Line], names: Collection[str]
) -> tuple[list[list[Line]] | None, Line]:
    """Return the rows that the cells make, or None with the cell that fits nowhere."""
    rows: list[list[Line]] = []
    index = 0
    while index < len(cells):
        found = _start_of_row(columns, cells, index, names)
        if found is not None:
            row, index = found
            rows.append([row.get(column, Line("", row[columns[0]].line)) for column in columns])
        elif rows and (" " in cells[index].text or cells[index].text.endswith(".")):
            before = rows[-1][-1]
            rows[-1][-1] = Line(f"{before.text}\n{cells[index].text}".strip(), before.line)
            index += 1
        else:  # one word that is neither a name nor a sentence: a name with a type that nobody knows?
            return None, cells[index]
    return rows, Line("", 0)


def _start_of_row(
    columns: tuple[str, ...], cells: Sequence[Line], index: int, names: Collection[str]
) -> tuple[dict[str, Line], int] | None:
    """Return the cells of a row without its description, and where that may begin, or None where no row begins."""
    first = cells[index]
    row = {columns[0]: first}
    index += 1
    if _STATUS.fullmatch(first.text) and columns == ("name", "type", "description"):
        if index < len(cells) and is_surely_a_type(cells[index].text, names):
            row["type"], index = cells[index], index + 1
        return row, index
    name, _, behind = first.text.partition(" ")
    row[columns[0]] = Line(name, first.line)
    if "type" not in columns:
        return None if behind else (row, index)
    if behind in ("True", "False") and "required" in columns:
        row["required"], behind = Line(behind, first.line), ""
    if "in" in columns:
        match = _IN.fullmatch(cells[index].text) if index < len(cells) else None
        if match is None:
            return None
        row["in"] = Line(match[1], cells[index].line)
        row["required"] = Line(match[2] or "", cells[index].line)
        index += 1
    if "required" in columns and index < len(cells) and cells[index].text in ("True", "False"):
        row["required"], index = cells[index], index + 1
    if behind and not behind.startswith("enum:"):
        return None
    if not behind and index < len(cells):
        behind, index = cells[index].text, index + 1
    line = cells[index - 1].line
    if behind.startswith("enum:"):
        while index < len(cells) and cells[index].text[0] in "•*-":
            behind, index = f"{behind}\n{cells[index].text}", index + 1
    elif not is_surely_a_type(behind, names):
        return None
    elif index < len(cells) and is_a_format(cells[index].text):
        behind, index = f"{behind}\n{cells[index].text}", index + 1
    row["type"] = Line(behind, line)
    return row, index
