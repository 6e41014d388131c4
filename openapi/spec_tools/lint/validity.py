"""Rules: the contract is OpenAPI that the generator can read, and every component is used."""

import json
from collections.abc import Iterator, Mapping

from openapi_spec_validator import OpenAPIV30SpecValidator

from spec_tools.lint.rule import Finding, Rule
from spec_tools.openapi_walk import components, operations, outside_examples, reachable
from spec_tools.yaml_file import YamlFile, pointer_to


def _reference_exists(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, node in outside_examples(contract):
        if pointer.endswith("/$ref") and str(node).startswith("#"):
            try:
                contract.at(str(node))
            except LookupError:
                yield Finding(contract, pointer, f"{node} does not exist")


def _valid_openapi(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    if not isinstance(contract.root, Mapping):
        yield Finding(contract, "#", "the file must be a mapping with the keys openapi, info and paths")
        return
    # The validator takes no subclasses of str and dict, and no dates.
    plain = json.loads(json.dumps(contract.root, default=str))
    for error in OpenAPIV30SpecValidator(plain).iter_errors():
        yield Finding(contract, pointer_to("#", *error.absolute_path), error.message.partition("\n")[0])


def _one_file(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, node in outside_examples(contract):
        if pointer.endswith("/$ref") and not str(node).startswith("#"):
            yield Finding(contract, pointer, f"{node} is in another file")


def _described_reference(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    for pointer, node in outside_examples(contract):
        if isinstance(node, dict) and "$ref" in node and len(node) > 1:
            beside = ", ".join(sorted(set(node) - {"$ref"}))
            yield Finding(contract, pointer, f"{beside} beside $ref is ignored: write allOf: [{{$ref: ...}}] instead")


def _component_reachable(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    found = reachable(contract, contract.root["paths"])
    schemes = [contract.root, *(operation for _, operation in operations(contract))]
    for node in schemes:
        for requirement in node.get("security", []):
            found.update(pointer_to("#/components/securitySchemes", name) for name in requirement)
    for pointer, _ in components(contract):
        if pointer not in found:
            yield Finding(contract, pointer, "no operation uses this component")


RULES = [
    Rule("reference-exists", "Neither the validator nor the generator can continue.", _reference_exists, first=True),
    Rule("one-file", "The generator does not read other files.", _one_file, first=True),
    Rule("valid-openapi", "Tools refuse anything that is not OpenAPI 3.0.3.", _valid_openapi, first=True),
    Rule("described-reference", "OpenAPI 3.0 ignores the siblings of $ref.", _described_reference),
    Rule("component-reachable", "An unused component is not generated.", _component_reachable),
]
