"""The statements of the contract about one operation, which the facts of a page are compared with."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from spec_tools.openapi_walk import operations, reachable, resolved
from spec_tools.pages import DocumentedType, Subject
from spec_tools.yaml_file import YamlFile, keys, pointer_to

LIMITS = (
    *("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "minProperties", "maxProperties"),
    *("pattern", "multipleOf", "uniqueItems", "default", "readOnly", "nullable"),
)


@dataclass(frozen=True)
class Statement:
    """A statement of the contract.

    Attributes:
        subject: What it is about, in the documentation's names.
        label: What it is about, in the contract's names.
        group: The operation or component that it belongs to.
        pointer: Its place in the contract.
        names: The names that the documentation may have for it. The first is the contract's own.
        type: Its type, as the documentation writes it.
        required: Whether each call must have it.
        place: The part of the request that a parameter goes into: path or query.
    """

    subject: Subject
    label: str
    group: str
    pointer: str
    names: tuple[str, ...]
    type: DocumentedType | None = None
    required: bool | None = None
    place: str | None = None


def operation_pointer(contract: YamlFile, operation_id: str) -> str | None:
    """Return the place of an operation in the contract, or None if the contract does not have it."""
    found = (pointer for pointer, operation in operations(contract) if operation["operationId"] == operation_id)
    return next(found, None)


def statements(contract: YamlFile, operation_id: str) -> list[Statement]:
    """Return the statements about an operation, or none if the contract does not have it."""
    pointer = operation_pointer(contract, operation_id)
    if pointer is None:
        return []
    responses = contract.at(pointer)["responses"].items()
    return [
        *_address(contract, pointer, operation_id),
        *_authorization(contract, pointer, operation_id),
        *_parameters(contract, pointer, operation_id),
        *_responses(contract, pointer, operation_id),
        *definitions(contract, reachable(contract, [node for code, node in responses if code.startswith("2")])),
    ]


def documented_type(contract: YamlFile, schema: Any, inline: str = "") -> DocumentedType:
    """Return the type of a schema, as the documentation writes it.

    Args:
        contract: The contract that has the targets of references.
        schema: The schema.
        inline: The documentation's name of an inline enum, which has no name of its own there.
    """
    limits = tuple((key, str(schema[key])) for key in LIMITS if key in schema)
    return replace(_documented_type(contract, schema, inline), limits=limits)


def _documented_type(contract: YamlFile, schema: Any, inline: str) -> DocumentedType:
    if "$ref" in schema:
        name = contract.at(schema["$ref"])["x-docs-name"]
        return DocumentedType("enum" if name == inline else name)
    if "allOf" in schema:
        return _documented_type(contract, schema["allOf"][0], inline)
    if "anyOf" in schema:
        first, *others = schema["anyOf"]
        formats = [other["format"] for other in others if "format" in other]
        return DocumentedType(_documented_type(contract, first, inline).name, format=formats[0] if formats else None)
    if schema.get("type") == "array":
        item = _documented_type(contract, schema["items"], inline)
        return DocumentedType(item.name, array=True, format=item.format)
    values = schema.get("additionalProperties")
    if isinstance(values, Mapping) and "properties" not in schema:
        return DocumentedType(f"<string, {_documented_type(contract, values, '')}>")
    return DocumentedType(schema.get("type", "object"), format=schema.get("format"))


def _address(contract: YamlFile, pointer: str, group: str) -> Iterator[Statement]:
    _, path, method = keys(pointer)
    yield Statement(("method",), "method", group, pointer, (method.upper(),))
    for name in contract.at("#/servers/0").get("variables", {}):
        yield Statement(
            ("parameter", name),
            f"parameter {name}",
            group,
            pointer_to("#/servers/0/variables", name),
            (name,),
            type=DocumentedType("string"),
            required=True,
            place="path",
        )
    yield Statement(("path",), "path", group, pointer, addresses(contract, path))


def addresses(contract: YamlFile, path: str) -> tuple[str, ...]:
    """Return the addresses of a path as pages write them: with variables of the server or their values, and baseURL."""
    server = contract.at("#/servers/0")
    host = "/".join(server["url"].split("/")[:3])
    with_values = server["url"]
    for name, variable in server.get("variables", {}).items():
        with_values = with_values.replace(f"{{{name}}}", variable["default"])
    found = (server["url"] + path, with_values + path)
    return found + tuple(address.replace(host, "{baseURL}", 1) for address in found)


def _authorization(contract: YamlFile, pointer: str, group: str) -> Iterator[Statement]:
    required = contract.at(pointer).get("security", contract.root.get("security", []))
    for name in {name for requirement in required for name in requirement}:
        yield Statement(
            ("request header", "authorization"),
            "request header Authorization",
            group,
            pointer_to("#/components/securitySchemes", name),
            ("Authorization",),
            type=DocumentedType("string"),
            required=True,
        )
        return


def _parameters(contract: YamlFile, pointer: str, group: str) -> Iterator[Statement]:
    for index, reference in enumerate(contract.at(pointer).get("parameters", [])):
        parameter = resolved(contract, reference)
        name, in_header = parameter["name"], parameter["in"] == "header"
        kind = "request header" if in_header else "parameter"
        yield Statement(
            (kind, name.lower() if in_header else name),
            f"{kind} {name}",
            group,
            reference.get("$ref", pointer_to(pointer, "parameters", index)),
            (name, parameter["x-docs-name"]),
            type=documented_type(contract, parameter["schema"]),
            required=parameter.get("required", False),
            place=None if in_header else parameter["in"],
        )


def _responses(contract: YamlFile, pointer: str, group: str) -> Iterator[Statement]:
    for code, reference in contract.at(pointer)["responses"].items():
        place = pointer_to(pointer, "responses", code)
        response = resolved(contract, reference)
        content = response.get("content", {})
        schema = next((media_type["schema"] for media_type in content.values()), None)
        type_ = documented_type(contract, schema) if schema is not None else None
        yield Statement(("status", code), f"status {code}", group, place, (code,), type=type_)
        if not code.startswith("2"):
            continue
        for name in content:
            yield Statement(
                ("media type", name), f"media type {name}", group, pointer_to(place, "content", name), (name,)
            )
        for name in response.get("headers", {}):
            yield Statement(
                ("response header", name.lower()),
                f"response header {name}",
                group,
                pointer_to(place, "headers", name),
                (name,),
            )


def definitions(contract: YamlFile, pointers: Collection[str]) -> Iterator[Statement]:
    """Yield the statements about schemas.

    Args:
        contract: The contract.
        pointers: The places of the schemas.
    """
    for name, schema in contract.root["components"]["schemas"].items():
        pointer, docs_name = pointer_to("#/components/schemas", name), schema["x-docs-name"]
        if pointer not in pointers:
            continue
        if "enum" not in schema or not _is_inline(contract, docs_name):
            yield Statement(("definition", docs_name), f"definition {name}", name, pointer, (docs_name,))
        for value in schema.get("enum", []):
            place = pointer_to(pointer, "enum")
            yield Statement(("value", docs_name, value), f"value {name}.{value}", name, place, (value,))
        for key, property_ in schema.get("properties", {}).items():
            yield Statement(
                ("property", docs_name, key),
                f"property {name}.{key}",
                name,
                pointer_to(pointer, "properties", key),
                (key,),
                type=documented_type(contract, property_, f"{docs_name}.{key}"),
            )


def _is_inline(contract: YamlFile, docs_name: str) -> bool:
    """Return whether an enum has the name of the property that the documentation prints it in."""
    owner, _, key = docs_name.rpartition(".")
    return any(
        schema["x-docs-name"] == owner and key in schema.get("properties", {})
        for schema in contract.root["components"]["schemas"].values()
    )
