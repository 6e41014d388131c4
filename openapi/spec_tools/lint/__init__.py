"""The project's rules for the contract and its sources, each with a name and a reason."""

from spec_tools.lint import accepted, descriptions, enums, examples, names, provenance, validity
from spec_tools.lint.rule import Finding, Rule, describe, run

RULES: list[Rule] = [
    *validity.RULES,
    *names.RULES,
    *descriptions.RULES,
    *examples.RULES,
    *enums.RULES,
    *provenance.RULES,
    *accepted.RULES,
]

__all__ = ["RULES", "Finding", "Rule", "describe", "run"]
