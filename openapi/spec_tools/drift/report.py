"""The result of a comparison, for people, for programs, and for a pull request."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from spec_tools.drift.difference import Difference
from spec_tools.drift.known_page import Explanation, KnownPage
from spec_tools.pages import PageFacts
from spec_tools.yaml_file import YamlFile


@dataclass(frozen=True)
class Report:
    """What comparing a page with the contract came to.

    Attributes:
        page: The page's file.
        known: The page of sources.yaml that it is.
        page_facts: What it states.
        contract: The contract.
        sources: Its sources.
        drift: The differences that count.
        decided: The differences that are there on purpose, with the decision.
        stale: The decisions about differences that are no longer there.
    """

    page: Path
    known: KnownPage
    page_facts: PageFacts
    contract: YamlFile
    sources: YamlFile
    drift: list[Difference]
    decided: list[tuple[Difference, Explanation]]
    stale: list[Explanation]

    @property
    def clean(self) -> bool:
        """Whether nothing differs but what was decided."""
        return not self.drift and not self.stale

    def place(self, difference: Difference) -> str:
        """Return the place in the contract as file:line."""
        return f"{os.path.relpath(self.contract.path)}:{self.contract.line(difference.pointer)}"

    def place_in_page(self, difference: Difference) -> str:
        """Return the place in the page as file:line, or only the file where the page has nothing of it."""
        return f"{self.page}:{difference.line}" if difference.line else str(self.page)

    def place_in_sources(self, explanation: Explanation) -> str:
        """Return the place of a decision as file:line."""
        return f"{os.path.relpath(self.sources.path)}:{self.sources.line(explanation.pointer)}"


def as_text(report: Report) -> Iterator[str]:
    """Yield the report for a terminal."""
    yield f"{report.page}: {report.known.title}"
    yield f"{len(report.page_facts.facts)} facts were read, as those of {report.known.id}."
    for group, differences in _grouped(report.drift):
        yield f"\n{group}"
        for one in differences:
            yield f"  {one.kind:<9} {one}"
            yield f"            {report.place(one)}  {report.place_in_page(one)}"
    if report.decided:
        yield "\nDecided, and not counted"
        for one, explanation in report.decided:
            yield f"  {one.kind:<9} {one.of}: {explanation.decision}. {explanation.because}"
            yield f"            {report.place(one)}  {report.place_in_page(one)}"
    if report.stale:
        yield "\nDecisions that no longer apply"
        for explanation in report.stale:
            yield f"  {explanation.kind:<9} {explanation.of}: {explanation.decision}"
            yield f"            {report.place_in_sources(explanation)}"
    yield f"\n{_sum(report)}"


def as_markdown(report: Report) -> Iterator[str]:
    """Yield the report as Markdown."""
    yield f"## {report.known.title}"
    yield f"\n{_sum(report)} {len(report.page_facts.facts)} facts were read from `{report.page}`."
    for group, differences in _grouped(report.drift):
        yield f"\n### {group}\n\n| difference | of | page | contract | where |\n|---|---|---|---|---|"
        for one in differences:
            where = f"`{report.place(one)}` `{report.place_in_page(one)}`"
            yield f"| {one.kind} | {one.of} | {_cell(one.page)} | {_cell(one.contract)} | {where} |"
    if report.decided:
        yield "\n### Decided, and not counted\n\n| difference | of | decision | because |\n|---|---|---|---|"
        for one, explanation in report.decided:
            yield f"| {one.kind} | {one.of} | {explanation.decision} | {_cell(explanation.because)} |"
    if report.stale:
        yield "\n### Decisions that no longer apply\n\n| difference | of | decision | where |\n|---|---|---|---|"
        for explanation in report.stale:
            where = report.place_in_sources(explanation)
            yield f"| {explanation.kind} | {explanation.of} | {explanation.decision} | `{where}` |"


def as_json(report: Report) -> Iterator[str]:
    """Yield the report as one JSON object."""
    yield json.dumps(
        {
            "page": str(report.page),
            "known_as": report.known.id,
            "operation": report.known.describes,
            "facts": len(report.page_facts.facts),
            "clean": report.clean,
            "drift": [_fields(report, one) for one in report.drift],
            "decided": [
                _fields(report, one) | {"decision": explanation.decision, "because": explanation.because}
                for one, explanation in report.decided
            ],
            "stale": [
                {
                    "difference": explanation.kind,
                    "of": explanation.of,
                    "decision": explanation.decision,
                    "in_sources": report.place_in_sources(explanation),
                }
                for explanation in report.stale
            ],
        },
        indent=2,
    )


def as_github(report: Report) -> Iterator[str]:
    """Yield the report as annotations of a GitHub workflow."""
    for one in report.drift:
        file, line = report.place(one).rsplit(":", 1)
        message = _escaped(f"{one.kind} {one} ({report.place_in_page(one)})")
        yield f"::error file={file},line={line},title=Drift::{message}"
    for one, explanation in report.decided:
        file, line = report.place(one).rsplit(":", 1)
        message = _escaped(f"{one.kind} {one.of}: {explanation.because}")
        yield f"::notice file={file},line={line},title=Decided in {explanation.decision}::{message}"
    for explanation in report.stale:
        file, line = report.place_in_sources(explanation).rsplit(":", 1)
        message = f"{explanation.decision} explains what is no longer there: {explanation.kind} {explanation.of}"
        yield f"::error file={file},line={line},title=Decision that no longer applies::{_escaped(message)}"


FORMATS: dict[str, Callable[[Report], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
    "github": as_github,
}


def _sum(report: Report) -> str:
    if report.clean:
        return f"Clean: nothing differs but {_counted(len(report.decided), 'decided difference')}."
    stale = len(report.stale)
    return (
        f"Drift: {_counted(len(report.drift), 'difference')}, "
        f"{_counted(stale, 'decision')} that no longer {'applies' if stale == 1 else 'apply'}, "
        f"{_counted(len(report.decided), 'decided difference')}."
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _grouped(differences: list[Difference]) -> Iterator[tuple[str, list[Difference]]]:
    order = list(dict.fromkeys(difference.group for difference in differences))
    ordered = sorted(differences, key=lambda difference: order.index(difference.group))
    for group, found in groupby(ordered, key=lambda difference: difference.group):
        yield group, list(found)


def _fields(report: Report, one: Difference) -> dict[str, object]:
    return {
        "difference": one.kind,
        "of": one.of,
        "group": one.group,
        "page_says": one.page,
        "contract_says": one.contract,
        "in_contract": report.place(one),
        "in_page": report.place_in_page(one),
    }


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
