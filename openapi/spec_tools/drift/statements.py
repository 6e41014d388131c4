"""What the contract states about one operation, as facts that a page can be compared with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spec_tools.openapi_walk import operations, reachable, resolved
from spec_tools.pages import DocumentedType, Subject
from spec_tools.yaml_file import YamlFile, keys, pointer_to


@dataclass(frozen=True)
class Statement:
    """Something that the contract states.

    Attributes:
        subject: What it is about, in the documentation's names.
        label: What it is about, in the contract's names.
        group: The operation or component that it belongs to.
        pointer: Its place in the contract.
        names: The spellings that the documentation may have for it. The first is the contract's own.
        type: Its type, as the documentation would write it.
        required: Whether a call needs it.
        place: Where a parameter goes: path or query.
    """

    subject: Subject
    label: str
    group: str
    pointer: str
    names: tuple[str, ...]
    type: DocumentedType | None = None
    required: bool | None = None
    place: str | None = None


def operation_pointer(contract: YamlFile, operation_id: str) -> str:
    """Return the place of an operation in the contract.

    Raises:
        LookupError: There is none of this id.
    """
    for pointer, operation in operations(contract):
        if operation["operationId"] == operation_id:
            return pointer
    raise LookupError(operation_id)


def statements(contract: YamlFile, operation_id: str) -> list[Statement]:
    """Return all that the contract states about an operation."""
    pointer = operation_pointer(contract, operation_id)
    operation = contract.at(pointer)
    return [
        *_address(contract, pointer, operation_id),
        *_authorization(contract, operation_id),
        *_parameters(contract, pointer, operation_id),
        *_responses(contract, pointer, operation_id),
        *_definitions(contract, operation),
    ]


def documented_type(contract: YamlFile, schema: Any, inline: str = "") -> DocumentedType:
    """Return a schema's type as the documentation would write it.

    Args:
        contract: Where references lead to.
        schema: The schema.
        inline: The documentation's name of an enum that it prints in place, without a name of its own.
    """
    if "$ref" in schema:
        name = contract.at(schema["$ref"])["x-docs-name"]
        return DocumentedType("enum" if name == inline else name)
    if "allOf" in schema:
        return documented_type(contract, schema["allOf"][0], inline)
    if "anyOf" in schema:
        first, *others = schema["anyOf"]
        formats = [other["format"] for other in others if "format" in other]
        return DocumentedType(documented_type(contract, first, inline).name, format=formats[0] if formats else None)
    if schema.get("type") == "array":
        item = documented_type(contract, schema["items"], inline)
        return DocumentedType(item.name, array=True, format=item.format)
    return DocumentedType(schema.get("type", "object"), format=schema.get("format"))


def _address(contract: YamlFile, pointer: str, group: str) -> Iterator[Statement]:
    _, path, method = keys(pointer)
    yield Statement(("method",), "method", group, pointer, (method.upper(),))
    server = contract.at("#/servers/0")
    host = "/".join(server["url"].split("/")[:3])
    with_default = server["url"]
    for name, variable in server.get("variables", {}).items():
        with_default = with_default.replace(f"{{{name}}}", variable["default"])
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
    addresses = (server["url"] + path, with_default + path)
    shortened = tuple(address.replace(host, "{baseURL}", 1) for address in addresses)
    yield Statement(("path",), "path", group, pointer, addresses + shortened)


def _authorization(contract: YamlFile, group: str) -> Iterator[Statement]:
    for requirement in contract.root.get("security", []):
        for name in requirement:
            place = pointer_to("#/components/securitySchemes", name)
            yield Statement(
                ("request header", "authorization"),
                "request header Authorization",
                group,
                place,
                ("Authorization",),
                type=DocumentedType("string"),
                required=True,
            )


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


def _definitions(contract: YamlFile, operation: Any) -> Iterator[Statement]:
    answers = [response for code, response in operation["responses"].items() if code.startswith("2")]
    found = reachable(contract, answers)
    for name, schema in contract.root["components"]["schemas"].items():
        pointer, docs_name = pointer_to("#/components/schemas", name), schema["x-docs-name"]
        if pointer not in found:
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
    """Tell whether an enum is called by the property in which the documentation prints it."""
    owner, _, key = docs_name.rpartition(".")
    return any(
        schema["x-docs-name"] == owner and key in schema.get("properties", {})
        for schema in contract.root["components"]["schemas"].values()
    )
