"""What a Python caller sees of a contract: things with names, what code relies on of each, and what is only words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from spec_tools.openapi_walk import operations, resolved
from spec_tools.yaml_file import YamlFile, keys, pointer_to

_PYTHON = {"integer": "int", "number": "float", "boolean": "bool", "object": "object"}
_PYTHON_STRING = {"date-time": "datetime", "date": "date", "uuid": "UUID", "binary": "File"}
_WORDS = ("summary", "description", "example", "externalDocs", "x-docs-name", "format", "deprecated", "bearerFormat")


@dataclass(frozen=True)
class Thing:
    """Something of a contract that a caller can name.

    Attributes:
        name: Its kind and name, such as ``property Offer.rank``.
        called: Its name alone, as a changelog would print it.
        called: Its name alone, as a changelog would print it.
        pointer: Its place in the contract.
        within: The name of the thing that it is a part of, if any.
        needed: Whether a call fails without it.
        facets: What code relies on.
        words: What only people read.
    """

    name: str
    called: str
    pointer: str
    within: str | None = None
    needed: bool = False
    facets: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)


def surface(contract: YamlFile) -> dict[str, Thing]:
    """Return everything that a caller of the generated client sees, by name."""
    things = [*_general(contract), *_operations(contract), *_schemas(contract)]
    return {thing.name: thing for thing in things}


def python_type(schema: Any) -> str:
    """Return the Python type that a schema becomes. Formats that make no difference in Python make none here."""
    if "$ref" in schema:
        return keys(schema["$ref"])[-1]
    if "allOf" in schema:
        return " & ".join(python_type(part) for part in schema["allOf"])
    for parts in ("anyOf", "oneOf"):
        if parts in schema:
            return " | ".join(python_type(part) for part in schema[parts])
    optional = " | None" if schema.get("nullable") else ""
    if schema.get("type") == "array":
        return f"list[{python_type(schema['items'])}]{optional}"
    if schema.get("type") == "string":
        return _PYTHON_STRING.get(schema.get("format", ""), "str") + optional
    return _PYTHON.get(schema.get("type", ""), "Any") + optional


def _general(contract: YamlFile) -> Iterator[Thing]:
    root = contract.root
    info = {key: value for key, value in root["info"].items() if key != "version"}
    yield Thing("contract", "info", "#/info", words={"info": info, **_words(root)})
    for index, server in enumerate(root.get("servers", [])):
        defaults = {name: variable["default"] for name, variable in server.get("variables", {}).items()}
        place, facets = pointer_to("#/servers", index), {"url": server["url"], **defaults}
        yield Thing(f"server {index}", server["url"], place, facets=facets, words=_words(server))
    yield Thing("security", "security", "#/security", facets={"security": root.get("security", [])})
    for name, scheme in root["components"].get("securitySchemes", {}).items():
        place = pointer_to("#/components/securitySchemes", name)
        facets = {key: value for key, value in scheme.items() if key not in _WORDS}
        yield Thing(f"security scheme {name}", name, place, facets=facets, words=_words(scheme))
    for index, tag in enumerate(root.get("tags", [])):
        yield Thing(f"tag {tag['name']}", tag["name"], pointer_to("#/tags", index), words=_words(tag))


def _operations(contract: YamlFile) -> Iterator[Thing]:
    for pointer, operation in operations(contract):
        _, path, method = keys(pointer)
        id_ = operation["operationId"]
        facets = {"path": path, "method": method, "module": operation.get("tags", [])[:1]}
        yield Thing(f"operation {id_}", id_, pointer, facets=facets, words=_words(operation))
        for index, reference in enumerate(operation.get("parameters", [])):
            yield _parameter(contract, reference, pointer_to(pointer, "parameters", index), id_)
        for code, reference in operation["responses"].items():
            yield from _response(contract, reference, pointer_to(pointer, "responses", code), id_)


def _parameter(contract: YamlFile, reference: Any, pointer: str, id_: str) -> Thing:
    parameter = resolved(contract, reference)
    schema, needed = parameter["schema"], parameter.get("required", False)
    return Thing(
        f"parameter {parameter['name']} of {id_}",
        parameter["name"],
        reference.get("$ref", pointer),
        f"operation {id_}",
        needed=needed,
        facets={
            "in": parameter["in"],
            "type": python_type(schema),
            "default": schema.get("default"),
            "required": needed,
        },
        words={**_words(parameter), **_words(schema)},
    )


def _response(contract: YamlFile, reference: Any, pointer: str, id_: str) -> Iterator[Thing]:
    response, code = resolved(contract, reference), keys(pointer)[-1]
    place, name = reference.get("$ref", pointer), f"status {code} of {id_}"
    yield Thing(name, code, place, f"operation {id_}", words=_words(response))
    for media_type, content in response.get("content", {}).items():
        facets = {"type": python_type(content["schema"])}
        at = pointer_to(place, "content", media_type)
        yield Thing(f"media type {media_type} of {name}", media_type, at, name, facets=facets, words=_words(content))
    for header, target in response.get("headers", {}).items():
        node, at = resolved(contract, target), target.get("$ref", pointer_to(place, "headers", header))
        facets = {"type": python_type(node["schema"])}
        yield Thing(f"header {header} of {name}", header, at, name, facets=facets, words=_words(node))


def _schemas(contract: YamlFile) -> Iterator[Thing]:
    for key, schema in contract.root["components"]["schemas"].items():
        pointer, name = pointer_to("#/components/schemas", key), f"schema {key}"
        yield Thing(name, key, pointer, facets={"type": schema.get("type")}, words=_words(schema))
        for property_, value in schema.get("properties", {}).items():
            always = property_ in schema.get("required", [])
            yield Thing(
                f"property {key}.{property_}",
                f"{key}.{property_}",
                pointer_to(pointer, "properties", property_),
                name,
                facets={"type": python_type(value), "always there": always},
                words={**_words(value), **_words(value.get("items", {}))},
            )
        for value in schema.get("enum", []):
            of, meaning = f"{key}.{value}", schema.get("x-enum-meanings", {}).get(value)
            yield Thing(f"value {of}", of, pointer_to(pointer, "enum"), name, words={"meaning": meaning})
        for value, code in schema.get("x-enum-codes", {}).items():
            of, at = f"{key}.{value}", pointer_to(pointer, "x-enum-codes")
            yield Thing(f"code of {of}", of, at, f"value {of}", facets={"code": code})


def _words(node: Any) -> dict[str, Any]:
    return {key: node[key] for key in _WORDS if key in node}
