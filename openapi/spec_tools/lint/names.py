"""Rules: names are legal, make good Python names, and can be found in the documentation."""

import re
from collections.abc import Iterator

from spec_tools.lint.rule import Finding, Rule
from spec_tools.openapi_walk import components, operations, outside_examples
from spec_tools.yaml_file import YamlFile, keys

_OPERATION_ID = re.compile(r"(list|get|create|update|delete)(_[a-z0-9]+)+")
_COMPONENT_NAME = re.compile(r"[a-zA-Z0-9._-]+")  # OpenAPI 3.0.3, section Components Object


def _operation_id_by_verb(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, operation in operations(contract):
        name = operation.get("operationId", "")
        if not _OPERATION_ID.fullmatch(name):
            message = f"operationId must begin with list, get, create, update or delete, in snake case, got {name!r}"
            yield Finding(contract, pointer, message)


def _legal_component_name(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, _ in components(contract):
        name = keys(pointer)[-1]
        if not _COMPONENT_NAME.fullmatch(name):
            yield Finding(
                contract,
                pointer,
                f"a component name may have letters, digits, dots, hyphens and underscores, got {name!r}",
            )


def _no_title(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, _ in outside_examples(contract):
        if pointer.endswith("/title") and not pointer.endswith("/properties/title") and pointer != "#/info/title":
            yield Finding(contract, pointer, "remove the title")


def _docs_name(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, node in [*operations(contract), *components(contract)]:
        if not node.get("x-docs-name"):
            yield Finding(contract, pointer, "x-docs-name is missing")


def _external_docs(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, operation in operations(contract):
        if not operation.get("externalDocs", {}).get("url"):
            yield Finding(contract, pointer, "externalDocs with the url of its page is missing")


RULES = [
    Rule("operation-id-by-verb", "It becomes the name of a function.", _operation_id_by_verb),
    Rule(
        "legal-component-name",
        "OpenAPI allows no other characters, and validators do not check.",
        _legal_component_name,
    ),
    Rule("no-title", "The generator names a class by its title instead of by its component.", _no_title),
    Rule("docs-name", "A reviewer needs the documentation's name of each part.", _docs_name),
    Rule("external-docs", "A reviewer needs the page of each operation.", _external_docs),
]
