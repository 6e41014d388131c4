"""What a page of the developer guide states."""

import re
from collections.abc import Iterator, Sequence

from spec_tools.pages.address import Call
from spec_tools.pages.document import Document, Line, UnreadablePage
from spec_tools.pages.example import example_body
from spec_tools.pages.facts import Fact, PageFacts
from spec_tools.pages.types_in_words import DocumentedType

_CALLS = ("method", "request uri")
_NAMED = ("name", "type", "required", "description")
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?:\s+(.*))?")
_STATUS_LINE = re.compile(r"HTTP/[\d.]+ (\d{3})\b.*")
_PLACEHOLDER = re.compile(r"[<{]([\w-]+)[>}]")
_IS_REQUIRED = re.compile(r"\b([a-z]+-id)\b[^.]*?\bis (not required|required|optional)\b")
_YES = {"y", "yes", "true", "required"}
_NO = {"n", "no", "false", "optional", ""}
_COVERS = frozenset({"method", "path", "parameter", "request header", "response header", "status", "media type"})


def looks_like_guide(page: Document) -> bool:
    """Tell whether a page has the table that only guides have."""
    return any(table.columns == _CALLS for table in page.tables)


def guide_facts(page: Document) -> PageFacts:
    """Find what a page of the developer guide states.

    Raises:
        UnreadablePage: A part that every such page has is missing, or a table or cell is not understood.
    """
    for table in page.tables:
        if table.columns not in (_CALLS, _NAMED):
            raise UnreadablePage(
                f"line {table.line}: a table with the columns {', '.join(table.columns)} is not known."
            )
    calls = [*_calls_in_table(page), *_calls_in_examples(page)]
    answer = _answer_example(page)
    facts = [
        *(Fact(("method",), line, call.method) for call, line in calls),
        *(Fact(("path",), line, call.path) for call, line in calls),
        *_parameters(page, calls),
        *_request_headers(page),
        *_answer(answer),
    ]
    return PageFacts("guide", page.lines, _without_repetitions(facts), _COVERS, example=example_body(answer))


def _calls_in_table(page: Document) -> Iterator[tuple[Call, int]]:
    for table in page.tables:
        if table.columns == _CALLS:
            for row in table.cells():
                text = f"{row['method'].text} {row['request uri'].text}"
                call = Call.read(text)
                if call is None:
                    raise UnreadablePage(f"line {row['method'].line}: {text!r} is no method with a URI.")
                yield call, row["method"].line


def _calls_in_examples(page: Document) -> list[tuple[Call, int]]:
    calls = [(call, line.line) for line in page.lines if (call := Call.read(line.text))]
    if not calls:
        raise UnreadablePage("Looked for the example of a request, a line with a method and a URI, and found none.")
    return calls


def _answer_example(page: Document) -> list[Line]:
    found = [index for index, line in enumerate(page.lines) if _STATUS_LINE.fullmatch(line.text)]
    if len(found) != 1:
        raise UnreadablePage(
            'Looked for the example of an answer, one line such as "HTTP/1.1 200 OK", and found '
            f"{len(found) or 'none'}."
        )
    return list(page.lines[found[0] :])


def _header_lines(lines: Sequence[Line]) -> list[Line]:
    end = next((index for index, line in enumerate(lines) if not _HEADER.fullmatch(line.text)), len(lines))
    return list(lines[:end])


def _parameters(page: Document, calls: Sequence[tuple[Call, int]]) -> Iterator[Fact]:
    """Yield the parameters, called as they are sent: the table has the placeholders of their values."""
    sent = {placeholder: (name, "query") for call, _ in calls for name, placeholder in call.query}
    sent |= {name: (name, "path") for call, _ in calls for name in call.placeholders() if name != "baseURL"}
    tables = [table for table in page.tables if table.columns == _NAMED]
    if not tables:
        raise UnreadablePage(
            f"Looked for the parameters, a table with the columns {', '.join(_NAMED)}, and found none."
        )
    listed = set()
    for row in (row for table in tables for row in table.cells()):
        placeholder = row["name"].text.strip("{}<>")
        name, place = sent.get(placeholder, (placeholder, None))
        listed.add(name)
        type_ = DocumentedType.read(row["type"].text)
        needed = row["required"].text.lower()
        if type_ is None or needed not in _YES | _NO:
            raise UnreadablePage(
                f"line {row['name'].line}: the row of {placeholder!r} lacks its type, or whether it is required."
            )
        yield Fact(("parameter", name), row["name"].line, placeholder, type=type_, required=needed in _YES, place=place)
    for call, line in calls:
        for name, _ in call.query:
            if name not in listed:
                yield Fact(("query", name), line, name)


def _request_headers(page: Document) -> Iterator[Fact]:
    """Yield the headers of the examples of requests, and for those with a placeholder whether the text requires it."""
    said = {match[1]: match[2] == "required" for line in page.lines if (match := _IS_REQUIRED.search(line.text))}
    starts = [index for index, line in enumerate(page.lines, start=1) if Call.read(line.text)]
    for name, value, line in (header for start in starts for header in _headers(_header_lines(page.lines[start:]))):
        placeholder = _PLACEHOLDER.fullmatch(value)
        required = said.pop(placeholder[1], None) if placeholder else None
        yield Fact(("request header", name.lower()), line, name, required=required)
        if name.lower() == "accept":
            yield Fact(("media type", value), line, value)
    if said:
        raise UnreadablePage(
            f"The text says whether {', '.join(said)} is required, and no header of the example has it as its value."
        )


def _answer(lines: Sequence[Line]) -> Iterator[Fact]:
    match = _STATUS_LINE.fullmatch(lines[0].text)
    code = match[1] if match else ""
    yield Fact(("status", code), lines[0].line, code)
    for name, value, line in _headers(_header_lines(lines[1:])):
        if name.lower() == "content-type":
            media_type = value.partition(";")[0].strip()
            yield Fact(("media type", media_type), line, media_type)
        else:
            yield Fact(("response header", name.lower()), line, name)


def _headers(lines: Sequence[Line]) -> Iterator[tuple[str, str, int]]:
    for line in lines:
        match = _HEADER.fullmatch(line.text)
        if match:
            yield match[1], (match[2] or "").strip(), line.line


def _without_repetitions(facts: Sequence[Fact]) -> list[Fact]:
    """Leave out what a page says twice in the same words, as its table and its example do.

    Raises:
        UnreadablePage: It says something twice, and differently.
    """
    found: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        key = (fact.subject, fact.name if fact.subject[0] in ("method", "path") else None)
        first = found.setdefault(key, fact)
        if (first.type, first.required) != (fact.type, fact.required):
            raise UnreadablePage(f"line {fact.line}: {fact.name} stands on line {first.line} already, otherwise.")
    return list(found.values())
