"""The elements of a contract that a Python caller sees: what code relies on, and what is only text."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spec_tools.openapi_walk import METHODS, operations, resolved
from spec_tools.yaml_file import YamlFile, keys, pointer_to

_PYTHON = {"integer": "int", "number": "float", "boolean": "bool", "object": "object"}
_PYTHON_STRING = {"date-time": "datetime", "date": "date", "uuid": "UUID", "binary": "File"}
_WORDS = (
    "summary",
    "description",
    "example",
    "examples",
    "externalDocs",
    "x-docs-name",
    "format",
    "bearerFormat",
    "x-credentials",
    "x-enum-meanings",  # up to version 1.0.0, in place of x-enum-descriptions
)
_LIMITS = ("schema.minimum", "schema.maximum")

_PARTS = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True)
class Element:
    """A named element of a contract.

    Attributes:
        name: Its kind and name, such as ``property Offer.rank``.
        label: Its name as a changelog prints it.
        pointer: Its place in the contract.
        within: The name of the element that contains it, if any.
        required: Whether each call must have it.
        facets: What code relies on.
        words: Text that only people read.
        order: The names of its parts. No call depends on their order: arguments are given by name, except for those
            in the path, which are in the order of the path.
    """

    name: str
    label: str
    pointer: str
    within: str | None = None
    required: bool = False
    facets: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    order: tuple[str, ...] = ()


def surface(contract: YamlFile) -> dict[str, Element]:
    """Return the elements that a caller of the generated client sees, by name.

    Code is assumed to rely on unknown keys.
    """
    elements = [*_general(contract), *_operations(contract), *_schemas(contract)]
    return {element.name: element for element in elements}


def python_type(schema: Any) -> str:
    """Return the Python type of a schema. Formats that do not change the type are ignored."""
    if "$ref" in schema:
        return keys(schema["$ref"])[-1]
    types = [_sign(kind).join(python_type(part) for part in schema[kind]) for kind in _PARTS if kind in schema]
    if "type" in schema or not types:
        types.append(_own_type(schema))
    return " & ".join(types) + (" | None" if schema.get("nullable") else "")


def _sign(kind: str) -> str:
    return " & " if kind == "allOf" else " | "


def _own_type(schema: Any) -> str:
    if schema.get("type") == "array":
        return f"list[{python_type(schema['items'])}]"
    if schema.get("type") == "string":
        return _PYTHON_STRING.get(schema.get("format", ""), "str")
    return _PYTHON.get(schema.get("type", ""), "Any")


def _general(contract: YamlFile) -> Iterator[Element]:
    root = contract.root
    info = {key: value for key, value in root["info"].items() if key != "version"}
    elsewhere = {"info", "servers", "security", "tags", "paths", "components"}
    reached = {"securitySchemes", "parameters", "headers", "responses", "schemas"}
    facets = {**_others(root, elsewhere), **_under("components", _others(root["components"], reached))}
    yield Element("contract", "info", "#/info", facets=facets, words={"info": info, **_words(root)})
    for index, server in enumerate(root.get("servers", [])):
        facets, words = _others(server, {"variables"}), _words(server)
        for name, variable in server.get("variables", {}).items():
            facets.update(_under(name, _others(variable)))
            words.update(_under(name, _words(variable)))
        yield Element(f"server {index}", server["url"], pointer_to("#/servers", index), facets=facets, words=words)
    yield Element("security", "security", "#/security", facets={"security": root.get("security", [])})
    for name, scheme in root["components"].get("securitySchemes", {}).items():
        place = pointer_to("#/components/securitySchemes", name)
        yield Element(f"security scheme {name}", name, place, facets=_others(scheme), words=_words(scheme))
    for index, tag in enumerate(root.get("tags", [])):
        place, facets = pointer_to("#/tags", index), _others(tag)
        yield Element(f"tag {tag['name']}", tag["name"], place, facets=facets, words=_words(tag))


def _operations(contract: YamlFile) -> Iterator[Element]:
    for pointer, operation in operations(contract):
        _, path, method = keys(pointer)
        id_, item = operation["operationId"], contract.root["paths"][path]
        parameters = [
            _parameter(contract, reference, pointer_to(pointer, "parameters", index), id_)
            for index, reference in enumerate(operation.get("parameters", []))
        ]
        yield Element(
            f"operation {id_}",
            id_,
            pointer,
            facets={
                "path": path,
                "method": method,
                "module": operation.get("tags", [])[:1],
                **_others(operation, {"operationId", "tags", "parameters", "responses"}),
                **_under("path", _others(item, METHODS)),
            },
            words={"tags": operation.get("tags", [])[1:], **_words(operation), **_under("path", _words(item))},
            order=tuple(parameter.label for parameter in parameters),
        )
        yield from parameters
        for code, reference in operation["responses"].items():
            yield from _response(contract, reference, pointer_to(pointer, "responses", code), id_)


def _parameter(contract: YamlFile, reference: Any, pointer: str, id_: str) -> Element:
    parameter = resolved(contract, reference)
    required = parameter.get("required", False)
    facets, words = _typed(parameter, {"name", "required"})
    # The generated client does not check limits, so a limit of a parameter changes only what callers read.
    words |= {limit: facets.pop(limit) for limit in _LIMITS if limit in facets}
    return Element(
        f"parameter {parameter['name']} of {id_}",
        parameter["name"],
        reference.get("$ref", pointer),
        f"operation {id_}",
        required=required,
        facets={**facets, "required": required},
        words=words,
    )


def _response(contract: YamlFile, reference: Any, pointer: str, id_: str) -> Iterator[Element]:
    response, code = resolved(contract, reference), keys(pointer)[-1]
    place, name = reference.get("$ref", pointer), f"status {code} of {id_}"
    contents, within = response.get("content", {}), f"operation {id_}"
    facets = _others(response, {"content", "headers"})
    yield Element(name, code, place, within, facets=facets, words=_words(response), order=tuple(contents))
    for media_type, content in contents.items():
        facets, words = _typed(content)
        at = pointer_to(place, "content", media_type)
        yield Element(f"media type {media_type} of {name}", media_type, at, name, facets=facets, words=words)
    for header, target in response.get("headers", {}).items():
        node, at = resolved(contract, target), target.get("$ref", pointer_to(place, "headers", header))
        facets, words = _typed(node)
        yield Element(f"header {header} of {name}", header, at, name, facets=facets, words=words)


def _schemas(contract: YamlFile) -> Iterator[Element]:
    for key, schema in contract.root["components"]["schemas"].items():
        pointer, name = pointer_to("#/components/schemas", key), f"schema {key}"
        own = ("properties", "required", "enum", *(key for key in schema if key.startswith("x-enum-")))
        facets, words = _schema({part: node for part, node in schema.items() if part not in own})
        properties, values = schema.get("properties", {}), schema.get("enum", [])
        elsewhere = [required for required in schema.get("required", []) if required not in properties]
        if elsewhere:
            facets["required"] = elsewhere
        order = (*properties, *(str(value) for value in values))
        yield Element(name, key, pointer, facets=facets, words=words, order=order)
        for property_, value in properties.items():
            facets, words = _schema(value)
            yield Element(
                f"property {key}.{property_}",
                f"{key}.{property_}",
                pointer_to(pointer, "properties", property_),
                name,
                facets={**facets, "always there": property_ in schema.get("required", [])},
                words=words,
            )
        for index, value in enumerate(values):
            of = f"{key}.{value}"
            facets = {"name of the member": _at(schema.get("x-enum-varnames", []), index) or _member(value, index)}
            meaning = _at(schema.get("x-enum-descriptions", []), index) or schema.get("x-enum-meanings", {}).get(value)
            words = {"meaning": meaning}
            yield Element(f"value {of}", of, pointer_to(pointer, "enum"), name, facets=facets, words=words)
        for value, code in schema.get("x-enum-codes", {}).items():
            of, at = f"{key}.{value}", pointer_to(pointer, "x-enum-codes")
            yield Element(f"code of {of}", of, at, f"value {of}", facets={"code": code})


def _at(items: Sequence[Any], index: int) -> Any:
    return items[index] if index < len(items) else None


def _member(value: str, index: int) -> str:
    """Return the name that the generator gives to a member of an enum that has no name in the contract."""
    return re.sub(r"\W", "_", value).upper() if value[:1].isalpha() else f"VALUE_{index}"


def _typed(node: Any, elsewhere: Collection[str] = ()) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the facets and words of a parameter, a header or a media type, and those of its schema."""
    facets, words = _schema(node.get("schema", {}))
    type_ = facets.pop("type")
    return (
        {**_others(node, {"schema", *elsewhere}), "type": type_, **_under("schema", facets)},
        {**_words(node), **_under("schema", words)},
    )


def _schema(schema: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the facets and words of a schema and its nested schemas, whose names begin with their path."""
    said_by_type, apart = ["$ref", "type", "nullable", "items", *_PARTS], dict(_schemas_apart(schema))
    elsewhere = [*said_by_type, "properties", *apart]
    facets, words = {**_others(schema, elsewhere), "type": python_type(schema)}, _words(schema)
    for name, part in _schemas_of_type(schema):
        within, said = _schema(part)
        del within["type"]
        facets.update(_under(name, within))
        words.update({name: "present", **_under(name, said)})  # anyOf for oneOf leaves the type as it is
    for name, part in apart.items():
        within, said = _schema(part)
        facets.update(_under(name, within))
        words.update(_under(name, said))
    return facets, words


def _schemas_of_type(schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield the nested schemas whose types are part of the type."""
    if "items" in schema:
        yield "items", schema["items"]
    for kind in _PARTS:
        yield from ((f"{kind}.{index}", part) for index, part in enumerate(schema.get(kind, [])))


def _schemas_apart(schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield the nested schemas that are not part of the type."""
    yield from ((f"properties.{name}", part) for name, part in schema.get("properties", {}).items())
    yield from ((key, schema[key]) for key in ("additionalProperties", "not") if isinstance(schema.get(key), Mapping))


def _others(node: Any, known: Collection[str] = ()) -> dict[str, Any]:
    """Return the keys of a node that are not text and not read elsewhere."""
    return {key: value for key, value in node.items() if key not in known and key not in _WORDS}


def _words(node: Any) -> dict[str, Any]:
    return {key: node[key] for key in _WORDS if key in node}


def _under(name: str, named: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}.{key}": value for key, value in named.items()}
