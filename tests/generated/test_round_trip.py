"""Any JSON in a page decodes, and encodes to the same JSON."""

import copy
import functools
import json
import operator
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_center_api import models
from partner_center_api.models import (
    AcquisitionType,
    ApiFault,
    BillingType,
    KeyValuePair,
    Offer,
    ResourceCollectionOfOffer,
    SupportedBillingCycles,
    SupportedCatalogTypes,
)
from partner_center_api.types import UNSET, Unset

Places = Callable[[Any], list[tuple[str | int, ...]]]
Replaced = Callable[[Any, tuple[str | int, ...], Any], Any]
Canonical = Callable[[Any], str]

REPLACEMENTS = {
    "null": None,
    "int": 2147483648,
    "true": True,
    "unknown string": "something_new",
    "known string in other letter case": "Annual",
    "unknown object": {"kind": {"of": ["a", 1, None]}},
    "list": ["annual", {"uri": 1}, ["live"], None, False],
    "empty list": [],
}


def test_a_page_encodes_to_the_json_it_was_decoded_from(page: dict[str, Any], canonical: Canonical) -> None:
    decoded = ResourceCollectionOfOffer.from_dict(page)

    assert canonical(decoded.to_dict()) == canonical(page)
    assert not isinstance(decoded.items, Unset)
    assert len(decoded.items) == len(page["items"])


def test_other_responses_encode_to_the_json_they_were_decoded_from(
    response: tuple[str, dict[str, Any]], canonical: Canonical
) -> None:
    name, value = response
    model = getattr(models, name)

    assert canonical(model.from_dict(value).to_dict()) == canonical(value)
    assert canonical(model.from_conforming_json(json.dumps(value).encode()).to_dict()) == canonical(value)


@pytest.mark.parametrize("replacement", REPLACEMENTS.values(), ids=REPLACEMENTS.keys())
def test_any_value_in_any_place_is_kept(
    page: dict[str, Any], places: Places, replaced: Replaced, canonical: Canonical, replacement: Any
) -> None:
    for place in places(page):
        changed = replaced(page, place, replacement)

        decoded = ResourceCollectionOfOffer.from_dict(changed)

        encoded: Any = decoded.to_dict()
        assert encoded == changed, place
        assert canonical(functools.reduce(operator.getitem, place, encoded)) == canonical(replacement), place
        assert changed == replaced(page, place, replacement), f"decoding changed its input at {place}"
        if place != ("items",):
            items = decoded.items or decoded.additional_properties["items"]
            offers = [item for item in items if isinstance(item, Offer)]
            is_an_offer = len(place) == 2 and place[0] == "items" and not isinstance(replacement, dict)
            assert len(offers) == len(page["items"]) - is_an_offer, place


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.sampled_from(["uri", "id"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(data=st.data())
def test_any_json_in_several_places_is_kept(
    made_up_page: dict[str, Any], places: Places, replaced: Replaced, canonical: Canonical, data: st.DataObject
) -> None:
    changed = {**made_up_page, "items": made_up_page["items"][1:4]}
    for _ in range(data.draw(st.integers(1, 5), label="how many places")):
        place = data.draw(st.sampled_from(places(changed)), label="place")
        changed = replaced(changed, place, data.draw(JSON, label="value"))
        if not places(changed):
            break

    assert canonical(ResourceCollectionOfOffer.from_dict(changed).to_dict()) == canonical(changed)


@given(members=st.dictionaries(st.text() | st.sampled_from(["code", "data", "statusCode"]), JSON))
def test_any_json_object_decodes_as_an_error(members: dict[str, Any], canonical: Canonical) -> None:
    assert canonical(ApiFault.from_dict(members).to_dict()) == canonical(members)


def test_the_made_up_page_has_every_property_of_every_model_in_it(
    made_up_page: dict[str, Any], within: Callable[[str], set[str]]
) -> None:
    missing = {
        (name, field.name)
        for name in within("ResourceCollectionOfOffer")
        if attrs.has(model := getattr(models, name))
        for field in attrs.fields(model)
        if field.init
    }

    def look_at(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                look_at(item)
        elif attrs.has(type(value)):
            for field in attrs.fields(type(value)):
                if getattr(value, field.name) is not UNSET:
                    missing.discard((type(value).__name__, field.name))
                    look_at(getattr(value, field.name))

    look_at(ResourceCollectionOfOffer.from_dict(made_up_page))
    assert missing == set()


def test_a_model_has_an_attribute_for_each_property_of_its_schema(
    contract: dict[str, Any], complete: Callable[[str], Any]
) -> None:
    objects = [name for name, schema in contract["components"]["schemas"].items() if "properties" in schema]
    for name in objects:
        value = complete(name)
        decoded = getattr(models, name).from_dict(value)

        attributes = [field.name for field in attrs.fields(type(decoded)) if field.init]
        assert len(attributes) == len(value), name
        assert [attribute for attribute in attributes if getattr(decoded, attribute) is UNSET] == []
        assert decoded.additional_properties == {}
        assert decoded.to_dict() == value


@pytest.mark.parametrize("not_an_object", [None, 1, True, "offers", [], [["totalCount", 1]]])
def test_a_page_that_is_not_an_object_is_refused(not_an_object: Any) -> None:
    with pytest.raises(TypeError):
        ResourceCollectionOfOffer.from_dict(not_an_object)


def test_a_missing_property_is_unset_and_a_null_is_none() -> None:
    offer = Offer.from_dict({"name": None, "links": None, "billing": None, "actions": None})

    assert all(value is None for value in (offer.name, offer.links, offer.billing, offer.actions))
    assert offer.id is UNSET
    assert offer.to_dict() == {"name": None, "links": None, "billing": None, "actions": None}


def test_known_values_of_enums_become_members_and_others_are_kept() -> None:
    offer = Offer.from_dict(
        {
            "billing": "license",
            "acquisitionType": "Purchase",
            "supportedBillingCycles": [
                "annual",
                "Annual",
                "ANNUAL",
                "fortnightly",
                2,
                True,
            ],
            "supportedCatalogTypes": ["live", 1],
        }
    )

    assert offer.billing is BillingType.LICENSE
    assert offer.acquisition_type == "Purchase"
    assert not isinstance(offer.acquisition_type, AcquisitionType)
    assert offer.supported_billing_cycles == [
        SupportedBillingCycles.ANNUAL,
        *["Annual", "ANNUAL", "fortnightly", 2, True],
    ]
    assert isinstance(offer.supported_billing_cycles, list)
    assert [type(cycle) for cycle in offer.supported_billing_cycles[:4]] == [SupportedBillingCycles, str, str, str]
    assert offer.supported_billing_cycles[5] is True
    assert offer.supported_catalog_types == [SupportedCatalogTypes.LIVE, 1]


@pytest.mark.parametrize(
    "members",
    [
        {"name": 5},
        {"category": "\ud800"},
        {"isAddOn": "no"},
        {"term": "1"},
        {"category": "Enterprise"},
        {"actions": ["Edit", None]},
        {"supportedBillingCycles": "annual"},
        {"supportedBillingCycles": ["annual", None]},
        {"billing": ["license"]},
        {"additionalProperties": []},
    ],
    ids=ascii,
)
def test_a_value_of_another_type_is_among_the_unknown_members(members: dict[str, Any]) -> None:
    offer = Offer.from_dict(members)

    assert offer.additional_properties == members
    assert all(getattr(offer, field.name) is UNSET for field in attrs.fields(Offer) if field.init)
    assert offer.to_dict() == members


def test_lone_surrogates_and_large_numbers_are_kept() -> None:
    members = {"id": "\ud800", "term": 10**400, "actions": ["\udfff"], "limit": float("inf"), "\ud800": 1}

    assert Offer.from_dict(members).to_dict() == members


def test_an_attribute_that_is_set_replaces_the_value_of_another_type() -> None:
    offer = Offer.from_dict({"name": 5})
    offer.name = "Mail"

    assert offer.to_dict() == {"name": "Mail"}


def test_objects_among_items_of_other_types_are_models() -> None:
    page = ResourceCollectionOfOffer.from_dict({"items": [{"id": "A"}, None, 1]})

    assert page.items is UNSET
    assert page["items"] == [Offer(id="A"), None, 1]
    assert page.to_dict() == {"items": [{"id": "A"}, None, 1]}


def test_enums_encode_to_plain_strings() -> None:
    written = Offer(billing=BillingType.LICENSE, supported_billing_cycles=[SupportedBillingCycles.ANNUAL]).to_dict()

    assert type(written["billing"]) is str
    assert type(written["supportedBillingCycles"][0]) is str


def test_the_property_additional_properties_is_separate_from_unknown_members() -> None:
    given = {"additionalProperties": {"a": 1}, "b": 2}
    offer = Offer.from_dict(given)

    assert not isinstance(offer.additional_properties_, Unset)
    assert offer.additional_properties_.additional_properties == {"a": 1}
    assert offer.additional_properties == {"b": 2}
    assert offer.to_dict() == given


def test_unknown_members_can_be_read_and_changed_through_the_model() -> None:
    pair = KeyValuePair.from_dict({"key": "a", "color": "red"})

    assert pair.additional_keys == ["color"]
    assert "color" in pair
    assert pair["color"] == "red"
    del pair["color"]
    pair["size"] = 3
    assert pair.additional_properties == {"size": 3}
    assert pair.to_dict() == {"key": "a", "size": 3}
    pair.additional_properties = {"weight": 1}
    assert pair.to_dict() == {"key": "a", "weight": 1}


def test_models_do_not_share_unknown_members() -> None:
    first, second = KeyValuePair.from_dict({"key": "a"}), KeyValuePair.from_dict({"key": "a"})

    assert first == second
    assert first.additional_properties == {}
    assert first.additional_properties is first.additional_properties
    assert first == second, "reading the unknown members changed the model"
    first["size"] = 3
    assert second.additional_properties == {}
    assert first != second
    assert repr(first) == "<KeyValuePair key='a' size=3 (2 members)>"


def test_a_constructed_model_equals_a_decoded_one() -> None:
    assert KeyValuePair(key="a", value="b") == KeyValuePair.from_dict({"key": "a", "value": "b"})
    assert KeyValuePair("a", "b") == copy.copy(KeyValuePair(key="a", value="b"))


@attrs.define
class PairWithNote(KeyValuePair):
    note: str = "none yet"


def test_a_subclass_decodes_to_an_instance_of_itself() -> None:
    pair = PairWithNote.from_dict({"key": "a", "color": "red"})

    assert isinstance(pair, PairWithNote)
    assert (pair.key, pair.value, pair.note) == ("a", UNSET, "none yet")
    assert pair.to_dict() == {"key": "a", "color": "red"}
