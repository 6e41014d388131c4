"""Rules: enums are open in answers, and their values are explained."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from spec_tools.lint.rule import Finding, Rule
from spec_tools.openapi_walk import components, operations, reachable
from spec_tools.yaml_file import YamlFile, pointer_to

_OTHERS = [{"type": "string"}, {"type": "integer", "format": "int32"}]


def _open_enum(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    answers = [operation["responses"] for _, operation in operations(contract)]
    for pointer in sorted(reachable(contract, answers)):
        node = contract.at(pointer)
        if "enum" not in node:
            yield from _closed(contract, pointer, node)
    for pointer, operation in operations(contract):
        yield from _closed(contract, pointer_to(pointer, "responses"), operation["responses"])


def _closed(contract: YamlFile, pointer: str, node: Any) -> Iterator[Finding]:
    """Yield each place below a node that allows only the known values of an enum."""
    if isinstance(node, list):
        for index, child in enumerate(node):
            yield from _closed(contract, pointer_to(pointer, index), child)
        return
    if not isinstance(node, dict):
        return
    if "enum" in node:
        yield Finding(contract, pointer, "an inline enum: make it a component, and refer to it from anyOf")
    elif "$ref" in node:
        if "enum" in contract.at(node["$ref"]):
            yield Finding(contract, pointer, "a closed enum: write anyOf with the enum, a string and an int32")
    elif all(other in node.get("anyOf", []) for other in _OTHERS):
        return
    else:
        for key, child in node.items():
            if key != "example":
                yield from _closed(contract, pointer_to(pointer, key), child)


def _enums(contract: YamlFile) -> Iterator[tuple[str, Any]]:
    return ((pointer, node) for pointer, node in components(contract) if "enum" in node)


def _enum_descriptions(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    return _not_one_for_each_value(contract, "x-enum-descriptions")


def _enum_varnames(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    yield from _not_one_for_each_value(contract, "x-enum-varnames")
    for pointer, node in _enums(contract):
        for name in node.get("x-enum-varnames", []):
            if not re.fullmatch("[A-Z][A-Z0-9_]*", str(name)) or node["x-enum-varnames"].count(name) > 1:
                message = f"{name} must be in upper snake case, and the name of one value"
                yield Finding(contract, pointer_to(pointer, "x-enum-varnames"), message)


def _not_one_for_each_value(contract: YamlFile, key: str) -> Iterator[Finding]:
    for pointer, node in _enums(contract):
        entries = node.get(key, [])
        if len(entries) != len(node["enum"]):
            message = f"{key} has {len(entries)} entries for {len(node['enum'])} values"
            yield Finding(contract, pointer_to(pointer, key) if key in node else pointer, message)


def _enum_codes(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, node in _enums(contract):
        if "x-enum-codes" not in node:
            continue
        place, codes = pointer_to(pointer, "x-enum-codes"), node["x-enum-codes"]
        for value in sorted(set(node["enum"]) ^ set(codes)):
            problem = (
                "has no code (write null if it is not known)"
                if value in node["enum"]
                else "has a code, but is not a value of the enum"
            )
            yield Finding(contract, place, f"{value} {problem}")
        for code, times in Counter(codes.values()).items():
            if code is not None and (not isinstance(code, int) or times > 1):
                yield Finding(contract, place, f"a code must be an integer that one value has, got {code!r}")


def _enum_letter_case(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, node in _enums(contract):
        for value, times in Counter(value.casefold() for value in node["enum"]).items():
            if times > 1:
                yield Finding(
                    contract, pointer_to(pointer, "enum"), f"{value} is listed {times} times, ignoring letter case"
                )


RULES = [
    Rule("open-enum", "A value that the service adds later must not make a response unreadable.", _open_enum),
    Rule("enum-descriptions", "A name alone does not tell what a value means.", _enum_descriptions),
    Rule("enum-varnames", "Other generators make up their own names of members.", _enum_varnames),
    Rule(
        "enum-codes",
        "A response may hold a code instead of a value, and it must mean one value.",
        _enum_codes,
    ),
    Rule("enum-letter-case", "The generator crashes on values that differ only in letter case.", _enum_letter_case),
]
