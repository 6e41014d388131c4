"""A documentation page as headings, lines and tables, whatever form it was saved in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


class UnreadablePage(Exception):  # noqa: N818  it is no error of the program: the page is at fault
    """The page cannot be understood whole. The message says what was looked for, and where."""


@dataclass(frozen=True)
class Line:
    """A line of text.

    Attributes:
        text: What it says, without spaces around it.
        line: The line of the page that it is on, from 1.
        heading: Whether it is known to be a heading. Copied text does not tell.
    """

    text: str
    line: int
    heading: bool = False


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        columns: The names of its columns, in lower case.
        rows: Its rows. A row has a cell for each column; paragraphs in a cell are lines of its text.
        line: The line of the page on which it begins.
        heading: The line above it that names it, where there is one.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Line]]
    line: int
    heading: Line | None = None

    def cells(self) -> Iterator[dict[str, Line]]:
        """Yield each row as its cells by the names of the columns."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


@dataclass(frozen=True)
class Document:
    """A page.

    Attributes:
        lines: Its lines outside tables, in order.
        tables: Its tables, in order.
    """

    lines: Sequence[Line]
    tables: Sequence[Table]


def document(blocks: Sequence[Line | Table]) -> Document:
    """Put together a page from its lines and tables in order.

    A table is headed by the heading that comes after the table before it.
    """
    lines: list[Line] = []
    tables: list[Table] = []
    heading: Line | None = None
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
            heading = block if block.heading else heading
        else:
            tables.append(block if block.heading else Table(block.columns, block.rows, block.line, heading))
            heading = None
    return Document(lines, tables)
