"""Rules: everything has an example, and every example is valid."""

from collections.abc import Iterator
from typing import Any

from openapi_schema_validator import OAS30Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from spec_tools.lint.rule import Finding, Rule
from spec_tools.openapi_walk import components, is_example, operations, properties
from spec_tools.yaml_file import YamlFile, keys, pointer_to

_DOCUMENT = "urn:contract"


def _example(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, node in [*components(contract), *properties(contract)]:
        kind = keys(pointer)[1]
        wanted = kind in ("parameters", "headers") or "/properties/" in pointer or "enum" in node
        if wanted and "example" not in node:
            yield Finding(contract, pointer, "example is missing")


def _response_example(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    responses = [
        (pointer_to(pointer, "responses", status), response)
        for pointer, operation in operations(contract)
        for status, response in operation["responses"].items()
        if "$ref" not in response
    ]
    shared = [(pointer, node) for pointer, node in components(contract) if keys(pointer)[1] == "responses"]
    for pointer, response in [*responses, *shared]:
        media_type = response.get("content", {}).get("application/json")
        if media_type is not None and "example" not in media_type:
            yield Finding(contract, pointer, "the example of a whole response in application/json is missing")


def _example_validates(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    registry: Registry[Any] = Registry().with_resource(_DOCUMENT, DRAFT4.create_resource(contract.root))
    for pointer, example in contract.nodes():
        if not is_example(pointer):
            continue
        owner = pointer.rpartition("/")[0]
        schema = owner + "/schema" if "schema" in contract.at(owner) else owner
        validator = OAS30Validator({"$ref": f"{_DOCUMENT}{_in_uri(schema)}"}, registry=registry)
        for error in validator.iter_errors(example):
            yield Finding(contract, pointer_to(pointer, *error.absolute_path), error.message)


def _in_uri(pointer: str) -> str:
    return pointer.replace("%", "%25").replace("{", "%7B").replace("}", "%7D")


RULES = [
    Rule("example", "An example shows the format of a value.", _example),
    Rule("response-example", "One whole response shows how the parts fit together.", _response_example),
    Rule("example-validates", "A wrong example misleads the reader.", _example_validates),
]
