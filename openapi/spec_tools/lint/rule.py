"""A rule, and how rules are run."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from spec_tools.yaml_file import YamlFile


@dataclass(frozen=True)
class Finding:
    """A place that breaks a rule.

    Attributes:
        file: The file that it is in.
        pointer: The place, as a JSON pointer.
        message: What is wrong.
    """

    file: YamlFile
    pointer: str
    message: str


@dataclass(frozen=True)
class Rule:
    """A rule for the contract and its sources.

    Attributes:
        name: Its name, in lower case with hyphens.
        reason: Why it is a rule, in one sentence.
        check: Takes the contract and its sources, and yields what breaks the rule.
        first: Whether the rules after it can be checked only if this one holds.
    """

    name: str
    reason: str
    check: Callable[[YamlFile, YamlFile], Iterable[Finding]]
    first: bool = False


def describe(rule: Rule, finding: Finding) -> str:
    """Return one line with the place, the rule, the message and the reason."""
    place = f"{os.path.relpath(finding.file.path)}:{finding.file.line(finding.pointer)}"
    return f"{place}: {rule.name}: {finding.message}. {rule.reason}"


def run(rules: Iterable[Rule], contract: YamlFile, sources: YamlFile) -> Iterator[tuple[Rule, Finding]]:
    """Yield each finding with its rule."""
    for rule in rules:
        findings = list(rule.check(contract, sources))
        yield from ((rule, finding) for finding in findings)
        if findings and rule.first:
            return
