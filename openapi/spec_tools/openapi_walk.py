"""What an OpenAPI document is made of: its operations, components and properties, and what leads to what."""

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
    """Yield each node that says something about the API, and so none inside an example."""
    example = "\n"
    for pointer, node in contract.nodes():
        if pointer.startswith(example):
            continue
        if is_example(pointer):
            example = pointer + "/"
        else:
            yield pointer, node


def is_example(pointer: str) -> bool:
    """Tell whether a pointer leads to the example of something, rather than to a property of that name."""
    return pointer.endswith("/example") and not pointer.endswith("/properties/example")


def references(node: Any) -> Iterator[str]:
    """Yield the target of each ``$ref`` in a node, examples left out."""
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
    """Return the pointers of all components that a node leads to, directly or by others."""
    found: set[str] = set()
    waiting = list(references(start))
    while waiting:
        pointer = waiting.pop()
        if pointer not in found:
            found.add(pointer)
            try:
                waiting.extend(references(contract.at(pointer)))
            except LookupError:
                continue  # a reference to nothing: the rule reference-exists says so
    return found


def resolved(contract: YamlFile, node: Any) -> Any:
    """Return what a node refers to, or the node itself where it is no reference."""
    return contract.at(node["$ref"]) if isinstance(node, Mapping) and "$ref" in node else node
