"""The prose of a page: its lines that state no fact, and its descriptions, by section."""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import takewhile

from spec_tools.pages.document import Line, Table
from spec_tools.pages.facts import PageFacts

INTRODUCTION = "Introduction"
_ABOUT_THE_SITE = {"feedback", "additional resources", "in this article", "see also"}
_CHROME = re.compile(  # what the site puts around each page, and changes by itself
    r"article|learn|share via.*|\d+ contributors?|feedback|in this article|summarize this article for me|"
    r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|(copy|open cloud shell|http|c#|try it)( copy)?",
    re.IGNORECASE,
)
_FACTS = {"name", "in", "required", "type", "value", "method", "request uri"}


@dataclass(frozen=True)
class Sentence:
    """A paragraph, a line or a cell of prose.

    Attributes:
        section: The heading above it.
        text: The text.
        line: The line of the page, from 1.
    """

    section: str
    text: str
    line: int

    @property
    def digest(self) -> str:
        """A hash of the words, without letter case, marks and spaces, which differ between the forms of a page."""
        return hashlib.sha256(" ".join(_words(self.text)).encode()).hexdigest()[:8]


def prose(page: PageFacts, title: str) -> list[Sentence]:
    """Return the prose of a page.

    Args:
        page: The page.
        title: Its title. The prose begins after the last line with this text above the tables, if there is one.
    """
    found = list(_sentences(page, title))
    return [one for one in found if _words(one.text) and not _CHROME.fullmatch(one.text)]


def _sentences(page: PageFacts, title: str) -> Iterator[Sentence]:
    blocks = page.document.blocks
    above = takewhile(lambda block: isinstance(block, Line), blocks)
    titles = [index for index, block in enumerate(above, 1) if isinstance(block, Line) and block.text == title]
    start = titles[-1] if titles else 0
    section = INTRODUCTION
    for block in blocks[start:]:
        if isinstance(block, Line) and block.heading:
            section = block.text
        elif section.lower() in _ABOUT_THE_SITE:
            continue
        elif isinstance(block, Table):
            yield from _in_table(block, section, page.consumed)
        elif block not in page.consumed:
            yield Sentence(section, block.text, block.line)


def _in_table(table: Table, section: str, consumed: Collection[Line]) -> Iterator[Sentence]:
    """Yield the descriptions of a table. All cells of a table without a name are prose."""
    known = _FACTS & set(table.columns)
    for row in table.rows:
        cells = [cell for column, cell in zip(table.columns, row, strict=True) if not known or column not in _FACTS]
        for cell in cells:
            lines = [Line(text, cell.line + number) for number, text in enumerate(cell.text.splitlines())]
            yield from (Sentence(section, line.text, line.line) for line in lines if line not in consumed)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
