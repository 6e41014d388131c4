"""Reads the HTML that a browser saves."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import html
from lxml.html import HtmlElement

from spec_tools.pages.columns import columns_of
from spec_tools.pages.document import Document, Line, NotUnderstood, Table, document

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = {"script", "style", "noscript", "template", "svg", "button", "nav", "head"}
_INLINE = {"a", "abbr", "b", "code", "em", "i", "kbd", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"}


def read_html(text: str) -> Document:
    """Read a page from HTML. If it has a main part, only that is read."""
    page = html.document_fromstring(text)
    main = page.find(".//main")
    canonical = page.find(".//link[@rel='canonical']")
    read = document(list(html_blocks(main if main is not None else page)))
    return replace(read, language=page.get("lang"), address=canonical.get("href") if canonical is not None else None)


def read_html_part(text: str, first_line: int) -> Iterator[Line | Table | NotUnderstood]:
    """Yield the blocks of a part of a page in HTML, such as a table in Markdown."""
    return html_blocks(html.document_fromstring("\n" * (first_line - 1) + f"<div>{text}</div>"))


def html_blocks(element: HtmlElement) -> Iterator[Line | Table | NotUnderstood]:
    """Yield the lines and tables of an element, in order."""
    lines: list[Line] = []
    for child in _tables_and_text(element):
        if isinstance(child, Line):
            lines.append(child)
        else:
            yield from _joined(lines)
            lines = []
            yield from _table(child)
    yield from _joined(lines)


def _tables_and_text(element: HtmlElement, heading: bool = False) -> Iterator[Line | HtmlElement]:
    """Yield the tables, and the pieces of text between them. A piece without text is the end of a line."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:  # a comment has no name
        return
    if element.tag == "table":
        yield element
        return
    heading = heading or element.tag in _HEADINGS
    block = element.tag not in _INLINE
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
    """Return whether a browser shows the line breaks in the text of an element."""
    return element.tag == "pre" or any(parent.tag == "pre" for parent in element.iterancestors())


def _pieces(text: str | None, line: int, heading: bool, *, kept: bool) -> Iterator[Line]:
    for number, part in enumerate((text or "").replace("\u200b", "").split("\n")):
        if number:
            yield Line("", line + number) if kept else Line(" ", line + number, heading)
        if part:
            yield Line(part, line + number, heading)


def _joined(pieces: list[Line]) -> Iterator[Line]:
    """Join the pieces of each line."""
    text, first = "", Line("", 0)
    for piece in [*pieces, Line("", 0)]:
        if piece.text:
            first = first if text.strip() else piece
            text += piece.text
        else:
            if text.strip():
                yield Line(" ".join(text.split()), first.line, first.heading)
            text = ""


def _table(table: HtmlElement) -> Iterator[Table | NotUnderstood]:
    found = table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr")
    rows = [[_cell(cell) for cell in row.xpath("./td|./th")] for row in found]
    if not rows:
        return
    columns = columns_of([cell.text for cell in rows[0]])
    whole = []
    for row, element in zip(rows[1:], found[1:], strict=True):
        line = element.sourceline or 0
        text = " | ".join(cell.text for cell in row)
        if element.xpath("./*[@rowspan > 1 or @colspan > 1]") or len(row) != len(columns):
            yield NotUnderstood(line, text, f"a row must have {len(columns)} cells, none of them merged")
        else:
            whole.append(row)
            if element.xpath(".//table"):
                yield NotUnderstood(line, text, "a cell must not have a table")
    yield Table(columns, whole, table.sourceline or 0)


def _cell(cell: HtmlElement) -> Line:
    pieces = [piece for piece in _tables_and_text(cell) if isinstance(piece, Line)]
    return Line("\n".join(line.text for line in _joined(pieces)), cell.sourceline or 0)
