"""Digests of the definitions that a page states, and of those that the contract has from it.

They are the same as long as the contract has exactly the properties, types and values that a person accepted.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from spec_tools.drift.difference import Kind
from spec_tools.drift.known_page import KnownPage, explanations
from spec_tools.drift.statements import statements
from spec_tools.pages import DocumentedType, PageFacts, Subject
from spec_tools.yaml_file import YamlFile

_KINDS = {"definition", "property", "value"}


def definitions_of_page(page: PageFacts) -> str | None:
    """Return the digest of the definitions of a page, or None if it has none."""
    stated = [(one.subject, one.type) for one in page.facts if one.subject[0] in _KINDS]
    return _digest(stated) if "definition" in page.covers else None


def definitions_of_contract(contract: YamlFile, sources: YamlFile, known: KnownPage) -> str:
    """Return the digest of what the contract has from the definitions of a page.

    What a decision explains as not on the page is left out.
    """
    absent = {one.of for one in explanations(sources, known) if one.kind == Kind.REMOVED}
    return _digest(
        (one.subject, one.type)
        for one in statements(contract, known.describes)
        if one.subject[0] in _KINDS and one.label not in absent
    )


def _digest(stated: Iterable[tuple[Subject, DocumentedType | None]]) -> str:
    lines = sorted(
        f"{' '.join(subject)}: {replace(type_, values=(), limits=()) if type_ else None}" for subject, type_ in stated
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
