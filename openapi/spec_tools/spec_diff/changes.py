"""The changes between two contracts, and what they mean for a Python caller."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from spec_tools.spec_diff.surface import Element, surface
from spec_tools.yaml_file import YamlFile


class Level(IntEnum):
    """What a change means for a Python caller."""

    EDITORIAL = 0
    """Only text or an order that no call depends on differs."""
    ADDITIVE = 1
    """Existing code keeps working. This includes deprecations."""
    BREAKING = 2
    """Existing code may fail, or fail a type check."""


@dataclass(frozen=True)
class Change:
    """A change.

    Attributes:
        level: What it means.
        name: The changed element, such as ``property Offer.rank``.
        label: Its name as a changelog prints it.
        what: How it changed.
        file: The contract that has it: the older one if it was removed, else the newer one.
        pointer: Its place in that contract.
    """

    level: Level
    name: str
    label: str
    what: str
    file: YamlFile
    pointer: str


def changes(base: YamlFile, revision: YamlFile) -> list[Change]:
    """Return all changes from one contract to another, in the order of the contract."""
    old, new = surface(base), surface(revision)
    gone, fresh = old.keys() - new.keys(), new.keys() - old.keys()
    found = [_removed(old[name], base) for name in old if name in gone and old[name].within not in gone]
    for name, element in new.items():
        if name not in fresh:
            found += _of_one(old[name], element, revision)
        elif element.within not in fresh:
            found.append(_added(element, revision))
    return _once(found)


def _once(found: list[Change]) -> list[Change]:
    """Drop the changes that a shared component repeats for each operation that uses it."""
    seen: dict[object, Change] = {}
    for change in found:
        shared = change.pointer.startswith("#/components/")
        seen.setdefault((change.label, change.what, change.pointer) if shared else change.name + change.what, change)
    return list(seen.values())


def _removed(element: Element, base: YamlFile) -> Change:
    return Change(Level.BREAKING, element.name, element.label, "removed", base, element.pointer)


def _added(element: Element, revision: YamlFile) -> Change:
    if element.required:
        return Change(
            Level.BREAKING, element.name, element.label, "added, and it is required", revision, element.pointer
        )
    return Change(Level.ADDITIVE, element.name, element.label, "added", revision, element.pointer)


def _of_one(old: Element, new: Element, revision: YamlFile) -> Iterator[Change]:
    for facet in sorted(old.facets.keys() | new.facets.keys()):
        before, after = old.facets.get(facet), new.facets.get(facet)
        if before != after:
            level = Level.ADDITIVE if _is_compatible(facet, before, after) else Level.BREAKING
            yield Change(level, new.name, new.label, f"{facet} was {before}, is {after}", revision, new.pointer)
    words = sorted(old.words.keys() | new.words.keys())
    reworded = [word for word in words if old.words.get(word) != new.words.get(word)]
    if [name for name in old.order if name in new.order] != [name for name in new.order if name in old.order]:
        reworded.append("order")
    if reworded:
        yield Change(Level.EDITORIAL, new.name, new.label, f"changed {', '.join(reworded)}", revision, new.pointer)


def _is_compatible(facet: str, before: object, after: object) -> bool:
    """Return whether existing code still works after a facet changed."""
    return (
        (facet, before, after) == ("required", True, False)
        or (facet, before) == ("code", None)
        or facet.rpartition(".")[2] == "deprecated"
    )
