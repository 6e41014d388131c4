"""The operations, components, properties and references of an OpenAPI document."""

from collections.abc import Iterator, Mapping
from typing import Any

from spec_tools.yaml_file import YamlFile, pointer_to

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def operations(contract: YamlFile) -> Iterator[tuple[str, Any]]:
    """Yield each operation with its pointer."""
    for path, item in contract.root["paths"].items():
        for method in METHODS:
            if method in item:
                yield pointer_to("#/paths", path, method), item[method]


def components(contract: YamlFile) -> Iterator[tuple[str, Any]]:
    """Yield each component of every kind with its pointer."""
    for kind, named in contract.root["components"].items():
        for name, component in named.items():
            yield pointer_to("#/components", kind, name), component


def properties(contract: YamlFile) -> Iterator[tuple[str, Any]]:
    """Yield each property of each schema component with its pointer."""
    for name, schema in contract.root["components"]["schemas"].items():
        for key, value in schema.get("properties", {}).items():
            yield pointer_to("#/components/schemas", name, "properties", key), value


def outside_examples(contract: YamlFile) -> Iterator[tuple[str, Any]]:
    """Yield each node that is not inside an example, with its pointer."""
    example = "\n"
    for pointer, node in contract.nodes():
        if pointer.startswith(example):
            continue
        if is_example(pointer):
            example = pointer + "/"
        else:
            yield pointer, node


def is_example(pointer: str) -> bool:
    """Return whether a pointer leads to an example, not to a property of that name."""
    return pointer.endswith("/example") and not pointer.endswith("/properties/example")


def references(node: Any) -> Iterator[str]:
    """Yield the target of each ``$ref`` in a node, without its examples."""
    if isinstance(node, Mapping):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for key, child in node.items():
            if key != "example":
                yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def reachable(contract: YamlFile, start: Any) -> set[str]:
    """Return the pointers of all components that a node refers to, directly or indirectly."""
    found: set[str] = set()
    waiting = list(references(start))
    while waiting:
        pointer = waiting.pop()
        if pointer not in found:
            found.add(pointer)
            try:
                waiting.extend(references(contract.at(pointer)))
            except LookupError:
                continue  # the rule reference-exists reports it
    return found


def resolved(contract: YamlFile, node: Any) -> Any:
    """Return the target of a reference, or the node itself if it is not a reference."""
    return contract.at(node["$ref"]) if isinstance(node, Mapping) and "$ref" in node else node
