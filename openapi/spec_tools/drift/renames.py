"""Guesses what was renamed, from what a page adds and what it no longer has."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from spec_tools.drift.difference import Difference, Kind
from spec_tools.drift.statements import Statement
from spec_tools.pages import Fact

_ALIKE = 0.6  # from this similarity on, one name may be the new spelling of the other
_SHARED = 0.5  # from this share of common members on, one definition may be the other renamed


def renamed_definitions(facts: Sequence[Fact], stated: Sequence[Statement]) -> tuple[list[Fact], list[Difference]]:
    """Guess which definitions were renamed, and return the facts with the names that the contract has."""
    here = {fact.subject[1]: fact for fact in facts if fact.subject[0] == "definition"}
    there = {statement.subject[1]: statement for statement in stated if statement.subject[0] == "definition"}
    old_name: dict[str, str] = {}
    differences = []
    for new in here.keys() - there.keys():
        for old in there.keys() - here.keys() - set(old_name.values()):
            members = {fact.subject[2] for fact in facts if fact.subject[1:2] == (new,) and len(fact.subject) > 2}
            known = {one.subject[2] for one in stated if one.subject[1:2] == (old,) and len(one.subject) > 2}
            if members | known and len(members & known) / len(members | known) >= _SHARED:
                one = there[old]
                old_name[new] = old
                differences.append(
                    Difference(Kind.RENAMED, one.label, one.group, one.pointer, here[new].line, new, old)
                )
                break
    return [_with_old_name(fact, old_name) for fact in facts], differences


def _with_old_name(fact: Fact, old_name: dict[str, str]) -> Fact:
    kind, *names = fact.subject
    if kind in ("definition", "property", "value"):
        owner, dot, key = names[0].rpartition(".")
        names[0] = old_name.get(names[0]) or (old_name[owner] + dot + key if owner in old_name else names[0])
    type_ = fact.type
    if type_ is not None and type_.name in old_name:
        type_ = replace(type_, name=old_name[type_.name])
    name = old_name.get(fact.name, fact.name) if kind == "definition" else fact.name
    return replace(fact, subject=(kind, *names), type=type_, name=name)


def with_renames(
    added: Sequence[Difference], removed: Sequence[Difference], explained: Collection[tuple[str, str]]
) -> list[Difference]:
    """Return additions and removals, and a rename for each pair of them that may be one. Explained ones stay apart."""
    left = [one for one in removed if (one.kind, one.of) not in explained]
    found: list[Difference] = []
    for new in added:
        old = next((one for one in left if (new.kind, new.of) not in explained and _may_be(new, one)), None)
        if old is None:
            found.append(new)
        else:
            left.remove(old)
            found.append(replace(old, kind=Kind.RENAMED, line=new.line, page=_name(new.of), contract=_name(old.of)))
    return found + [one for one in removed if one in left or (one.kind, one.of) in explained]


def _may_be(new: Difference, old: Difference) -> bool:
    kind = old.of.rpartition(" ")[0]
    same = (new.of.rpartition(" ")[0], new.group) == (kind, old.group)
    typed = new.fact is None or new.fact.type is None or str(new.fact.type) == old.contract
    if not same or not typed or kind in ("status", "media type", "definition"):
        return False
    return SequenceMatcher(None, _name(new.of).lower(), _name(old.of).lower()).ratio() >= _ALIKE


def _name(label: str) -> str:
    return label.rpartition(" ")[2].rpartition(".")[2]
