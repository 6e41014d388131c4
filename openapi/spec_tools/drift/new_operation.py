"""The operation that a page describes, as the contract has it, with a TODO for what a person must write."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from spec_tools.drift.report import Report
from spec_tools.drift.statements import addresses
from spec_tools.drift.written_schema import flow, todo
from spec_tools.openapi_walk import operations
from spec_tools.pages import DocumentedType, PageFacts
from spec_tools.yaml_file import YamlFile, pointer_to

_SCHEMAS = "#/components/schemas"
_HEADERS = "#/components/headers"
_KINDS = {"guide": "developer guide", "reference": "REST reference"}


def operation_at(
    report: Report, contract: YamlFile, parameters: Sequence[Any], names: Mapping[str, str]
) -> tuple[str | None, str, dict[str, Any]]:
    """Return the path, the method and the content of the operation that a page describes.

    Args:
        report: The comparison with its page.
        contract: The contract, with the new components.
        parameters: The references to its parameters.
        names: The names of the components of the definitions, by the documentation's names.

    Returns:
        The path is None if the page has no single path below the server of the contract.
    """
    facts, known = report.page_facts, report.known
    paths = {fact.name for fact in facts.facts if fact.subject == ("path",)}
    found = {path for one in paths if (path := _below_server(one, contract)) is not None}
    methods = [fact.name.lower() for fact in facts.facts if fact.subject == ("method",)]
    if len(found) != 1 or not methods:
        return None, "", {}
    entry = report.sources.root["pages"][known.id]
    docs = {
        "description": f"{known.title} ({_KINDS[known.kind]})",
        "url": entry.get("address", "TODO the address of the page"),
    }
    root = contract.root
    return (
        found.pop(),
        methods[0],
        {
            "operationId": known.describes,
            "tags": flow([tag["name"] for tag in root.get("tags", [])][:1]),
            "summary": "TODO summarize the operation in a few words",
            "description": todo(known.describes),
            "externalDocs": docs,
            "x-docs-name": known.title.rpartition(" - ")[2],
            "parameters": list(parameters),
            "responses": {
                "200": _success(facts, contract, names),
                **_shared_by_all(contract),
            },
        },
    )


def _below_server(path: str, contract: YamlFile) -> str | None:
    for address in addresses(contract, ""):
        if path.startswith(f"{address}/"):
            return path.removeprefix(address)
    return None


def _success(facts: PageFacts, contract: YamlFile, names: Mapping[str, str]) -> dict[str, Any]:
    types = [fact.type for fact in facts.facts if fact.subject[0] == "status" and fact.name.startswith("2")]
    media_types = [fact.name for fact in facts.facts if fact.subject[0] == "media type"] or ["application/json"]
    stated = {fact.subject[1] for fact in facts.facts if fact.subject[0] == "response header"}
    headers = {
        component["x-docs-name"]: flow({"$ref": pointer_to(_HEADERS, name)})
        for name, component in contract.root["components"].get("headers", {}).items()
        if component["x-docs-name"].lower() in stated
    }
    example = {"example": flow({"TODO": "a whole response"})}
    return {
        "description": "TODO describe the response in your own words.",
        **({"headers": headers} if headers else {}),
        "content": {
            name: {
                "schema": _schema(types[0] if types else None, facts, names),
                **(example if name == "application/json" else {}),
            }
            for name in media_types
        },
    }


def _schema(type_: DocumentedType | None, facts: PageFacts, names: Mapping[str, str]) -> Any:
    """Return the schema of the result: the type that the page states, or else the one that its example names."""
    name = names.get(type_.name) if type_ else _type_of_example(facts, names)
    if name is None:
        return flow({"type": "object", "description": "TODO refer to the schema of the result"})
    return flow({"$ref": pointer_to(_SCHEMAS, name)})


def _type_of_example(facts: PageFacts, names: Mapping[str, str]) -> str | None:
    """Return the component that the ``objectType`` of an example names, or of the items of a collection."""
    text = facts.example.text if facts.example else ""
    types = re.findall(r'"objectType"\s*:\s*"(\w+)"', text)
    if not types:
        return None
    inner = re.search(r'"items"\s*:\s*\[', text) is not None
    items = [one for one in types if one != "Collection"]
    wanted = f"ResourceCollectionOf{items[-1]}" if inner and items else types[-1]
    return wanted if wanted in names.values() else None


def _shared_by_all(contract: YamlFile) -> dict[str, Any]:
    """Return the responses that every operation of the contract has, such as those of errors."""
    of_each = [operation["responses"] for _, operation in operations(contract)]
    first = of_each[0] if of_each else {}
    return {
        code: flow(dict(node))
        for code, node in first.items()
        if "$ref" in node and all(responses.get(code) == node for responses in of_each)
    }
