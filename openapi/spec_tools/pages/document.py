"""A documentation page as headings, lines and tables, in any form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace


class UnreadablePage(Exception):  # noqa: N818  the page is at fault, not the program
    """A page cannot be read at all. The message says what to do."""


@dataclass(frozen=True)
class NotUnderstood:
    """A part of a page that was not read.

    Attributes:
        line: Its line, from 1.
        text: The cell or line at fault, or None if a part of the page is missing.
        expected: What it must be.
        matters: Whether it may state something that the contract states too.
    """

    line: int
    text: str | None
    expected: str
    matters: bool = True

    @property
    def words(self) -> set[str]:
        """The words of the text."""
        return set((self.text or "").split())

    def __str__(self) -> str:
        return f"{self.expected}, and it has none" if self.text is None else f"{self.expected}, got {self.text!r}"


@dataclass(frozen=True)
class Line:
    """A line of text.

    Attributes:
        text: The text, without spaces around it.
        line: The line of the page, from 1.
        heading: Whether it is a heading.
    """

    text: str
    line: int
    heading: bool = False


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        columns: What its columns are, such as ``name`` (see columns.py), or their own names in lower case.
        rows: Its rows. Each has a cell for each column. Paragraphs of a cell are lines of its text.
        line: The line of the page on which it begins.
        heading: The heading above it, if there is one after the table before it.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Line]]
    line: int
    heading: Line | None = None

    def cells(self) -> Iterator[dict[str, Line]]:
        """Yield each row as its cells by column."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    @property
    def title(self) -> str:
        """The heading in lower case, or an empty text."""
        return self.heading.text.lower() if self.heading else ""


@dataclass(frozen=True)
class Document:
    """A page.

    Attributes:
        blocks: Its lines and tables, in order.
        not_understood: The rows and cells that could not be read.
        language: Its language, such as ``nl-nl``, if the page states it.
        address: Its address, if the page states it.
    """

    blocks: Sequence[Line | Table]
    not_understood: Sequence[NotUnderstood] = field(default=())
    language: str | None = None
    address: str | None = None

    @property
    def lines(self) -> list[Line]:
        """The lines outside tables."""
        return [block for block in self.blocks if isinstance(block, Line)]

    @property
    def tables(self) -> list[Table]:
        """The tables."""
        return [block for block in self.blocks if isinstance(block, Table)]


def document(blocks: Sequence[Line | Table | NotUnderstood]) -> Document:
    """Return the page with these blocks. The heading of a table is the last one after the table before it."""
    found: list[Line | Table] = []
    heading: Line | None = None
    for block in blocks:
        if isinstance(block, Line):
            found.append(block)
            heading = block if block.heading else heading
        elif isinstance(block, Table):
            found.append(block if block.heading else replace(block, heading=heading))
            heading = None
    return Document(found, [block for block in blocks if isinstance(block, NotUnderstood)])
