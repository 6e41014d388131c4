"""Reads text copied from a browser.

A copy does not mark tables and headings. Cells are on lines of their own, or apart by tabs or bars, and empty cells are
lost. So a table is found by the names of its columns, and a row by what each column can have.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spec_tools.pages.columns import column_name, columns_in, columns_of
from spec_tools.pages.document import Document, Line, NotUnderstood, Table, document
from spec_tools.pages.request_line import RequestLine
from spec_tools.pages.text_rows import RowReader

_RULE = re.compile(r"[\s|:]*(-{3,}[\s|:]*){2,}")  # the line below the head of a table with bars
_CALL = re.compile(r"(GET|PUT|POST|PATCH|DELETE|HEAD)\s+(\S.*)")
_ON_ONE_LINE = re.compile(r"(\S+)\s+([a-z]+(?: \(\w+\))?)\s+(Y|N|Yes|No|True|False|Required|Optional)\b\s*(.*)")
_METHODS = {"GET", "PUT", "POST", "PATCH", "DELETE", "HEAD"}
_MAP = re.compile(r"<\s*([\w.]+)\s*,\s*([\w.]+)\s*>")  # a type that may be on two lines
_STATUS_LINE = re.compile(r"HTTP/[\d.]+ \d{3}\b.*")
_SECTIONS = {
    *("uri parameters", "uri parameter", "request header", "request headers", "request body", "responses", "security"),
    *("scopes", "examples", "sample request", "sample response", "definitions", "feedback", "additional resources"),
    *("rest request", "rest response", "request syntax", "request example", "response example", "prerequisites"),
    *("response success and error codes", "remarks", "see also", "next steps", "error codes", "note"),
}
_LIST = ("name", "description")


def read_text(text: str) -> Document:
    """Read a page from text."""
    text = _MAP.sub(lambda match: f"<{match[1]}, {match[2]}>{match[0].count(chr(10)) * chr(10)}", text)
    return document(list(_blocks(_joined_heads(list(_lines(text))))))


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines that are not empty. A tab at the end is kept: an empty cell may follow it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield Line(line.strip(" ").rstrip("\r"), number, heading=line.strip().lower() in _SECTIONS)


def _joined_heads(lines: list[Line]) -> list[Line]:
    """Join the cells of a head of a table that are on lines of their own."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        part_of_head = before and column_name(line.text) and all(map(column_name, before.text.split("\t")))
        if before and part_of_head:
            found[-1] = Line(f"{before.text}\t{line.text}", before.line)
        else:
            found.append(line)
    return found


def _blocks(lines: Sequence[Line]) -> Iterator[Line | Table | NotUnderstood]:
    unknown = {head.line for head, rule in pairwise(lines) if _RULE.fullmatch(rule.text) and "|" in head.text}
    heads = [index for index, line in enumerate(lines) if columns_in(line.text) or line.line in unknown]
    names = _definition_names(lines, heads)
    yield from lines[: heads[0] if heads else None]
    for start, end in pairwise([*heads, len(lines)]):
        if start and lines[start - 1].text.lower() == "scopes":
            yield from _with_heading(lines[start:end], names)
        else:
            yield from _table(lines[start], lines[start + 1 : end], names)


def _columns(head: Line) -> tuple[str, ...]:
    return columns_in(head.text) or columns_of([cell.strip() for cell in head.text.strip("| ").split("|")])


def _definition_names(lines: Sequence[Line], heads: Sequence[int]) -> set[str]:
    """Return the names in the list of definitions that a heading, a table or a type of the page has too."""
    for start, end in pairwise([*heads, len(lines)]):
        above = lines[start - 1].text.strip() if start else ""
        if _columns(lines[start]) == _LIST and above != "Scopes":
            listed = [cell.text for line in lines[start + 1 : end] for cell in _split(line)]
            others = [cell.text for line in (*lines[:start], *lines[end:]) for cell in _split(line)]
            used = {text.partition(" ")[0].removesuffix("[]") for text in others}
            return {text for text in listed if " " not in text and (text in used or listed.count(text) > 1)}
    return set()


def _table(head: Line, below: Sequence[Line], names: Collection[str]) -> Iterator[Line | Table | NotUnderstood]:
    """Yield the table that begins with a head, and the lines after it."""
    columns = _columns(head)
    below = [line for line in below if not _RULE.fullmatch(line.text)]
    if columns == ("method", "request uri"):
        below = _joined_calls(below)
    if columns == ("method", "request uri") or _is_on_one_line(columns, below):
        rows, after = _rows_on_one_line(columns, below)
        yield Table(columns, rows, head.line)
        yield from _with_heading(after, names)
        return
    end = _end(columns, below)
    region, rest = below[:end], below[end:]
    cells = [cell for line in region for cell in _split(line, len(columns))]
    reader = RowReader(columns, names)
    at = _heading_at(cells, reader, names)
    found = reader.read(cells[:at])
    yield Table(columns, found.rows, head.line)
    yield from found.not_understood
    if at < len(cells):
        yield Line(cells[at].text, cells[at].line, heading=True)
        yield from (Line(cell.text, cell.line) for cell in cells[at + 1 :])
    yield from _with_heading(rest, names)


def _end(columns: tuple[str, ...], below: Sequence[Line]) -> int:
    """Return the index of the first line that is no longer part of a table.

    It is a heading, an example, or the line after the last row if each row is on one line.
    """
    end = next((index for index, line in enumerate(below) if _is_outside(line)), len(below))
    marked = [index for index, line in enumerate(below[:end]) if "\t" in line.text or "|" in line.text]
    on_one_line = marked[:1] == [0] and "\t" in _split(below[0], len(columns))[0].text
    return marked[-1] + 1 if on_one_line else end


def _is_outside(line: Line) -> bool:
    return line.heading or RequestLine.read(line.text) is not None or bool(_STATUS_LINE.fullmatch(line.text))


def _with_heading(lines: Sequence[Line], names: Collection[str]) -> Iterator[Line]:
    """Yield the lines between two tables. The last one that is the name of a definition is the heading of the next."""
    named = [index for index, line in enumerate(lines) if line.text.strip() in names]
    for index, line in enumerate(lines):
        yield replace(line, text=line.text.strip(), heading=line.heading or index in named[-1:])


def _joined_calls(lines: Sequence[Line]) -> list[Line]:
    """Join the methods and the URIs that are on lines of their own."""
    found: list[Line] = []
    for line in lines:
        if found and found[-1].text in _METHODS:
            found[-1] = Line(f"{found[-1].text} {line.text}", found[-1].line)
        else:
            found.append(line)
    return found


def _is_on_one_line(columns: tuple[str, ...], region: Sequence[Line]) -> bool:
    return columns == ("name", "type", "required", "description") and bool(
        region and "|" not in region[0].text and _ON_ONE_LINE.fullmatch(region[0].text)
    )


def _rows_on_one_line(columns: tuple[str, ...], region: Sequence[Line]) -> tuple[list[list[Line]], list[Line]]:
    """Return the rows of a table in which a row is on one line, and the lines after it."""
    pattern = _CALL if "method" in columns else _ON_ONE_LINE
    rows: list[list[Line]] = []
    for index, line in enumerate(region):
        match = pattern.fullmatch(line.text.replace("|", " ").strip())
        if match is None:
            return rows, list(region[index:])
        rows.append([Line(cell.strip(), line.line) for cell in match.groups()])
    return rows, []


def _split(line: Line, columns: int = 0) -> list[Line]:
    """Return the cells on a line, without the empty ones unless the line is a whole row."""
    for mark in ("\t", "|"):
        if mark in line.text:
            text = line.text.strip(" ").removeprefix("|").removesuffix("|") if mark == "|" else line.text
            parts = [part.strip() for part in text.split(mark)]
            if columns and len(parts) == columns and parts[0]:
                return [Line("\t".join(parts), line.line)]
            return [Line(part, line.line) for part in parts if part]
    return [Line(line.text.strip(), line.line)]


def _heading_at(cells: Sequence[Line], reader: RowReader, names: Collection[str]) -> int:
    """Return the index of the cell that is the heading of the next table, or the number of cells.

    A name of a definition is the heading if the rows before it are whole. It may also be the last cell of a row.
    """
    if not {"name", "value"} & set(reader.columns) or "required" in reader.columns:
        return len(cells)
    for index in range(len(cells) - 1, 0, -1):
        if cells[index].text not in names:
            continue
        repeated = reader.columns != _LIST or cells[index].text in {cell.text for cell in cells[:index]}
        sure = cells[index].text not in {cell.text for cell in cells[index + 1 :]}
        if repeated and sure and not reader.read(cells[:index]).is_open:
            return index
    return len(cells)
