"""The msgspec structs return the same models as from_dict(), or refuse the JSON."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import example, given

from partner_center_api.models import ResourceCollectionOfOffer
from partner_center_api.models.resource_collection_of_offer import ResourceCollectionOfOffer_Json

from ..json_texts import JSON_TEXTS

Described = Callable[[Any], object]

PAGES = msgspec.json.Decoder(ResourceCollectionOfOffer_Json)


@pytest.fixture
def contract_page(page: dict[str, Any], contract: dict[str, Any]) -> dict[str, Any]:
    """A page whose offers have only properties of the contract."""
    # additionalProperties has members that are not in the contract.
    named = contract["components"]["schemas"]["Offer"]["properties"].keys() - {"additionalProperties"}
    items = [{name: value for name, value in offer.items() if name in named} for offer in page["items"]]
    return {**page, "items": items}


def test_a_page_that_conforms_to_the_contract_is_read(contract_page: dict[str, Any], described: Described) -> None:
    read = PAGES.decode(json.dumps(contract_page)).to_model()

    assert described(read) == described(ResourceCollectionOfOffer.from_dict(contract_page))
    assert read.to_dict() == contract_page


@pytest.mark.parametrize(
    "replacement", [None, 2147483648, True, "annual", "something_new", ["annual"], [], {}], ids=repr
)
def test_a_value_that_is_not_refused_is_read_as_by_from_dict(
    contract_page: dict[str, Any],
    places: Callable[..., Any],
    replaced: Callable[..., Any],
    described: Described,
    replacement: Any,
) -> None:
    page = {**contract_page, "items": contract_page["items"][1:4]}
    read = 0
    for place in places(page):
        changed = replaced(page, place, replacement)
        try:
            model = PAGES.decode(json.dumps(changed)).to_model()
        except msgspec.ValidationError:
            continue
        read += 1
        assert described(model) == described(ResourceCollectionOfOffer.from_dict(changed)), place

    assert read >= 20


def test_an_unknown_member_is_refused_in_every_object(
    contract_page: dict[str, Any], places: Callable[..., Any], replaced: Callable[..., Any]
) -> None:
    objects = [place for place in places(contract_page) if isinstance(_at(contract_page, place), dict)]
    assert len(objects) >= 50
    for place in objects:
        changed = replaced(contract_page, place, {**_at(contract_page, place), "notYetDocumented": 1})
        with pytest.raises(msgspec.ValidationError, match="notYetDocumented"):
            PAGES.decode(json.dumps(changed))


@given(text=JSON_TEXTS)
@example("1e400")
@example("18446744073709551616")
@example("-0.0")
@example("NaN")
@example('"\\ud800"')
@example('["\\u0061nnual", "annual", 1.0, true]')
def test_values_are_the_same_as_those_of_the_standard_library(described: Described, text: str) -> None:
    offer = f'{{"id":{text},"actions":{text},"billing":{text},"supportedBillingCycles":{text},"isTr\\u0069al":{text}}}'
    body = f'{{"totalCount":1,"totalCount":{text},"items":[{offer}]}}'.encode(errors="surrogatepass")
    try:
        read = PAGES.decode(body).to_model()
    except (msgspec.DecodeError, UnicodeDecodeError):
        return

    assert repr(described(read)) == repr(described(ResourceCollectionOfOffer.from_dict(json.loads(body))))


def _at(value: Any, place: tuple[str | int, ...]) -> Any:
    for key in place:
        value = value[key]
    return value
