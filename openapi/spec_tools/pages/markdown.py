"""Reads Markdown."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from spec_tools.pages.columns import columns_of
from spec_tools.pages.document import Document, Line, NotUnderstood, Table, document
from spec_tools.pages.html import read_html_part
from spec_tools.pages.request_line import RequestLine

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_BREAK = re.compile(r"</?(br|p|ul|ol|li)\b[^>]*>", re.IGNORECASE)


def read_markdown(text: str) -> Document:
    """Read a page from Markdown with tables."""
    text = _FRONT_MATTER.sub(lambda match: "\n" * match[0].count("\n"), text)
    return document(list(_blocks(MarkdownIt("commonmark").enable("table").parse(text), text.splitlines())))


def _blocks(tokens: Sequence[Token], source: Sequence[str]) -> Iterator[Line | Table | NotUnderstood]:
    rows: list[list[Line]] = []
    line, heading, in_table = 1, False, False
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "table_open":
            rows, in_table = [], True
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            in_table = False
            yield from _table(rows, source)
        elif token.type == "inline" and in_table:
            rows[-1].append(Line("\n".join(text for _, text, _ in _lines(token)), line))
        elif token.type == "inline":
            yield from (Line(text, line + number, heading) for number, text in _paragraphs(token))
        elif token.type in ("fence", "code_block"):
            first = line + (token.type == "fence")
            for number, text in enumerate(token.content.splitlines()):
                if text.strip():
                    yield Line(text.strip(), first + number)
        elif token.type == "html_block":
            yield from read_html_part(token.content, line)


def _table(rows: Sequence[Sequence[Line]], source: Sequence[str]) -> Iterator[Table | NotUnderstood]:
    """Yield a table, without the rows that have more or fewer cells: Markdown drops cells, or makes them up."""
    whole = []
    for row in rows[1:]:
        text = source[row[0].line - 1].strip()
        if len(re.split(r"(?<!\\)\|", text.removeprefix("|").removesuffix("|"))) == len(rows[0]):
            whole.append(row)
        else:
            yield NotUnderstood(row[0].line, text, f"a row must have {len(rows[0])} cells")
    yield Table(columns_of([cell.text for cell in rows[0]]), whole, rows[0][0].line)


def _paragraphs(token: Token) -> Iterator[tuple[int, str]]:
    """Yield the lines of a paragraph, each with its number.

    A line break in the Markdown does not end a line, except between request lines.
    """
    lines = _lines(token)
    apart = any(RequestLine.read(text) for _, text, _ in lines)
    first, text = 0, ""
    for number, part, ends in lines:
        first = first if text else number
        text = f"{text} {part}".strip()
        if ends or apart:
            yield first, text
            text = ""


def _lines(token: Token) -> list[tuple[int, str, bool]]:
    """Return the lines of a piece of Markdown without its marks, each with its number and whether a browser ends it."""
    lines: list[tuple[int, str, bool]] = []
    text = ""
    for child in [*(token.children or []), Token("hardbreak", "br", 0)]:
        if child.type in ("softbreak", "hardbreak") or (child.type == "html_inline" and _BREAK.match(child.content)):
            lines.append((len(lines), text.strip(), child.type != "softbreak"))
            text = ""
        elif child.type in ("text", "code_inline", "text_special"):
            text += child.content
    return [line for line in lines if line[1]]
