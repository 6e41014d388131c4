"""The contract has the operations that the pages of the documentation state.

Definitions, properties and values are compared with the digests of the pages, by the rule accepted-definitions.
"""

from typing import Any

import pytest

from spec_tools.drift.known_page import known_pages
from spec_tools.drift.statements import statements
from spec_tools.openapi_walk import operations
from spec_tools.yaml_file import YamlFile, pointer_to

KINDS = ("definition", "property", "value")
MEDIA_TYPES = ["application/json", "text/json", "application/xml", "text/xml"]

PAGING = [
    ("query", "offer_category_id", "string", False),
    ("query", "offset", "integer int32", False),
    ("query", "size", "integer int32", False),
]
HEADERS = [
    ("header", "X-Locale", "string", False),
    ("header", "MS-RequestId", "string", False),
    ("header", "MS-CorrelationId", "string", False),
    ("header", "MS-CV", "string", False),
]
COUNTRY = ("query", "country", "string", True)
CUSTOMER = ("path", "customerId", "string", True)
OFFER = ("path", "offer_id", "string", True)

# For each operation, its parameters (place, name, type, and whether it is required), and the type of its result.
OPERATIONS = {
    "/offers": ([COUNTRY, *PAGING, *HEADERS], "ResourceCollectionOfOffer"),
    "/offers/{offer_id}": ([OFFER, COUNTRY, *HEADERS], "Offer"),
    "/offers/{offer_id}/addons": ([OFFER, COUNTRY, *HEADERS], "ResourceCollectionOfOffer"),
    "/offercategories": ([COUNTRY, *HEADERS], "ResourceCollectionOfOfferCategory"),
    "/customers/{customerId}/offers": ([CUSTOMER, *PAGING, *HEADERS], "ResourceCollectionOfOffer"),
    "/customers/{customerId}/offers/{offer_id}/addons": ([CUSTOMER, OFFER, *HEADERS], "ResourceCollectionOfOffer"),
    "/customers/{customerId}/offercategories": ([CUSTOMER, *HEADERS], "ResourceCollectionOfOfferCategory"),
}


def operation_at(contract: YamlFile, path: str) -> Any:
    return contract.at(pointer_to("#/paths", path, "get"))


def type_of(schema: Any) -> str:
    """Return the type of a schema in the words of the tables above."""
    if schema.get("type") == "array":
        return f"{type_of(schema['items'])}[]"
    if list(schema) == ["$ref"]:
        return str(schema["$ref"]).removeprefix("#/components/schemas/")
    if "allOf" in schema and len(schema["allOf"]) == 1:
        return type_of(schema["allOf"][0])
    if "anyOf" in schema:
        enum, *others = schema["anyOf"]
        assert others == [{"type": "string"}, {"type": "integer", "format": "int32"}]
        return f"open {type_of(enum)}"
    return " ".join([schema["type"], *([schema["format"]] if "format" in schema else [])])


def test_only_the_error_and_the_page_of_categories_are_not_definitions_of_an_accepted_page(
    live_contract: YamlFile, live_sources: YamlFile
) -> None:
    accepted = [page for page in known_pages(live_sources) if page.definitions]
    assert [page.id for page in accepted] == ["offers-by-customer-reference"]
    on_pages = {
        one.pointer for page in accepted for one in statements(live_contract, page.describes) if one.subject[0] in KINDS
    }
    schemas = {pointer_to("#/components/schemas", name) for name in live_contract.root["components"]["schemas"]}
    assert schemas - {pointer.partition("/properties")[0].partition("/enum")[0] for pointer in on_pages} == {
        "#/components/schemas/ApiFault",
        "#/components/schemas/ResourceCollectionOfOfferCategory",  # only the names of its page's definitions were seen
    }


def test_the_contract_has_exactly_the_documented_operations(live_contract: YamlFile) -> None:
    assert {pointer for pointer, _ in operations(live_contract)} == {
        pointer_to("#/paths", path, "get") for path in OPERATIONS
    }


@pytest.mark.parametrize("path", OPERATIONS)
def test_an_operation_has_exactly_the_documented_parameters(live_contract: YamlFile, path: str) -> None:
    parameters = [live_contract.at(one["$ref"]) for one in operation_at(live_contract, path)["parameters"]]
    assert [
        (parameter["in"], parameter["name"], type_of(parameter["schema"]), parameter.get("required", False))
        for parameter in parameters
    ] == OPERATIONS[path][0]


@pytest.mark.parametrize("path", OPERATIONS)
def test_an_operation_has_the_documented_responses(live_contract: YamlFile, path: str) -> None:
    responses = operation_at(live_contract, path)["responses"]
    assert list(responses) == ["200", "4XX", "5XX"]
    assert list(responses["200"]["content"]) == MEDIA_TYPES
    assert {type_of(content["schema"]) for content in responses["200"]["content"].values()} == {OPERATIONS[path][1]}
    headers = {name: live_contract.at(header["$ref"]) for name, header in responses["200"]["headers"].items()}
    assert {name: type_of(header["schema"]) for name, header in headers.items()} == {
        "MS-RequestId": "string",
        "MS-CorrelationId": "string",
        "Content-Length": "integer",
        "Date": "string",
    }


@pytest.mark.parametrize("path", OPERATIONS)
def test_an_operation_names_the_credentials_that_its_guide_names(live_contract: YamlFile, path: str) -> None:
    # The guides name both kinds. Operations for a customer have no guide, and the reference names none.
    named = None if path.startswith("/customers/") else ["App", "App+User"]
    assert operation_at(live_contract, path).get("x-credentials") == named


def test_the_offset_is_at_least_0_and_the_size_at_least_1(live_contract: YamlFile) -> None:
    limits = {name: live_contract.at(f"#/components/parameters/{name}/schema/minimum") for name in ("Offset", "Size")}
    assert limits == {"Offset": 0, "Size": 1}


def test_the_address_is_the_documented_one(live_contract: YamlFile) -> None:
    assert [server["url"] for server in live_contract.root["servers"]] == [
        "https://api.partnercenter.microsoft.com/v{version}"
    ]
    assert live_contract.at("#/servers/0/variables/version")["default"] == "1"


def test_every_call_requires_a_bearer_token(live_contract: YamlFile) -> None:
    assert live_contract.root["security"] == [{"bearerToken": []}]
    scheme = live_contract.at("#/components/securitySchemes/bearerToken")
    assert (scheme["type"], scheme["scheme"], scheme["x-docs-name"]) == ("http", "bearer", "Authorization")


def test_the_error_has_the_properties_of_every_recorded_form(live_contract: YamlFile) -> None:
    properties = live_contract.at("#/components/schemas/ApiFault/properties")
    assert list(properties) == ["code", "description", "data", "source", "statusCode", "message"]
    assert [list(branch.values()) for branch in properties["code"]["anyOf"]] == [["string"], ["integer", "int32"]]
    assert properties["data"]["items"] == {}
