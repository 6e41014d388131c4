"""Rule: the contract has the definitions that a person accepted from a page."""

from collections.abc import Iterator

from spec_tools.drift.known_page import known_pages
from spec_tools.drift.transcription import definitions_of_contract
from spec_tools.lint.rule import Finding, Rule
from spec_tools.yaml_file import YamlFile, pointer_to


def _accepted_definitions(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for page in known_pages(sources):
        if page.definitions and definitions_of_contract(contract, sources, page) != page.definitions:
            message = f"the definitions of the contract are not those of {page.id}. Compare the page, and run ACCEPT=1"
            yield Finding(sources, pointer_to("#/pages", page.id, "definitions"), message)


RULES = [
    Rule(
        "accepted-definitions",
        "A property, type or value changes only with the page that states it, or with a decision.",
        _accepted_definitions,
    ),
]
