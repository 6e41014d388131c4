"""The facts of a page of the REST reference."""

import re
from collections.abc import Callable, Collection
from itertools import takewhile

from spec_tools.pages.definitions import is_list, is_typed, is_values, read_definitions
from spec_tools.pages.document import Document, Line, Table
from spec_tools.pages.documented_type import DocumentedType
from spec_tools.pages.facts import Fact, PageFacts
from spec_tools.pages.reading import Reading
from spec_tools.pages.request_line import RequestLine
from spec_tools.pages.text_rows import STATUS

_OF_CALLS = {"method", "path", "parameter", "request header", "response header", "status", "media type"}
_OF_DEFINITIONS = {"definition", "property", "value"}
_HEADERS = re.compile(r"headers:?", re.IGNORECASE)
_HEADER = re.compile(r"(?P<name>[A-Za-z][\w-]*)\s*:\s*(?P<type>[a-z].*)")
_MEDIA_TYPES = re.compile(r"Media Types:\s*(.*)", re.IGNORECASE)
_PLACES = ("path", "query", "header")


def looks_like_reference(page: Document) -> bool:
    """Return whether a page has the tables that only the REST reference has."""
    return any(_is_parameters(table) or is_values(table) for table in page.tables)


def reference_facts(page: Document) -> PageFacts:
    """Return the facts of a page of the REST reference."""
    reading = Reading(page)
    calls = _request_lines(reading)
    listed = _parameters(reading)
    for call, line in calls:
        for name, _ in call.query:
            if not reading.is_unread(name) and name not in listed and "parameter" not in reading.missing:
                reading.state(Fact(("query", name), line.line, name))
    _request_headers(reading)
    _responses(reading)
    tables = [table for table in page.tables if not is_responses(table)]
    unheaded = read_definitions(reading, tables)
    if not unheaded and not any(fact.subject[0] == "definition" for fact in reading.facts):
        reading.lack("a list of definitions (columns name, description) and their tables", _OF_DEFINITIONS)
    for table in tables:
        known = _is_parameters(table) or _is_headers(table) or is_values(table) or is_typed(table) or is_list(table)
        reading.check_columns(table, known=known)
    return reading.result("reference", _OF_CALLS | _OF_DEFINITIONS, unheaded=unheaded)


def is_responses(table: Table) -> bool:
    """Return whether a table lists the responses."""
    return is_typed(table) and bool(table.rows) and STATUS.fullmatch(table.rows[0][0].text) is not None


def _is_parameters(table: Table) -> bool:
    return {"name", "in"} <= set(table.columns)


def _is_headers(table: Table) -> bool:
    return {"name", "required", "type"} <= set(table.columns) and "in" not in table.columns


def _tables(reading: Reading, is_one: Callable[[Table], bool], what: str, kinds: Collection[str]) -> list[Table]:
    found = [table for table in reading.page.tables if is_one(table) and table.rows and table.title != "request body"]
    if not found:
        reading.lack(what, kinds)
    return found


def _request_lines(reading: Reading) -> list[tuple[RequestLine, Line]]:
    """Read the lines with a method and a URI. A call in the examples states nothing if it fits one of them."""
    found = [(call, line) for line in reading.page.lines if (call := RequestLine.read(line.text))]
    reading.consumed |= {line for _, line in found}
    first_table = min((table.line for table in reading.page.tables), default=0)
    templates = list(takewhile(lambda one: one[1].line < first_table, found)) or found
    stated = templates + [one for one in found if not any(one[0].is_example_of(call) for call, _ in templates)]
    if not stated:
        reading.lack("the address, a line with a method and a URI", {"method", "path"})
    for call, line in stated:
        reading.state(Fact(("method",), line.line, call.method))
        reading.state(Fact(("path",), line.line, call.path))
    return templates


def _parameters(reading: Reading) -> set[str]:
    what = "the URI parameters, a table with the columns name, in, required, type"
    listed = set()
    for table in _tables(reading, _is_parameters, what, {"parameter"}):
        for row in table.cells():
            name, place = row["name"], row["in"].text.lower()
            if place not in _PLACES:
                reading.fail(row["in"].line, row["in"].text, f"a parameter must be in one of {', '.join(_PLACES)}")
            listed.add(name.text)
            reading.state(
                Fact(
                    ("parameter", name.text),
                    name.line,
                    name.text,
                    type=reading.type_in(row.get("type"), row.get("default")),
                    required=reading.required_in(row.get("required")),
                    place=place if place in _PLACES else None,
                )
            )
    return listed


def _request_headers(reading: Reading) -> None:
    what = "the request headers, a table with the columns name, required, type"
    for table in _tables(reading, _is_headers, what, {"request header"}):
        for row in table.cells():
            name = row["name"]
            required, type_ = reading.required_in(row["required"]), reading.type_in(row["type"])
            reading.state(
                Fact(("request header", name.text.lower()), name.line, name.text, type=type_, required=required)
            )


def _responses(reading: Reading) -> None:
    what = "the responses, a table with the columns name and type that begins with a status"
    kinds = {"status", "media type", "response header"}
    lines: list[Line] = []
    for table in _tables(reading, is_responses, what, kinds):
        for row in table.cells():
            described = row.get("description", Line("", 0))
            said = [Line(part, described.line + number) for number, part in enumerate(described.text.splitlines())]
            lines += said
            match = STATUS.fullmatch(row["name"].text)
            if match is None:
                reading.fail(row["name"].line, row["name"].text, "a response must begin with a status such as 200 OK")
                continue
            type_ = reading.type_in(row["type"]) if row["type"].text else DocumentedType("nothing")
            code = match[1].upper() if match[1] else "default"
            reading.state(Fact(("status", code), row["name"].line, code, type=type_))
            _response_headers(reading, said)
    _media_types(reading, lines or reading.page.lines)


def _response_headers(reading: Reading, lines: list[Line]) -> None:
    """Read the lines below the word Headers in the description of a response."""
    start = next((index for index, line in enumerate(lines, 1) if _HEADERS.fullmatch(line.text)), len(lines))
    for line in lines[start:]:
        match = _HEADER.fullmatch(line.text)
        if match:
            reading.consumed.add(line)
            name = match["name"]
            type_ = reading.type_in(Line(match["type"], line.line))
            reading.state(Fact(("response header", name.lower()), line.line, name, type=type_))


def _media_types(reading: Reading, lines: list[Line]) -> None:
    found = [(match[1], line) for line in lines if (match := _MEDIA_TYPES.search(line.text))]
    found = found or [(match[1], line) for line in reading.page.lines if (match := _MEDIA_TYPES.search(line.text))]
    reading.consumed |= {line for _, line in found}
    names = [(name.strip(' "'), line) for names, line in found for name in names.split(",") if name.strip(' "')]
    if not names and "media type" not in reading.missing:
        reading.lack('the media types, a line that begins with "Media Types:"', {"media type"})
    for name, line in names:
        reading.state(Fact(("media type", name), line.line, name))
