"""Rules: everything has a description of one paragraph."""

from collections.abc import Iterator
from typing import Any

from spec_tools.lint.rule import Finding, Rule
from spec_tools.openapi_walk import components, operations, outside_examples, properties
from spec_tools.yaml_file import YamlFile, pointer_to


def _to_describe(contract: YamlFile) -> Iterator[tuple[str, Any]]:
    root = contract.root
    yield "#/info", root["info"]
    for index, server in enumerate(root.get("servers", [])):
        yield pointer_to("#/servers", index), server
        for name, variable in server.get("variables", {}).items():
            yield pointer_to("#/servers", index, "variables", name), variable
    for index, tag in enumerate(root.get("tags", [])):
        yield pointer_to("#/tags", index), tag
    for pointer, operation in operations(contract):
        yield pointer, operation
        for kind in ("parameters", "responses"):
            named = operation.get(kind, {})
            for key, node in named.items() if isinstance(named, dict) else enumerate(named):
                yield pointer_to(pointer, kind, key), node
    yield from components(contract)
    yield from properties(contract)


def _description(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, node in _to_describe(contract):
        if "$ref" not in node and not str(node.get("description", "")).strip():
            yield Finding(contract, pointer, "description is missing")


def _summary(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, operation in operations(contract):
        if not operation.get("summary"):
            yield Finding(contract, pointer, "summary is missing")


def _one_paragraph(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, node in outside_examples(contract):
        if pointer.endswith("/description") and isinstance(node, str) and "\n" in node.strip():
            yield Finding(contract, pointer, "a description must be one paragraph: fold it with >-")


def _no_todo(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for file in (contract, sources):
        for pointer, node in file.nodes():
            if isinstance(node, str) and "TODO" in node:
                yield Finding(file, pointer, f"replace this: {node}")


RULES = [
    Rule("description", "A caller reads it in the editor.", _description),
    Rule("summary", "It is the first line of a function's docstring.", _summary),
    Rule("no-todo", "A person replaces each TODO that drift writes into the contract.", _no_todo),
    Rule("one-paragraph", "Several paragraphs break the docstring of a generated class.", _one_paragraph),
]
