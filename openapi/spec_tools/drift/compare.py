"""Compares what a page states with what the contract states."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from spec_tools.drift.difference import Difference, Kind
from spec_tools.drift.example import example_differences
from spec_tools.drift.statements import Statement, operation_pointer, statements
from spec_tools.pages import DocumentedType, Fact, PageFacts
from spec_tools.yaml_file import YamlFile, pointer_to

_ALIKE = 0.6  # two names are so much alike that one may be the other's new spelling
_SHARED = 0.5  # two definitions share so many of their members that one may be the other renamed


def compare(
    page: PageFacts, contract: YamlFile, operation_id: str, explained: Collection[tuple[str, str]] = ()
) -> list[Difference]:
    """Return all differences between a page and the contract, in the order of the page, then of the contract.

    Args:
        page: What the page states.
        contract: The contract.
        operation_id: The operation that the page is about.
        explained: Differences that are there on purpose, by kind and ``of``. They are returned, and no renaming is
            guessed from them.
    """
    stated = _of_this_page(page, statements(contract, operation_id))
    facts, differences = _with_renamed_definitions(page.facts, stated)
    by_subject = {statement.subject: statement for statement in stated}
    by_docs_name = {(statement.subject[0], statement.names[-1]): statement for statement in stated}
    present = {fact.subject for fact in facts}
    added: list[Difference] = []
    for fact in facts:
        statement = by_subject.get(fact.subject)
        same = by_docs_name.get((fact.subject[0], fact.name))
        if statement is not None:
            differences += _of_one(fact, statement)
        elif same is not None and same.subject not in present:
            present.add(same.subject)
            differences.append(_sent_otherwise(fact, same))
        else:
            added.append(_added(fact, contract, operation_id))
    removed = [
        _removed(statement)
        for statement in stated
        if statement.subject not in present and statement.subject[0] in page.covers
    ]
    differences += _with_guesses(added, removed, explained)
    differences += _about_reading(page, contract, operation_id)
    return differences


def _of_this_page(page: PageFacts, stated: list[Statement]) -> list[Statement]:
    """Leave out the variables of the server that the page's path holds by value."""
    paths = [fact.name for fact in page.facts if fact.subject == ("path",)]
    return [
        statement
        for statement in stated
        if not statement.pointer.startswith("#/servers/") or any(f"{{{statement.names[0]}}}" in path for path in paths)
    ]


def _of_one(fact: Fact, statement: Statement) -> Iterator[Difference]:
    def difference(kind: Kind, page: object, contract: object) -> Difference:
        return Difference(
            kind, statement.label, statement.group, statement.pointer, fact.line, str(page), str(contract), fact
        )

    kind = statement.subject[0]
    if kind in ("method", "path"):
        if fact.name not in statement.names:
            yield difference(Kind.CHANGED, fact.name, statement.names[0])
        return
    is_header = kind.endswith("header")
    if not is_header and fact.name not in statement.names:
        yield difference(Kind.RENAMED, fact.name, statement.names[-1])
    if fact.type is not None and statement.type is not None:
        page_type, contract_type = replace(fact.type, values=()), statement.type
        if replace(page_type, format=None) != replace(contract_type, format=None):
            yield difference(Kind.RETYPED, fact.type, contract_type)
        elif page_type.format != contract_type.format:
            yield difference(Kind.FORMAT, fact.type, contract_type)
    if fact.required is not None and fact.required != statement.required:
        words = {True: "required", False: "optional", None: "optional"}
        yield difference(Kind.REQUIRED, words[fact.required], words[statement.required])
    if fact.place is not None and fact.place != statement.place:
        yield difference(Kind.MOVED, f"in {fact.place}", f"in {statement.place}")


def _sent_otherwise(fact: Fact, statement: Statement) -> Difference:
    """Return that a parameter is called the same on the page, but sent under another name."""
    sent, line = fact.subject[1], fact.line
    return Difference(
        Kind.RENAMED, statement.label, statement.group, statement.pointer, line, sent, statement.names[0], fact
    )


def _added(fact: Fact, contract: YamlFile, operation_id: str) -> Difference:
    kind, *names = fact.subject
    label, group = f"{kind} {names[0] if kind == 'parameter' else fact.name}", operation_id
    pointer = operation_pointer(contract, operation_id)
    if kind == "definition":
        group, pointer = fact.name, "#/components/schemas"
    elif kind in ("property", "value"):
        schemas = contract.root["components"]["schemas"]
        schema = next((name for name in schemas if schemas[name]["x-docs-name"] == names[0]), None)
        group = schema or names[0]
        label = f"{kind} {group}.{fact.name}"
        pointer = pointer_to("#/components/schemas", *([schema] if schema else []))
    words = [str(fact.type)] if fact.type else []
    words += ["required" if fact.required else "optional"] if fact.required is not None else []
    words += [f"in {fact.place}"] if fact.place else []
    return Difference(Kind.ADDED, label, group, pointer, fact.line, ", ".join(words), "", fact)


def _removed(statement: Statement) -> Difference:
    says = str(statement.type or "")
    return Difference(Kind.REMOVED, statement.label, statement.group, statement.pointer, None, "", says)


def _with_renamed_definitions(
    facts: Sequence[Fact], stated: Sequence[Statement]
) -> tuple[list[Fact], list[Difference]]:
    """Guess which definitions were renamed, and return the facts with the names that the contract knows."""
    here = {fact.subject[1]: fact for fact in facts if fact.subject[0] == "definition"}
    there = {statement.subject[1]: statement for statement in stated if statement.subject[0] == "definition"}
    old_name: dict[str, str] = {}
    differences = []
    for new in here.keys() - there.keys():
        for old in there.keys() - here.keys() - set(old_name.values()):
            members = {fact.subject[2] for fact in facts if fact.subject[1:2] == (new,) and len(fact.subject) > 2}
            known = {one.subject[2] for one in stated if one.subject[1:2] == (old,) and len(one.subject) > 2}
            if members | known and len(members & known) / len(members | known) >= _SHARED:
                statement = there[old]
                old_name[new] = old
                differences.append(
                    Difference(
                        Kind.RENAMED, statement.label, statement.group, statement.pointer, here[new].line, new, old
                    )
                )
                break
    return [_renamed(fact, old_name) for fact in facts], differences


def _renamed(fact: Fact, old_name: dict[str, str]) -> Fact:
    kind, *names = fact.subject
    if kind in ("definition", "property", "value"):
        owner, dot, key = names[0].rpartition(".")
        names[0] = old_name.get(names[0]) or (old_name[owner] + dot + key if owner in old_name else names[0])
    type_ = fact.type
    if isinstance(type_, DocumentedType) and type_.name in old_name:
        type_ = replace(type_, name=old_name[type_.name])
    name = old_name.get(fact.name, fact.name) if kind == "definition" else fact.name
    return replace(fact, subject=(kind, *names), type=type_, name=name)


def _with_guesses(
    added: Sequence[Difference], removed: Sequence[Difference], explained: Collection[tuple[str, str]]
) -> list[Difference]:
    """Put together what was added and what was removed where one may be the other's new name."""
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


def _about_reading(page: PageFacts, contract: YamlFile, operation_id: str) -> Iterator[Difference]:
    names = {schema["x-docs-name"]: name for name, schema in contract.root["components"]["schemas"].items()}
    for definition, line in page.unheaded:
        name = names.get(definition, definition)
        pointer = pointer_to("#/components/schemas", name)
        yield Difference(Kind.UNHEADED, f"definition {name}", name, pointer, line, "nothing", definition)
    if page.example is not None:
        yield from example_differences(page.example, contract, operation_id)
