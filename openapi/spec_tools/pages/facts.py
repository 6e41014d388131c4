"""The facts that a page of documentation can state, and the contract can state too."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spec_tools.pages.document import Document, Line, NotUnderstood
from spec_tools.pages.documented_type import DocumentedType

Subject = tuple[str, ...]
"""What a fact is about: its kind, then its names as the documentation writes them.

("method",) · ("path",) · ("parameter", name) · ("query", name), in the address but not in the table of parameters ·
("request header", name) · ("response header", name) · ("status", code) · ("media type", name) · ("definition", name) ·
("property", definition, name) · ("value", definition, value). Names of headers are in lower case here.
"""


@dataclass(frozen=True)
class Fact:
    """A fact that a page states. Attributes that it does not state are None.

    Attributes:
        subject: What it is about.
        line: The line of the page, from 1.
        name: The name as the page spells it, or the method or path.
        type: Its type.
        required: Whether each call must have it.
        place: The part of the request that a parameter goes into: path or query.
    """

    subject: Subject
    line: int
    name: str
    type: DocumentedType | None = None
    required: bool | None = None
    place: str | None = None


@dataclass(frozen=True)
class Example:
    """The body of an example response.

    Attributes:
        text: The JSON, repaired if it was broken.
        line: The line of the page that it begins on.
        damage: What was broken, with the line, or None.
    """

    text: str
    line: int
    damage: tuple[str, int] | None


@dataclass(frozen=True)
class PageFacts:
    """What a page states.

    Attributes:
        kind: guide, reference or resource, as in sources.yaml, or an empty text for any other page.
        document: The page.
        facts: Its facts, in its order.
        not_understood: The parts that were not read.
        covers: The kinds of subjects that the page lists completely.
        missing: The kinds of subjects whose part of the page was not found.
        partly: The definitions that were not read completely.
        consumed: The lines that are read as facts or examples. The others are prose.
        unheaded: The definitions whose tables have no heading, with the lines of the tables.
        example: The example response, if there is one.
    """

    kind: str
    document: Document
    facts: Sequence[Fact] = field(default=())
    not_understood: Sequence[NotUnderstood] = field(default=())
    covers: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()
    consumed: frozenset[Line] = frozenset()
    unheaded: Sequence[tuple[str, int]] = field(default=())
    example: Example | None = None
