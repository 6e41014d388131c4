"""The result of comparing a page with the contract."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spec_tools.drift.difference import Difference
from spec_tools.drift.known_page import Explanation, KnownPage
from spec_tools.drift.words import WordsChange
from spec_tools.pages import NotUnderstood, PageFacts
from spec_tools.yaml_file import YamlFile


@dataclass(frozen=True)
class Report:
    """The result of comparing a page with the contract.

    Attributes:
        page: The file of the page.
        known: The page of sources.yaml that it is.
        page_facts: What it states.
        contract: The contract.
        sources: Its sources.
        drift: The differences that no decision explains.
        decided: The differences that a decision explains, with the decision.
        stale: The explanations of differences that no longer exist.
        words: The changes of its prose.
    """

    page: Path
    known: KnownPage
    page_facts: PageFacts
    contract: YamlFile
    sources: YamlFile
    drift: list[Difference] = field(default_factory=list)
    decided: list[tuple[Difference, Explanation]] = field(default_factory=list)
    stale: list[Explanation] = field(default_factory=list)
    words: list[WordsChange] = field(default_factory=list)

    @property
    def not_understood(self) -> Sequence[NotUnderstood]:
        """The parts of the page that were not read."""
        return self.page_facts.not_understood

    @property
    def not_compared(self) -> list[str]:
        """What was not compared, each with what to do about it."""
        found = []
        if not self.known.words:
            found.append("its words: sources.yaml has no digest of them. Read the page, then run with ACCEPT=1")
        if not self.page_facts.kind:
            found.append(
                f"its tables: only those of guides and references are compared, and this is a {self.known.kind}"
            )
        return found

    @property
    def compared(self) -> bool:
        """Whether the facts of the page were compared, or its words."""
        return bool(self.page_facts.kind or self.known.words)

    @property
    def clean(self) -> bool:
        """Whether the page was read completely and nothing differs except what decisions explain."""
        return self.compared and not (self.drift or self.stale or self.words or self.not_understood)

    @property
    def status(self) -> int:
        """The exit status: 0 if clean, 2 if a part was not read that may state something, else 1."""
        if any(one.matters for one in self.not_understood):
            return 2
        return 0 if self.clean else 1

    def place(self, difference: Difference) -> str:
        """Return the place in the contract as file:line."""
        return f"{os.path.relpath(self.contract.path)}:{self.contract.line(difference.pointer)}"

    def place_in_page(self, line: int | None) -> str:
        """Return the place in the page as file:line, or only the file if the page does not have it."""
        return f"{self.page}:{line}" if line else str(self.page)

    def place_in_sources(self, explanation: Explanation) -> str:
        """Return the place of an explanation as file:line."""
        return f"{os.path.relpath(self.sources.path)}:{self.sources.line(explanation.pointer)}"

    def place_of_known(self) -> str:
        """Return the place of the page in sources.yaml as file:line."""
        return f"{os.path.relpath(self.sources.path)}:{self.sources.line(f'#/pages/{self.known.id}')}"
