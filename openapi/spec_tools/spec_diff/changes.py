"""What changed between two contracts, and what it means for a Python caller."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from spec_tools.spec_diff.surface import Thing, surface
from spec_tools.yaml_file import YamlFile


class Level(IntEnum):
    """What a change means for a Python caller, from least to most."""

    EDITORIAL = 0
    """Only words differ, or an order that no call depends on."""
    ADDITIVE = 1
    """Code that runs goes on running, and can do more."""
    BREAKING = 2
    """Code that runs may stop running, or stop passing a type checker."""


@dataclass(frozen=True)
class Change:
    """A change.

    Attributes:
        level: What it means.
        name: What changed, such as ``property Offer.rank``.
        called: Its name alone, as a changelog would print it.
        what: How it changed.
        file: The contract in which its place is: the newer one, or the older one for what was removed.
        pointer: Its place there.
    """

    level: Level
    name: str
    called: str
    what: str
    file: YamlFile
    pointer: str


def changes(base: YamlFile, revision: YamlFile) -> list[Change]:
    """Return all changes from one contract to another, in the order of the contract."""
    old, new = surface(base), surface(revision)
    gone, fresh = old.keys() - new.keys(), new.keys() - old.keys()
    found = [_removed(old[name], base) for name in old if name in gone and old[name].within not in gone]
    for name, thing in new.items():
        if name not in fresh:
            found += _of_one(old[name], thing, revision)
        elif thing.within not in fresh:
            found.append(_added(thing, revision))
    return _once(found)


def _once(found: list[Change]) -> list[Change]:
    """Leave out what a shared component repeats for every operation that uses it."""
    seen: dict[object, Change] = {}
    for change in found:
        shared = change.pointer.startswith("#/components/")
        seen.setdefault((change.called, change.what, change.pointer) if shared else change.name + change.what, change)
    return list(seen.values())


def _removed(thing: Thing, base: YamlFile) -> Change:
    return Change(Level.BREAKING, thing.name, thing.called, "removed", base, thing.pointer)


def _added(thing: Thing, revision: YamlFile) -> Change:
    if thing.needed:
        return Change(
            Level.BREAKING, thing.name, thing.called, "added, and every call needs it", revision, thing.pointer
        )
    return Change(Level.ADDITIVE, thing.name, thing.called, "added", revision, thing.pointer)


def _of_one(old: Thing, new: Thing, revision: YamlFile) -> Iterator[Change]:
    for facet in sorted(old.facets.keys() | new.facets.keys()):
        before, after = old.facets.get(facet), new.facets.get(facet)
        if before != after:
            eased = (facet, before, after) == ("required", True, False) or (facet, before) == ("code", None)
            level = Level.ADDITIVE if eased else Level.BREAKING
            yield Change(level, new.name, new.called, f"{facet} was {before}, is {after}", revision, new.pointer)
    words = sorted(old.words.keys() | new.words.keys())
    reworded = [word for word in words if old.words.get(word) != new.words.get(word)]
    if [name for name in old.order if name in new.order] != [name for name in new.order if name in old.order]:
        reworded.append("order")
    if reworded:
        yield Change(Level.EDITORIAL, new.name, new.called, f"other {', '.join(reworded)}", revision, new.pointer)
