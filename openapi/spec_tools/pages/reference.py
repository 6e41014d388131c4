"""What a page of the REST reference states."""

import re
from collections.abc import Collection, Iterator, Sequence

from spec_tools.pages.address import Call
from spec_tools.pages.document import Document, Line, Table, UnreadablePage
from spec_tools.pages.facts import Fact, PageFacts
from spec_tools.pages.types_in_words import DocumentedType

_PARAMETERS = ("name", "in", "required", "type", "description")
_HEADERS = ("name", "required", "type", "description")
_TYPED = ("name", "type", "description")
_LIST = ("name", "description")
_VALUES = ("value", "description")
_STATUS = re.compile(r"([1-5](?:\d\d|XX))\b.*|(default|Other Status Codes)", re.IGNORECASE)
_HEADERS_OF_ANSWER = re.compile(r"headers:?", re.IGNORECASE)
_MEDIA_TYPES = re.compile(r"Media Types:\s*(.*)", re.IGNORECASE)
_OF_CALLS = frozenset({"method", "path", "parameter", "request header", "response header", "status", "media type"})
_COVERS = _OF_CALLS | {"definition", "property", "value"}


def looks_like_reference(page: Document) -> bool:
    """Tell whether a page has the tables that only the REST reference has."""
    return any(table.columns in (_PARAMETERS, _VALUES) for table in page.tables)


def reference_facts(page: Document) -> PageFacts:
    """Find what a page of the REST reference states.

    Raises:
        UnreadablePage: A part that every such page has is missing, or a table or cell is not understood.
    """
    for table in page.tables:
        if table.columns not in (_PARAMETERS, _HEADERS, _TYPED, _LIST, _VALUES):
            raise UnreadablePage(
                f"line {table.line}: a table with the columns {', '.join(table.columns)} is not known."
            )
    definitions, unheaded = _definitions(page)
    parameters = list(_parameters(_one_table(page, _PARAMETERS, "the URI parameters")))
    facts = [
        *_address(page),
        *parameters,
        *_query(page, {fact.name for fact in parameters}),
        *_headers(_one_table(page, _HEADERS, "the request headers")),
        *_responses(page),
        *definitions,
    ]
    _refuse_repetitions(facts)
    return PageFacts("reference", page.lines, facts, _COVERS, unheaded)


def _one_table(page: Document, columns: tuple[str, ...], what: str) -> Table:
    found = [table for table in page.tables if table.columns == columns and table.rows]
    if len(found) != 1:
        raise UnreadablePage(
            f"Looked for {what}, one table with the columns {', '.join(columns)}, and found {len(found) or 'none'}."
        )
    return found[0]


def _address(page: Document) -> Iterator[Fact]:
    calls = [(Call.read(line.text), line.line) for line in page.lines]
    found = [(call, line) for call, line in calls if call]
    if not found:
        raise UnreadablePage("Looked for the address, a line with a method and a URI, and found none.")
    for name, values in (
        ("method", {call.method: line for call, line in reversed(found)}),
        ("path", {call.path: line for call, line in reversed(found)}),
    ):
        for value, line in values.items():
            yield Fact((name,), line, value)


def _query(page: Document, listed: Collection[str]) -> Iterator[Fact]:
    """Yield what the address has in its query and the table has not."""
    for line in page.lines:
        call = Call.read(line.text)
        for name, _ in call.query if call else ():
            if name not in listed:
                yield Fact(("query", name), line.line, name)


def _parameters(table: Table) -> Iterator[Fact]:
    for row in table.cells():
        if row["in"].text not in ("path", "query", "header"):
            raise UnreadablePage(f"line {row['in'].line}: {row['in'].text!r} is no place for a parameter.")
        yield Fact(
            ("parameter", row["name"].text),
            row["name"].line,
            row["name"].text,
            type=_type(row["type"]),
            required=_required(row["required"]),
            place=row["in"].text,
        )


def _headers(table: Table) -> Iterator[Fact]:
    for row in table.cells():
        name = row["name"].text
        yield Fact(
            ("request header", name.lower()),
            row["name"].line,
            name,
            type=_type(row["type"]),
            required=_required(row["required"]),
        )


def _responses(page: Document) -> Iterator[Fact]:
    tables = [table for table in page.tables if _is_responses(table)]
    if len(tables) != 1:
        raise UnreadablePage(
            f"Looked for the responses, one table whose rows begin with a status, and found {len(tables) or 'none'}."
        )
    lines: list[Line] = list(page.lines)
    for row in tables[0].cells():
        match = _STATUS.fullmatch(row["name"].text)
        if match is None:
            raise UnreadablePage(f"line {row['name'].line}: {row['name'].text!r} is no status.")
        type_ = _type(row["type"]) if row["type"].text else DocumentedType("nothing")
        code = (match[1] or "default").upper() if match[1] else "default"
        yield Fact(("status", code), row["name"].line, code, type=type_)
        said = [Line(part, row["description"].line) for part in row["description"].text.splitlines()]
        if any(_HEADERS_OF_ANSWER.fullmatch(line.text) for line in said):
            raise UnreadablePage(f"line {row['name'].line}: headers of an answer are not understood here.")
        lines += said
    media_types = [
        (name.strip(' "'), line.line)
        for line in lines
        if (match := _MEDIA_TYPES.search(line.text))
        for name in match[1].split(",")
        if name.strip(' "')
    ]
    if not media_types:
        raise UnreadablePage('Looked for the media types, a line that begins with "Media Types:", and found none.')
    for name, line_number in dict(reversed(media_types)).items():  # each status may repeat them
        yield Fact(("media type", name), line_number, name)


def _is_responses(table: Table) -> bool:
    return table.columns == _TYPED and bool(table.rows) and _STATUS.fullmatch(table.rows[0][0].text) is not None


def _definitions(page: Document) -> tuple[list[Fact], list[tuple[str, int]]]:
    """Return what the tables of the definitions state, and which of the tables have no heading.

    A table without a heading is that of the next name in the list of definitions: tables and list are in one order.
    """
    listed = [row["name"] for row in _one_table(page, _LIST, "the list of definitions").cells()]
    names = [name.text for name in listed]
    tables = [table for table in page.tables if table.columns in (_TYPED, _VALUES) and not _is_responses(table)]
    facts = [Fact(("definition", name.text), name.line, name.text) for name in listed]
    unheaded: list[tuple[str, int]] = []
    if len(tables) != len(names):
        raise UnreadablePage(
            f"Looked for {len(names)} tables of definitions, as many as are listed, and found {len(tables)}."
        )
    for name, table in zip(names, tables, strict=True):
        heading = table.heading.text if table.heading else None
        if heading is not None and heading != name:
            raise UnreadablePage(f"line {table.line}: looked for the table of {name}, and found that of {heading}.")
        if heading is None:
            unheaded.append((name, table.line))
        facts += _rows(name, table)
    return facts, unheaded


def _rows(definition: str, table: Table) -> Iterator[Fact]:
    for row in table.cells():
        if table.columns == _VALUES:
            value = row["value"].text
            yield Fact(("value", definition, value), row["value"].line, value)
            continue
        name, type_ = row["name"], _type(row["type"])
        yield Fact(("property", definition, name.text), name.line, name.text, type=type_)
        for value in type_.values:
            yield Fact(("value", f"{definition}.{name.text}", value), name.line, value)


def _type(cell: Line) -> DocumentedType:
    type_ = DocumentedType.read(cell.text)
    if type_ is None:
        raise UnreadablePage(f"line {cell.line}: {cell.text!r} is not understood as a type.")
    return type_


def _required(cell: Line) -> bool:
    if cell.text.lower() not in ("", "true", "false"):
        raise UnreadablePage(f"line {cell.line}: {cell.text!r} is neither True nor False.")
    return cell.text.lower() == "true"


def _refuse_repetitions(facts: Sequence[Fact]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for fact in facts:
        if fact.subject in seen and fact.subject[0] not in ("method", "path"):
            raise UnreadablePage(f"line {fact.line}: {fact.name} stands on line {seen[fact.subject]} already.")
        seen[fact.subject] = fact.line
