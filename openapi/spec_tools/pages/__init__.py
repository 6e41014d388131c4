"""Reads a page of the documentation in any form, and finds the facts that it states."""

from pathlib import Path

from spec_tools.pages.document import Line, NotUnderstood, UnreadablePage
from spec_tools.pages.documented_type import DocumentedType
from spec_tools.pages.facts import Example, Fact, PageFacts, Subject
from spec_tools.pages.form import read_document
from spec_tools.pages.guide import guide_facts, looks_like_guide
from spec_tools.pages.reference import looks_like_reference, reference_facts

__all__ = [
    "DocumentedType",
    "Example",
    "Fact",
    "Line",
    "NotUnderstood",
    "PageFacts",
    "Subject",
    "UnreadablePage",
    "read_page",
]


def read_page(path: Path) -> PageFacts:
    """Return what a page states. A page of an unknown kind states nothing, and has only words.

    Raises:
        UnreadablePage: The file cannot be read, or it is empty.
    """
    page = read_document(path)
    if looks_like_guide(page):
        return guide_facts(page)
    if looks_like_reference(page):
        return reference_facts(page)
    return PageFacts("", page)
