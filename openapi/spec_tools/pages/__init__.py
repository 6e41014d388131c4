"""Reads a page of the documentation, in the form that people have it in, and finds the facts that it states."""

from pathlib import Path

from spec_tools.pages.document import UnreadablePage
from spec_tools.pages.facts import Example, Fact, PageFacts, Subject
from spec_tools.pages.form import read_document
from spec_tools.pages.guide import guide_facts, looks_like_guide
from spec_tools.pages.reference import looks_like_reference, reference_facts
from spec_tools.pages.types_in_words import DocumentedType

__all__ = ["DocumentedType", "Example", "Fact", "PageFacts", "Subject", "UnreadablePage", "read_page"]


def read_page(path: Path) -> PageFacts:
    """Find what a page states.

    Raises:
        UnreadablePage: It is no page of the two kinds that are known, or a part of it is not understood.
    """
    page = read_document(path)
    if looks_like_reference(page):
        return reference_facts(page)
    if looks_like_guide(page):
        return guide_facts(page)
    raise UnreadablePage(
        "Looked for a table of URI parameters, as the REST reference has one, or for a table with a method and a "
        f"request URI, as the guides have one, and found neither among {len(page.tables)} tables."
    )
