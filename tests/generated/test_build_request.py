"""The function of each operation that builds its request and names the model of its result."""

import importlib
import json
from collections.abc import Callable
from types import ModuleType

import msgspec
import pytest

from partner_center_api.api.offers import list_offers_by_country, list_offers_by_customer
from partner_center_api.models import ResourceCollectionOfOffer

OPERATIONS = """
openapi: 3.0.3
info: {title: Another, version: '1'}
paths:
  /things/{thing_id}:
    get:
      operationId: getThing
      parameters:
        - {name: thing_id, in: path, required: true, schema: {type: string}}
        - {name: X-Depth, in: header, schema: {type: integer}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
    put:
      operationId: putThing
      parameters: [{name: thing_id, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
  /count:
    get:
      operationId: count
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: integer}}}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: string}}}
"""


@pytest.fixture(scope="session")
def other(generated: Callable[..., ModuleType]) -> ModuleType:
    return generated(OPERATIONS)


def test_a_request_has_the_method_path_query_headers_and_result_of_its_operation() -> None:
    request = list_offers_by_country.build_request(country="US", size=20, x_locale="de-DE")

    assert (request.method, request.url, request.template) == ("get", "/offers", "/offers")
    assert request.params == {"country": "US", "size": 20}
    assert request.headers == {"X-Locale": "de-DE"}
    assert request.result is ResourceCollectionOfOffer


def test_the_template_of_a_path_names_its_parameters() -> None:
    request = list_offers_by_customer.build_request("a/b")

    assert request.url == "/customers/a%2Fb/offers"
    assert request.template == "/customers/{customer_id}/offers"


def test_operations_of_other_contracts_have_one_if_they_have_no_body_and_return_a_model(other: ModuleType) -> None:
    def operation(name: str) -> ModuleType:
        return importlib.import_module(f"{other.__package__.rpartition('.')[0]}.api.default.{name}")

    request = operation("get_thing").build_request("a", x_depth=2)

    assert (request.url, request.template) == ("/things/a", "/things/{thing_id}")
    assert (request.params, request.headers) == ({}, {"X-Depth": "2"})
    assert request.result is other.Thing
    assert not hasattr(operation("put_thing"), "build_request")
    assert not hasattr(operation("count"), "build_request")


def test_a_model_reads_json_that_conforms_to_the_contract_and_rejects_the_rest() -> None:
    class MyPage(ResourceCollectionOfOffer):
        pass

    text = b'{"totalCount": 1, "items": [{"id": "A"}]}'

    assert ResourceCollectionOfOffer.from_conforming_json(text) == ResourceCollectionOfOffer.from_dict(json.loads(text))
    assert type(MyPage.from_conforming_json(text)) is MyPage
    for other_text in (b'{"totalCount": "1"}', b'{"items": 1}', b"{"):
        with pytest.raises(msgspec.DecodeError):
            ResourceCollectionOfOffer.from_conforming_json(other_text)
