"""Compares the facts of a page with the statements of the contract."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from spec_tools.drift.difference import Difference, Kind
from spec_tools.drift.example import example_differences
from spec_tools.drift.renames import renamed_definitions, with_renames
from spec_tools.drift.statements import Statement, definitions, operation_pointer, statements
from spec_tools.pages import Fact, PageFacts
from spec_tools.yaml_file import YamlFile, pointer_to

_SCHEMAS = "#/components/schemas"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_OF_DEFINITIONS = ("definition", "property", "value")


def compare(
    page: PageFacts, contract: YamlFile, operation_id: str, explained: Collection[tuple[str, str]] = ()
) -> list[Difference]:
    """Return the differences between a page and the contract, in the order of the page, then of the contract.

    Args:
        page: The facts of the page.
        contract: The contract.
        operation_id: The operation that the page describes.
        explained: The differences that decisions explain, by kind and ``of``. They are returned too, but no rename is
            guessed from them.
    """
    if operation_pointer(contract, operation_id) is None:
        return _with_new_operation(page, contract, operation_id, explained)
    stated = _on_this_page(page, statements(contract, operation_id))
    differences = _compare(page, stated, contract, operation_id, explained)
    if page.example is not None:
        differences += example_differences(page.example, contract, operation_id)
    return differences


def _with_new_operation(
    page: PageFacts, contract: YamlFile, operation_id: str, explained: Collection[tuple[str, str]]
) -> list[Difference]:
    """Return that the operation is added, and the differences in the definitions that its page has."""
    facts = [fact for fact in page.facts if fact.subject[0] in _OF_DEFINITIONS]
    names = {fact.subject[1] for fact in facts if fact.subject[0] in ("definition", "value")}
    schemas = contract.root["components"]["schemas"]
    known = [pointer_to(_SCHEMAS, name) for name, schema in schemas.items() if schema["x-docs-name"] in names]
    path = next((fact for fact in page.facts if fact.subject == ("path",)), None)
    line, words = (path.line, path.name) if path else (None, "")
    added = Difference(Kind.ADDED, f"operation {operation_id}", operation_id, "#/paths", line, words, "")
    own = replace(page, facts=facts, covers=page.covers & frozenset(_OF_DEFINITIONS))
    return [added, *_compare(own, list(definitions(contract, known)), contract, operation_id, explained)]


def _compare(
    page: PageFacts,
    stated: list[Statement],
    contract: YamlFile,
    operation_id: str,
    explained: Collection[tuple[str, str]],
) -> list[Difference]:
    facts, differences = renamed_definitions(_in_words_of_contract(page.facts, stated), stated)
    by_subject = {statement.subject: statement for statement in stated}
    by_docs_name = {(statement.subject[0], statement.names[-1]): statement for statement in stated}
    present = {fact.subject for fact in facts}
    added: list[Difference] = []
    for fact in facts:
        statement = by_subject.get(fact.subject)
        same = by_docs_name.get((fact.subject[0], fact.name))
        if statement is not None:
            differences += _differences(fact, statement)
        elif same is not None and same.subject not in present:
            present.add(same.subject)
            differences += _sent_under_another_name(fact, same)
        else:
            added.append(_added(fact, contract, operation_id))
    removed = [
        _removed(statement) for statement in stated if statement.subject not in present and _covers(page, statement)
    ]
    return [*differences, *with_renames(added, removed, explained), *_without_heading(page, contract)]


def _on_this_page(page: PageFacts, stated: list[Statement]) -> list[Statement]:
    """Leave out the variables of the server that the path of the page has by value."""
    paths = [fact.name for fact in page.facts if fact.subject == ("path",)]
    return [
        statement
        for statement in stated
        if not statement.pointer.startswith("#/servers/")
        or not paths
        or any(f"{{{statement.names[0]}}}" in path for path in paths)
    ]


def _in_words_of_contract(facts: Sequence[Fact], stated: Sequence[Statement]) -> list[Fact]:
    """Return the facts with the subjects that the contract has for them.

    A parameter in the path is known by its place there, and an enum by its name even if the page lists its values as
    if they were properties.
    """
    names = _names_in_path(facts, stated)
    enums = {one.subject[1] for one in stated if one.subject[0] == "value"}
    enums -= {one.subject[1] for one in stated if one.subject[0] == "property"}
    found = []
    for fact in facts:
        kind, *rest = fact.subject
        if kind == "parameter" and fact.place == "path" and rest[0] in names:
            found.append(replace(fact, subject=(kind, names[rest[0]])))
        elif kind == "property" and rest[0] in enums:
            found.append(replace(fact, subject=("value", *rest), type=None))
        else:
            found.append(fact)
    return found


def _names_in_path(facts: Sequence[Fact], stated: Sequence[Statement]) -> dict[str, str]:
    """Return the contract's name of each parameter in the path, by the page's name."""
    paths = [name for one in stated if one.subject == ("path",) for name in one.names]
    for fact in facts:
        for path in paths if fact.subject == ("path",) else ():
            if _without_names(path) == _without_names(fact.name):
                return dict(zip(_PLACEHOLDER.findall(fact.name), _PLACEHOLDER.findall(path), strict=True))
    return {}


def _without_names(path: str) -> str:
    return _PLACEHOLDER.sub("{}", path.replace("{baseURL}", "baseURL"))


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _differences(fact: Fact, statement: Statement) -> Iterator[Difference]:
    """Yield how a fact differs from the statement about the same subject."""
    kind = statement.subject[0]
    if kind in ("method", "path"):
        if _without_names(fact.name) not in map(_without_names, statement.names):
            yield _difference(Kind.CHANGED, fact, statement, fact.name, statement.names[0])
        return
    known = {_letters(name) for name in statement.names} if fact.place == "path" else set(statement.names)
    name = _letters(fact.name) if fact.place == "path" else fact.name
    if not kind.endswith("header") and name not in known:
        yield _difference(Kind.RENAMED, fact, statement, fact.name, statement.names[-1])
    yield from _in_more_than_name(fact, statement)


def _sent_under_another_name(fact: Fact, statement: Statement) -> Iterator[Difference]:
    """Yield how a parameter differs that the page calls the same, but sends under another name."""
    yield _difference(Kind.RENAMED, fact, statement, fact.subject[1], statement.names[0])
    yield from _in_more_than_name(fact, statement)


def _in_more_than_name(fact: Fact, statement: Statement) -> Iterator[Difference]:
    if fact.type is not None and statement.type is not None:
        page, own = (replace(type_, values=(), limits=()) for type_ in (fact.type, statement.type))
        if replace(page, format=None) != replace(own, format=None):
            yield _difference(Kind.RETYPED, fact, statement, fact.type, statement.type)
        elif page.format != own.format:
            yield _difference(Kind.FORMAT, fact, statement, fact.type, statement.type)
        limits = dict(statement.type.limits)
        for key, value in fact.type.limits:
            if limits.get(key, "none").lower() != value.lower():
                contract = f"{key} {limits.get(key, 'none')}"
                yield _difference(Kind.LIMITS, fact, statement, f"{key} {value}", contract)
    if fact.required is not None and fact.required != bool(statement.required):
        words = {True: "required", False: "optional"}
        yield _difference(Kind.REQUIRED, fact, statement, words[fact.required], words[not fact.required])
    if fact.place is not None and fact.place != statement.place:
        yield _difference(Kind.MOVED, fact, statement, f"in {fact.place}", f"in {statement.place}")


def _difference(kind: Kind, fact: Fact, statement: Statement, page: object, contract: object) -> Difference:
    return Difference(
        kind, statement.label, statement.group, statement.pointer, fact.line, str(page), str(contract), fact
    )


def _added(fact: Fact, contract: YamlFile, operation_id: str) -> Difference:
    kind, *names = fact.subject
    label, group = f"{kind} {names[0] if kind == 'parameter' else fact.name}", operation_id
    pointer = operation_pointer(contract, operation_id) or "#/paths"
    if kind == "definition":
        group, pointer = fact.name, _SCHEMAS
    elif kind in ("property", "value"):
        schemas = contract.root["components"]["schemas"]
        schema = next((name for name in schemas if schemas[name]["x-docs-name"] == names[0]), None)
        group = schema or names[0]
        label = f"{kind} {group}.{fact.name}"
        pointer = pointer_to(_SCHEMAS, *([schema] if schema else []))
    words = [str(fact.type)] if fact.type else []
    words += ["required" if fact.required else "optional"] if fact.required is not None else []
    words += [f"in {fact.place}"] if fact.place else []
    return Difference(Kind.ADDED, label, group, pointer, fact.line, ", ".join(words), "", fact)


def _removed(statement: Statement) -> Difference:
    words = str(statement.type or "")
    return Difference(Kind.REMOVED, statement.label, statement.group, statement.pointer, None, "", words)


def _covers(page: PageFacts, statement: Statement) -> bool:
    """Return whether a page that does not state something means that it is gone: its part was read completely."""
    kind, *names = statement.subject
    if any(one.words & {*statement.names} for one in page.not_understood):
        return False
    owners = {*names[:1], *(name.rpartition(".")[0] for name in names[:1])}
    return kind in page.covers and (kind == "definition" or not owners & page.partly)


def _without_heading(page: PageFacts, contract: YamlFile) -> Iterator[Difference]:
    names = {schema["x-docs-name"]: name for name, schema in contract.root["components"]["schemas"].items()}
    for definition, line in page.unheaded:
        name = names.get(definition, definition)
        pointer = pointer_to(_SCHEMAS, name)
        yield Difference(Kind.UNHEADED, f"definition {name}", name, pointer, line, "nothing", definition)
