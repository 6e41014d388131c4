"""The facts of a page of the developer guide."""

import re
from collections.abc import Iterator, Sequence

from spec_tools.pages.document import Document, Line, Table
from spec_tools.pages.example import read_example
from spec_tools.pages.facts import Example, Fact, PageFacts
from spec_tools.pages.reading import Reading
from spec_tools.pages.request_line import RequestLine

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?:\s+(.*))?")
_STATUS_LINE = re.compile(r"HTTP/[\d.]+ (\d{3})\b.*")
_PLACEHOLDER = re.compile(r"[<{]([\w-]+)[>}]")
_IS_REQUIRED = re.compile(r"\b([a-z]+-id)\b[^.]*?\bis (not required|required|optional)\b")
_COVERS = {"method", "path", "parameter", "request header", "response header", "status", "media type", "example"}

Calls = Sequence[tuple[RequestLine, Line]]


def looks_like_guide(page: Document) -> bool:
    """Return whether a page has the table that only guides have."""
    return any(_is_calls(table) for table in page.tables)


def guide_facts(page: Document) -> PageFacts:
    """Return the facts of a page of the developer guide."""
    reading = Reading(page)
    calls = _calls(reading)
    _parameters(reading, calls)
    _request_headers(reading)
    example = _response(reading)
    return reading.result("guide", _COVERS, example=example)


def _is_calls(table: Table) -> bool:
    return {"method", "request uri"} <= set(table.columns)


def _is_parameters(table: Table) -> bool:
    return {"name", "type", "required"} <= set(table.columns)


def _calls(reading: Reading) -> Calls:
    """Read the calls of the table, and those of the examples, which state nothing more if they fit the table."""
    templates: list[tuple[RequestLine, Line]] = []
    for row in (row for table in reading.page.tables if _is_calls(table) for row in table.cells()):
        text = f"{row['method'].text} {row['request uri'].text}"
        call = RequestLine.read(text)
        if call is None:
            reading.fail(row["method"].line, text, "a call must be a method and a URI")
        else:
            templates.append((call, row["method"]))
    examples = [(call, line) for line in reading.page.lines if (call := RequestLine.read(line.text))]
    reading.consumed |= {line for _, line in examples}
    if not examples:
        reading.lack("an example request, a line with a method and a URI", {"request header"})
    stated = templates + [one for one in examples if not any(one[0].is_example_of(call) for call, _ in templates)]
    if not stated:
        reading.missing |= {"method", "path"}
    for call, line in stated:
        reading.state(Fact(("method",), line.line, call.method))
        reading.state(Fact(("path",), line.line, call.path))
    return [*templates, *examples]


def _parameters(reading: Reading, calls: Calls) -> None:
    """Read the parameters, under the names that are sent: the table has the placeholders of their values."""
    sent = {placeholder: (name, "query") for call, _ in calls for name, placeholder in call.query}
    sent |= {name: (name, "path") for call, _ in calls for name in call.placeholders() if name != "baseURL"}
    sent |= {name: (name, "query") for call, _ in calls for name, _ in call.query}
    tables = [table for table in reading.page.tables if _is_parameters(table)]
    listed = set()
    if not tables and sent:
        reading.lack("the parameters, a table with the columns name, type, required", {"parameter"})
    for table in reading.page.tables:
        reading.check_columns(table, known=_is_parameters(table) or _is_calls(table))
    for row in (row for table in tables for row in table.cells()):
        placeholder = row["name"].text.strip("{}<>")
        name, place = sent.get(placeholder, (placeholder, None))
        listed.add(name)
        type_ = reading.type_in(row["type"], row.get("default"))
        required = reading.required_in(row["required"])
        reading.state(
            Fact(("parameter", name), row["name"].line, placeholder, type=type_, required=required, place=place)
        )
    for call, line in calls if tables else ():
        for name, placeholder in call.query:
            if name not in listed and not reading.is_unread(name, placeholder):
                reading.state(Fact(("query", name), line.line, name))


def _request_headers(reading: Reading) -> None:
    """Read the headers of the example requests, and whether the text requires those with a placeholder."""
    lines = reading.page.lines
    said = {match[1]: (match[2] == "required", line) for line in lines if (match := _IS_REQUIRED.search(line.text))}
    starts = [index for index, line in enumerate(lines, start=1) if RequestLine.read(line.text)]
    for name, value, line in (header for start in starts for header in _headers(lines[start:])):
        reading.consumed.add(line)
        placeholder = _PLACEHOLDER.fullmatch(value)
        required = said.pop(placeholder[1], (None, None))[0] if placeholder else None
        reading.state(Fact(("request header", name.lower()), line.line, name, required=required))
        if name.lower() == "accept":
            reading.state(Fact(("media type", value), line.line, value))
    for placeholder_, (_, line) in said.items():
        if starts:
            reading.fail(line.line, placeholder_, "a header of the example request must have this value")


def _response(reading: Reading) -> Example | None:
    """Read the example response."""
    lines = reading.page.lines
    starts = [index for index, line in enumerate(lines) if _STATUS_LINE.fullmatch(line.text)]
    if not starts:
        what = 'an example response, a line such as "HTTP/1.1 200 OK"'
        reading.lack(what, {"status", "response header", "media type", "example"})
        return None
    first: Example | None = None
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        match = _STATUS_LINE.fullmatch(lines[start].text)
        code = match[1] if match else ""
        reading.state(Fact(("status", code), lines[start].line, code))
        reading.consumed.add(lines[start])
        for name, value, line in _headers(lines[start + 1 : end]):
            reading.consumed.add(line)
            if name.lower() == "content-type":
                media_type = value.partition(";")[0].strip()
                reading.state(Fact(("media type", media_type), line.line, media_type))
            else:
                reading.state(Fact(("response header", name.lower()), line.line, name))
        example, problems, body = read_example(lines[start:end])
        reading.consumed |= set(body)
        if code.startswith("2"):
            reading.not_understood += problems
            first = first or example
    return first


def _headers(lines: Sequence[Line]) -> Iterator[tuple[str, str, Line]]:
    """Yield the name, value and line of each header until the first line that is none."""
    for line in lines:
        match = _HEADER.fullmatch(line.text)
        if match is None:
            return
        yield match[1], (match[2] or "").strip(), line
