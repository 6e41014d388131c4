"""Reads the HTML that a browser saves."""

from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from spec_tools.pages.document import Document, Line, Table, UnreadablePage, document

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = {"script", "style", "noscript", "template", "svg", "button", "nav", "head"}
_WITHIN_A_LINE = {
    "a",
    "abbr",
    "b",
    "code",
    "em",
    "i",
    "kbd",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "var",
    "wbr",
}


def read_html(text: str) -> Document:
    """Read a page from HTML. Where it has a main part, only that is read.

    Raises:
        UnreadablePage: A table has merged cells, or rows of differing length.
    """
    page = html.document_fromstring(text)
    main = page.find(".//main")
    return document(list(_blocks(main if main is not None else page)))


def _blocks(element: HtmlElement) -> Iterator[Line | Table]:
    lines: list[Line] = []
    for child in _tables_and_text(element):
        if isinstance(child, Line):
            lines.append(child)
        else:
            yield from _joined(lines)
            lines = []
            yield _table(child)
    yield from _joined(lines)


def _tables_and_text(element: HtmlElement, heading: bool = False) -> Iterator[Line | HtmlElement]:
    """Yield the tables, and the pieces of text between them. A piece without text stands for the end of a line."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:  # a comment has no name
        return
    if element.tag == "table":
        yield element
        return
    heading = heading or element.tag in _HEADINGS
    block = element.tag not in _WITHIN_A_LINE
    line = element.sourceline or 0
    if block:
        yield Line("", line)
    yield from _pieces(element.text, line, heading, kept=_is_kept(element))
    for child in element:
        yield from _tables_and_text(child, heading)
        yield from _pieces(child.tail, child.sourceline or line, heading, kept=_is_kept(element))
    if block:
        yield Line("", line)


def _is_kept(element: HtmlElement) -> bool:
    """Tell whether line breaks in the text of an element are shown."""
    return element.tag == "pre" or any(parent.tag == "pre" for parent in element.iterancestors())


def _pieces(text: str | None, line: int, heading: bool, *, kept: bool) -> Iterator[Line]:
    for number, part in enumerate((text or "").replace("\u200b", "").split("\n")):
        if number:
            yield Line("", line + number) if kept else Line(" ", line + number, heading)
        if part:
            yield Line(part, line + number, heading)


def _joined(pieces: list[Line]) -> Iterator[Line]:
    """Put the pieces of a line together."""
    text, first = "", Line("", 0)
    for piece in [*pieces, Line("", 0)]:
        if piece.text:
            first = first if text.strip() else piece
            text += piece.text
        else:
            if text.strip():
                yield Line(" ".join(text.split()), first.line, first.heading)
            text = ""


def _table(table: HtmlElement) -> Table:
    line = table.sourceline or 0
    rows = [[_cell(cell) for cell in row.xpath("./td|./th")] for row in table.iter("tr")]
    if table.xpath(".//td[@rowspan > 1 or @colspan > 1]|.//th[@rowspan > 1 or @colspan > 1]|.//table"):
        raise UnreadablePage(f"line {line}: the table has merged cells, or a table in a cell.")
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise UnreadablePage(f"line {line}: the rows of the table differ in length.")
    return Table(tuple(cell.text.lower() for cell in rows[0]), rows[1:], line)


def _cell(cell: HtmlElement) -> Line:
    pieces = [piece for piece in _tables_and_text(cell) if isinstance(piece, Line)]
    return Line("\n".join(line.text for line in _joined(pieces)), cell.sourceline or 0)
