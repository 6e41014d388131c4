"""The facts that a page of documentation can state, and the contract can state too."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spec_tools.pages.document import Line
from spec_tools.pages.types_in_words import DocumentedType

Subject = tuple[str, ...]
"""What a fact is about: its kind, then its names as the documentation writes them.

("method",) · ("path",) · ("parameter", name) · ("query", name), in the address but not in the table of parameters ·
("request header", name) · ("response header", name) · ("status", code) · ("media type", name) · ("definition", name) ·
("property", definition, name) · ("value", definition, value). Names of headers are in lower case here.
"""


@dataclass(frozen=True)
class Fact:
    """Something that a page states. What it does not state is None.

    Attributes:
        subject: What it is about.
        line: The line of the page, from 1.
        name: The name as it is spelt there, or the whole method or path.
        type: Its type.
        required: Whether a call needs it.
        place: Where a parameter goes: path or query.
    """

    subject: Subject
    line: int
    name: str
    type: DocumentedType | None = None
    required: bool | None = None
    place: str | None = None


@dataclass(frozen=True)
class Example:
    """The body of an answer in an example.

    Attributes:
        text: The JSON, mended where it was broken.
        line: The line of the page that it begins on.
        damage: What was broken in it, with the line, or None.
    """

    text: str
    line: int
    damage: tuple[str, int] | None


@dataclass(frozen=True)
class PageFacts:
    """What a page states.

    Attributes:
        kind: guide or reference, as in sources.yaml.
        lines: Its lines outside tables. One of them is its title.
        facts: What it states, in its order.
        covers: The kinds of subjects of which it would name every one.
        unheaded: The definitions whose tables have no heading, with the lines of the tables.
        example: The example of an answer, where it has one.
    """

    kind: str
    lines: Sequence[Line]
    facts: Sequence[Fact]
    covers: frozenset[str]
    unheaded: Sequence[tuple[str, int]] = field(default=())
    example: Example | None = None
