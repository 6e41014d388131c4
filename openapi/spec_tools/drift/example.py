"""Compares the example response of a page with the schema of the response."""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from spec_tools.drift.difference import Difference, Kind
from spec_tools.drift.statements import operation_pointer
from spec_tools.openapi_walk import resolved
from spec_tools.pages import DocumentedType, Example, Fact
from spec_tools.yaml_file import YamlFile, pointer_to, round_trip

_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "null": "null"}


def example_differences(example: Example, contract: YamlFile, operation_id: str) -> Iterator[Difference]:
    """Yield what an example has that the contract does not have. What it leaves out is no difference."""
    pointer = operation_pointer(contract, operation_id)
    success = pointer_to(pointer or "#", "responses", "200", "content", "application/json")
    try:
        schema = contract.at(success)["schema"]
    except LookupError:
        return
    if example.damage:
        what, line = example.damage
        place = pointer_to(success, "example")
        yield Difference(Kind.BROKEN, "example", operation_id, place, line, what, "a valid example")
    node = round_trip().compose(example.text)  # JSON is YAML, and YAML keeps lines
    seen = set()
    for difference in _below(node, schema, success, "", contract, example.line):
        if (difference.kind, difference.of) not in seen:
            seen.add((difference.kind, difference.of))
            yield difference


def _below(node: Node, schema: Any, pointer: str, label: str, contract: YamlFile, first: int) -> Iterator[Difference]:
    also = [part.get("type") for part in schema.get("anyOf", [])[1:]]
    schema, pointer = _schema(contract, schema, pointer)
    line = first + node.start_mark.line
    found, wanted = _type(node), schema.get("type", "object")
    if found not in (wanted, "null", *also) and (found, wanted) != ("integer", "number"):
        group = label.partition(".")[0].rpartition(" ")[2]
        yield Difference(Kind.RETYPED, label or "example", group, pointer, line, found, wanted)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _below(item, schema["items"], pointer_to(pointer, "items"), label, contract, first)
    elif isinstance(node, MappingNode) and "properties" in schema:
        owner = pointer.rpartition("/")[2]
        for key, value in node.value:
            name = f"property {owner}.{key.value}"
            if key.value in schema["properties"]:
                place = pointer_to(pointer, "properties", key.value)
                yield from _below(value, schema["properties"][key.value], place, name, contract, first)
            else:
                yield _added(key, _type_of(value), owner, schema, pointer, first)
    elif found == "string" and node.value not in schema.get("enum", [node.value]):
        owner = pointer.rpartition("/")[2]
        fact = Fact(("value", schema["x-docs-name"], node.value), line, node.value)
        place = pointer_to(pointer, "enum")
        yield Difference(Kind.ADDED, f"value {owner}.{node.value}", owner, place, line, "", "", fact)


def _schema(contract: YamlFile, schema: Any, pointer: str) -> tuple[Any, str]:
    """Follow references, including those in allOf and in the anyOf of an open enum, to the schema and its place."""
    while True:
        for parts in ("allOf", "anyOf"):
            if parts in schema:
                schema = schema[parts][0]
        if "$ref" not in schema:
            return schema, pointer
        pointer, schema = schema["$ref"], resolved(contract, schema)


def _added(key: ScalarNode, type_: DocumentedType, owner: str, schema: Any, pointer: str, first: int) -> Difference:
    line = first + key.start_mark.line
    fact = Fact(("property", schema["x-docs-name"], key.value), line, key.value, type=type_)
    return Difference(Kind.ADDED, f"property {owner}.{key.value}", owner, pointer, line, str(type_), "", fact)


def _type_of(node: Node) -> DocumentedType:
    if isinstance(node, SequenceNode):
        return DocumentedType(_type(node.value[0]) if node.value else "string", array=True)
    return DocumentedType(_type(node))


def _type(node: Node) -> str:
    if isinstance(node, SequenceNode):
        return "array"
    if isinstance(node, MappingNode):
        return "object"
    return _TYPES.get(str(node.tag).rpartition(":")[2], "string")
