"""Reads Markdown."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from spec_tools.pages.document import Document, Line, Table, UnreadablePage, document

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_BREAK = re.compile(r"</?(br|p|ul|ol|li)\b[^>]*>", re.IGNORECASE)


def read_markdown(text: str) -> Document:
    """Read a page from Markdown with tables.

    Raises:
        UnreadablePage: It has a table in HTML, or with rows that differ in length.
    """
    text = _FRONT_MATTER.sub(lambda match: "\n" * match[0].count("\n"), text)
    return document(list(_blocks(MarkdownIt("commonmark").enable("table").parse(text), text.splitlines())))


def _blocks(tokens: Sequence[Token], source: Sequence[str]) -> Iterator[Line | Table]:
    rows: list[list[Line]] = []
    line, heading, in_table = 1, False, False
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "table_open":
            rows, in_table = [], True
        elif token.type == "tr_open":
            _refuse_lost_cells(source[line - 1], line, rows)
            rows.append([])
        elif token.type == "table_close":
            in_table = False
            yield Table(tuple(cell.text.lower() for cell in rows[0]), rows[1:], rows[0][0].line)
        elif token.type == "inline" and in_table:
            rows[-1].append(Line("\n".join(_lines(token)), line))
        elif token.type == "inline":
            yield from (Line(text, line + number, heading) for number, text in enumerate(_lines(token)))
        elif token.type in ("fence", "code_block"):
            first = line + (token.type == "fence")
            for number, text in enumerate(token.content.splitlines()):
                if text.strip():
                    yield Line(text.strip(), first + number)
        elif token.type == "html_block" and "<table" in token.content.lower():
            raise UnreadablePage(f"line {line}: a table in HTML. Save the page as HTML, and read that.")


def _refuse_lost_cells(row: str, line: int, rows: Sequence[Sequence[Line]]) -> None:
    """Raise where a row has more or fewer cells than the first one: Markdown drops them, or makes them up."""
    cells = len(re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|")))
    if rows and cells != len(rows[0]):
        raise UnreadablePage(f"line {line}: {len(rows[0])} cells were expected, and found {cells}.")


def _lines(token: Token) -> list[str]:
    """Return the text of a piece of Markdown without its marks, split where it breaks."""
    text = ""
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak") or (child.type == "html_inline" and _BREAK.match(child.content)):
            text += "\n"
        elif child.type in ("text", "code_inline", "text_special"):
            text += child.content
    return [line.strip() for line in text.splitlines() if line.strip()]
