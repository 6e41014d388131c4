"""A difference between a page and the contract."""

from dataclasses import dataclass
from enum import StrEnum

from spec_tools.pages import Fact


class Kind(StrEnum):
    """How a page and the contract differ. These words stand in sources.yaml and in reports."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    RETYPED = "retyped"
    FORMAT = "format"
    REQUIRED = "required"
    MOVED = "moved"
    CHANGED = "changed"
    UNHEADED = "unheaded"
    BROKEN = "broken"


MEANINGS = {
    Kind.ADDED: "The page has it, the contract has not.",
    Kind.REMOVED: "The contract has it, the page has not.",
    Kind.RENAMED: "The page seems to have it under another name. This is a guess.",
    Kind.RETYPED: "Its type is another one.",
    Kind.FORMAT: "Its format is another one, within the same type.",
    Kind.REQUIRED: "One says that a call needs it, the other that it does not.",
    Kind.MOVED: "It goes into another part of the request.",
    Kind.CHANGED: "The method or the path is another one.",
    Kind.UNHEADED: "Its table has no heading, and was found by the order of the definitions.",
    Kind.BROKEN: "It was mended to be read.",
}


@dataclass(frozen=True)
class Difference:
    """A difference.

    Attributes:
        kind: How they differ.
        of: In what, such as ``property Offer.rank``.
        group: The operation or component that it belongs to.
        pointer: The place in the contract, or the place that would have it.
        line: The line of the page, or None where the page has nothing of it.
        page: What the page says, or nothing where it has nothing more to say than that there is one.
        contract: What the contract says, likewise.
        fact: What the page states, where it states something that the contract lacks.
    """

    kind: Kind
    of: str
    group: str
    pointer: str
    line: int | None
    page: str
    contract: str
    fact: Fact | None = None

    def __str__(self) -> str:
        if self.kind is Kind.ADDED:
            return f"{self.of}: only on the page{self.page and f', {self.page}'}"
        if self.kind is Kind.REMOVED:
            return f"{self.of}: only in the contract{self.contract and f', {self.contract}'}"
        return f"{self.of}: the page says {self.page}, the contract {self.contract}"
