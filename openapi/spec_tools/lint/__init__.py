"""The project's rules for the contract and its sources, each with a name and a reason."""

from spec_tools.lint import enums, examples, names, provenance, validity, words
from spec_tools.lint.rule import Finding, Rule, in_words, run

RULES: list[Rule] = [
    *validity.RULES,
    *names.RULES,
    *words.RULES,
    *examples.RULES,
    *enums.RULES,
    *provenance.RULES,
]

__all__ = ["RULES", "Finding", "Rule", "in_words", "run"]
