"""Prints a report for people, for programs, and for pull requests."""

import json
from collections.abc import Callable, Iterator
from itertools import groupby

from spec_tools.drift.difference import Difference
from spec_tools.drift.report import Report


def as_text(report: Report) -> Iterator[str]:
    """Yield the report for a terminal."""
    yield f"{report.page}: {report.known.title}"
    yield f"Read as {report.known.id}: {len(report.page_facts.facts)} facts."
    for group, differences in _grouped(report.drift):
        yield f"\n{group}"
        for one in differences:
            yield f"  {one.kind:<9} {one}"
            yield f"            {report.place(one)}  {report.place_in_page(one.line)}"
    for heading, lines in _sections(report):
        yield f"\n{heading}"
        for text, place in lines:
            yield f"  {text}"
            yield f"            {place}"
    yield f"\n{summary(report)}"
    yield from (f"Not compared: {one}." for one in report.not_compared)


def as_markdown(report: Report) -> Iterator[str]:
    """Yield the report as Markdown."""
    yield f"## {report.known.title}"
    yield f"\n{summary(report)} {len(report.page_facts.facts)} facts were read from `{report.page}`."
    yield from (f"\nNot compared: {one}." for one in report.not_compared)
    for group, differences in _grouped(report.drift):
        yield f"\n### {group}\n\n| difference | of | page | contract | where |\n|---|---|---|---|---|"
        for one in differences:
            where = f"`{report.place(one)}` `{report.place_in_page(one.line)}`"
            yield f"| {one.kind} | {one.of} | {_cell(one.page)} | {_cell(one.contract)} | {where} |"
    for heading, lines in _sections(report):
        yield f"\n### {heading}\n\n| what | where |\n|---|---|"
        for text, place in lines:
            yield f"| {_cell(' '.join(text.split()))} | `{place}` |"


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
            "not_understood": [
                {
                    "line": one.line,
                    "text": one.text,
                    "expected": one.expected,
                    "matters": one.matters,
                    "in_page": report.place_in_page(one.line),
                }
                for one in report.not_understood
            ],
            "words": [
                {"section": one.section, "what": one.what, "text": one.text, "in_page": report.place_in_page(one.line)}
                for one in report.words
            ],
            "not_compared": report.not_compared,
            "decided": [
                _fields(report, one) | {"decision": explanation.decision, "because": explanation.because}
                for one, explanation in report.decided
            ],
            "stale": [
                {
                    "difference": one.kind,
                    "of": one.of,
                    "decision": one.decision,
                    "in_sources": report.place_in_sources(one),
                }
                for one in report.stale
            ],
        },
        indent=2,
    )


def as_github(report: Report) -> Iterator[str]:
    """Yield the report as annotations of a GitHub workflow."""
    for one in report.drift:
        yield _annotation("error", report.place(one), "Drift", f"{one.kind} {one} ({report.place_in_page(one.line)})")
    for unread in report.not_understood:
        message = f"{unread} ({report.place_in_page(unread.line)})"
        yield _annotation("error", report.place_of_known(), "Not understood", message)
    for words in report.words:
        message = f"{words} ({report.place_in_page(words.line)})"
        yield _annotation("error", report.place_of_known(), "Words", message)
    for one, explanation in report.decided:
        message = f"{one.kind} {one.of}: {explanation.because}"
        yield _annotation("notice", report.place(one), f"Decided in {explanation.decision}", message)
    for explanation in report.stale:
        message = (
            f"{explanation.decision} explains a difference that does not exist: {explanation.kind} {explanation.of}"
        )
        yield _annotation("error", report.place_in_sources(explanation), "Decision that no longer applies", message)


FORMATS: dict[str, Callable[[Report], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
    "github": as_github,
}


def summary(report: Report) -> str:
    """Return the result in one line."""
    if not report.compared:
        return "Nothing was compared."
    if report.clean:
        return f"Clean: nothing differs except {_counted(len(report.decided), 'decided difference')}."
    stale = len(report.stale)
    parts = [
        _counted(len(report.drift), "difference"),
        *([f"{_counted(len(report.not_understood), 'part')} not understood"] if report.not_understood else []),
        *([f"{len(report.words)} changed words"] if report.words else []),
        f"{_counted(stale, 'decision')} that no longer {'applies' if stale == 1 else 'apply'}",
        _counted(len(report.decided), "decided difference"),
    ]
    return f"Drift: {', '.join(parts)}."


def _sections(report: Report) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each part of the report after the differences: its heading, and its texts with their places."""
    unread = [(str(one), report.place_in_page(one.line)) for one in report.not_understood]
    words = [(str(one), report.place_in_page(one.line)) for one in report.words]
    decided = [
        (
            f"{one.kind:<9} {one.of}: {explanation.decision}. {explanation.because}",
            f"{report.place(one)}  {report.place_in_page(one.line)}",
        )
        for one, explanation in report.decided
    ]
    stale = [(f"{one.kind:<9} {one.of}: {one.decision}", report.place_in_sources(one)) for one in report.stale]
    for heading, lines in (
        ("Not understood", unread),
        ("Words. After you read the page, accept them with ACCEPT=1", words),
        ("Decided, and not counted", decided),
        ("Decisions that no longer apply", stale),
    ):
        if lines:
            yield heading, lines


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


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
        "in_page": report.place_in_page(one.line),
    }


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _annotation(level: str, place: str, title: str, message: str) -> str:
    file, line = place.rsplit(":", 1)
    escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} file={file},line={line},title={title}::{escaped}"
