"""A difference between a page and the contract."""

from dataclasses import dataclass
from enum import StrEnum

from spec_tools.pages import Fact


class Kind(StrEnum):
    """How a page and the contract differ. sources.yaml and reports use these words."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    RETYPED = "retyped"
    FORMAT = "format"
    REQUIRED = "required"
    MOVED = "moved"
    CHANGED = "changed"
    LIMITS = "limits"
    UNHEADED = "unheaded"
    BROKEN = "broken"


MEANINGS = {
    Kind.ADDED: "Only the page has it.",
    Kind.REMOVED: "Only the contract has it.",
    Kind.RENAMED: "The page seems to have it under another name. This is a guess.",
    Kind.RETYPED: "The types differ.",
    Kind.FORMAT: "The types are the same, and the formats differ.",
    Kind.REQUIRED: "Only one of them requires it.",
    Kind.MOVED: "It is in another part of the request.",
    Kind.CHANGED: "The methods or paths differ.",
    Kind.LIMITS: "The page states a limit, such as minLength, that the contract does not have.",
    Kind.UNHEADED: "Its table has no heading, and was found by the order of the definitions.",
    Kind.BROKEN: "The page has it in a form that had to be repaired.",
}


@dataclass(frozen=True)
class Difference:
    """A difference.

    Attributes:
        kind: How they differ.
        of: What differs, such as ``property Offer.rank``.
        group: The operation or component that it belongs to.
        pointer: The place in the contract, or the place that it must be added to.
        line: The line of the page, or None if the page does not have it.
        page: What the page states, or an empty text.
        contract: What the contract states, or an empty text.
        fact: The fact that only the page has, if there is one.
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
        return f"{self.of}: the page has {self.page}, the contract {self.contract}"
