"""The content of the page, from the contract and its sources."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from spec_tools.openapi_walk import operations, resolved
from spec_tools.yaml_file import YamlFile, keys, pointer_to

Words = list[tuple[str, str]]
"""Pieces of text, each with the anchor that it links to, or with an empty one."""


@dataclass(frozen=True)
class Field:
    """A parameter, a header or a property.

    Attributes:
        name: Its name.
        type: Its type, with links to schemas.
        description: Its description.
        example: An example, as JSON.
        anchor: Its place on the page.
        place: The part of the request that a parameter goes into.
        required: Whether each call must have it.
        docs_name: The documentation's name, if it differs.
        decisions: The ids of the decisions about it.
    """

    name: str
    type: Words
    description: str
    example: str
    anchor: str
    place: str = ""
    required: bool = False
    docs_name: str = ""
    decisions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Response:
    """A response.

    Attributes:
        status: Its status.
        description: Its description.
        type: Its type, with links to schemas.
        media_types: Its media types.
        headers: Its headers.
        example: A whole response, as JSON, or an empty text.
    """

    status: str
    description: str
    type: Words
    media_types: list[str]
    headers: list[Field]
    example: str


@dataclass(frozen=True)
class Part:
    """An operation or a schema.

    Attributes:
        name: Its name.
        anchor: Its place on the page.
        docs_name: The documentation's name.
        description: Its description.
        pages: The ids of the pages it was read from.
        read: The day they were read.
        decisions: The ids of the decisions about it, without those about its fields.
        fields: Its parameters or properties.
        call: The method and the path of an operation.
        docs: The address of an operation's page.
        responses: The responses of an operation.
        values: The values of an enum, each with its meaning and its code.
    """

    name: str
    anchor: str
    docs_name: str
    description: str
    pages: list[str]
    read: str
    decisions: list[str]
    fields: list[Field]
    call: tuple[str, str] = ("", "")
    docs: str = ""
    responses: list[Response] = field(default_factory=list)
    values: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """The page.

    Attributes:
        info: The info object of the contract.
        server: The address of the service.
        operations: The operations.
        schemas: The schemas that are objects.
        enums: The schemas that are enums.
        decisions: The decisions of sources.yaml, with the anchors of their places.
        pages: The pages of sources.yaml.
    """

    info: Any
    server: str
    operations: list[Part]
    schemas: list[Part]
    enums: list[Part]
    decisions: list[dict[str, Any]]
    pages: dict[str, Any]


def content(contract: YamlFile, sources: YamlFile) -> Content:
    """Return the content of the page."""
    reader = _Reader(contract, sources)
    schemas = list(reader.schemas())
    return Content(
        info=contract.root["info"],
        server=contract.at("#/servers/0")["url"],
        operations=list(reader.operations()),
        schemas=[schema for schema in schemas if not schema.values],
        enums=[schema for schema in schemas if schema.values],
        decisions=[reader.decision(decision) for decision in sources.root["decisions"]],
        pages=sources.root["pages"],
    )


class _Reader:
    def __init__(self, contract: YamlFile, sources: YamlFile) -> None:
        self._contract = contract
        self._sources = sources.root

    def operations(self) -> Iterator[Part]:
        for pointer, operation in operations(self._contract):
            _, path, method = keys(pointer)
            id_ = operation["operationId"]
            entry = self._sources["operations"][id_]
            yield Part(
                id_,
                f"operation-{id_}",
                operation["x-docs-name"],
                operation["description"],
                entry["pages"],
                str(entry["read"]),
                self._decisions(pointer),
                [self._parameter(reference) for reference in operation["parameters"]],
                call=(method.upper(), path),
                docs=operation["externalDocs"]["url"],
                responses=[self._response(code, node) for code, node in operation["responses"].items()],
            )

    def schemas(self) -> Iterator[Part]:
        for name, schema in self._contract.root["components"]["schemas"].items():
            pointer, entry = pointer_to("#/components/schemas", name), self._sources["components"][f"schemas/{name}"]
            fields = [
                self._field(key, node, pointer_to(pointer, "properties", key), f"schema-{name}.{key}")
                for key, node in schema.get("properties", {}).items()
            ]
            codes, values = schema.get("x-enum-codes", {}), schema.get("enum", [])
            yield Part(
                name,
                f"schema-{name}",
                schema["x-docs-name"],
                schema["description"],
                entry["pages"],
                str(entry["read"]),
                self._decisions(pointer, besides=pointer_to(pointer, "properties")),
                fields,
                values=[
                    (value, description, str(codes[value]) if codes.get(value) is not None else "")
                    for value, description in zip(values, schema.get("x-enum-descriptions", []), strict=bool(values))
                ],
            )

    def decision(self, decision: Any) -> dict[str, Any]:
        return {**decision, "places": [(self._place(pointer), pointer) for pointer in decision["at"]]}

    def _place(self, pointer: str) -> str:
        """Return the anchor of the part or field that a pointer leads into, or an empty text."""
        parts = keys(pointer)
        if parts[:2] == ["components", "schemas"]:
            return f"schema-{parts[2]}" + (f".{parts[4]}" if parts[3:4] == ["properties"] else "")
        if parts[0] == "paths":
            return f"operation-{self._contract.at(pointer_to('#', *parts[:3]))['operationId']}"
        return ""

    def _decisions(self, pointer: str, besides: str = "\n") -> list[str]:
        """Return the ids of the decisions about a node or one below it."""
        return [
            decision["id"]
            for decision in self._sources["decisions"]
            if any(f"{place}/".startswith(f"{pointer}/") and not place.startswith(besides) for place in decision["at"])
        ]

    def _parameter(self, reference: Any) -> Field:
        parameter = resolved(self._contract, reference)
        name = keys(reference["$ref"])[-1]
        made = self._field(parameter["name"], parameter["schema"], reference["$ref"], f"parameter-{name}", parameter)
        other = parameter["x-docs-name"] if parameter["x-docs-name"] != parameter["name"] else ""
        return Field(
            **{
                **vars(made),
                "place": parameter["in"],
                "required": parameter.get("required", False),
                "docs_name": other,
            }
        )

    def _response(self, code: str, reference: Any) -> Response:
        response = resolved(self._contract, reference)
        contents = response.get("content", {})
        schema: Any = next((node["schema"] for node in contents.values()), {})
        example = next((_json(node["example"]) for node in contents.values() if "example" in node), "")
        headers = []
        for name, target in response.get("headers", {}).items():
            node = resolved(self._contract, target)
            headers.append(self._field(name, node["schema"], target["$ref"], "", node))
        return Response(code, response["description"], _type(schema), list(contents), headers, example)

    def _field(self, name: str, schema: Any, pointer: str, anchor: str, described: Any = None) -> Field:
        node = described or schema
        example = json.dumps(node["example"], ensure_ascii=False)
        return Field(name, _type(schema), node["description"], example, anchor, decisions=self._decisions(pointer))


def _type(schema: Any) -> Words:
    if "$ref" in schema:
        name = keys(schema["$ref"])[-1]
        return [(name, f"schema-{name}")]
    if "allOf" in schema:
        return _type(schema["allOf"][0])
    if "anyOf" in schema:
        words: Words = []
        for part in schema["anyOf"]:
            words += [*([(" or ", "")] if words else []), *_type(part)]
        return words
    if schema.get("type") == "array":
        return [("array of ", ""), *_type(schema["items"])]
    kind = schema.get("type", "anything")
    return [(f"{kind} ({schema['format']})" if "format" in schema else kind, "")]


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
