"""Members that are not in the contract are kept, also by the msgspec structs."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import msgspec
import pytest

from partner_center_api.models import Offer, ResourceCollectionOfOffer
from partner_center_api.models.resource_collection_of_offer import ResourceCollectionOfOffer_Json
from partner_center_api.types import Reader

Places = Callable[[Any], list[tuple[str | int, ...]]]
Replaced = Callable[[Any, tuple[str | int, ...], Any], Any]

VALUES = [None, True, 1, 0.5, "x", [1, "x", None], {"a": [1], "b": {"c": None}}]


@pytest.fixture
def reader() -> Reader:
    return Reader(ResourceCollectionOfOffer_Json)


def test_a_member_of_any_object_is_read_without_from_dict(
    reader: Reader, made_up_page: dict[str, Any], places: Places, replaced: Replaced
) -> None:
    page = {**made_up_page, "items": made_up_page["items"][2:5]}
    objects = [place for place in places(page) if isinstance(_at(page, place), dict)]
    assert len(objects) > 20
    for number, place in enumerate(objects):
        changed = replaced(page, place, {**_at(page, place), "notYetDocumented": VALUES[number % len(VALUES)]})

        read = reader.read(json.dumps(changed).encode())

        assert read == ResourceCollectionOfOffer.from_dict(changed), place
        assert read.to_dict() == changed, place


def test_several_members_are_learned_and_pages_without_them_are_still_read(reader: Reader) -> None:
    texts: list[dict[str, Any]] = [
        {"items": [{"id": "A", "first": 1, "second": [2]}], "third": 3},
        {"items": [{"id": "B", "second": None}, {"id": "C"}]},
        {"items": [{"additionalProperties": {"soldBy": "partners"}}]},
    ]
    for text in [*texts, *texts]:
        read = reader.read(json.dumps(text).encode())

        assert read.to_dict() == text
        assert all(type(offer) is Offer for offer in read.items)
    assert read.items[0].additional_properties == {}


def test_models_do_not_share_unknown_members(reader: Reader) -> None:
    read = reader.read(b'{"items": [{"id": "A", "new": 1}, {"id": "B"}]}')
    read.items[1]["new"] = 2

    assert [offer["new"] for offer in read.items] == [1, 2]


@pytest.mark.parametrize("name", ["a.b", "a`b", "a` - at `$.items[0]", "a\nb", 'a"b', "a\\b", "", " ", "é", "id "])
def test_a_member_of_any_name_is_kept_or_refused(reader: Reader, name: str) -> None:
    text = {"items": [{"id": "A", name: 1}], name: 2}
    try:
        read = reader.read(json.dumps(text).encode())
    except msgspec.DecodeError:
        read = ResourceCollectionOfOffer.from_dict(text)

    assert read.to_dict() == text


def test_a_deep_value_is_left_to_from_dict(reader: Reader) -> None:
    with pytest.raises(msgspec.DecodeError):
        reader.read(b'{"items": [], "deep": [[[[1]]]]}')


def test_the_number_of_learned_names_is_limited(reader: Reader) -> None:
    with pytest.raises(msgspec.DecodeError):
        reader.read(json.dumps({f"name {number}": number for number in range(1000)}).encode())
    with pytest.raises(msgspec.DecodeError):
        reader.read(b'{"one more": 1}')
    assert reader.read(b'{"name 1": 1, "totalCount": 2}').to_dict() == {"name 1": 1, "totalCount": 2}


def test_models_that_cannot_keep_them_refuse_unknown_members(generated: Callable[..., ModuleType]) -> None:
    models = generated(
        """
openapi: 3.0.3
info: {title: Another, version: '1'}
paths: {}
components:
  schemas:
    Closed: {type: object, additionalProperties: false, properties: {a: {type: string}}}
    Numbers: {type: object, additionalProperties: {type: string, format: date}, properties: {a: {type: string}}}
    Person: {type: object, properties: {child: {$ref: '#/components/schemas/Person'}}}
"""
    )
    for model in (models.Closed, models.Numbers, models.Person):
        with pytest.raises(msgspec.DecodeError):
            model.from_conforming_json(b'{"new": "2027-01-01"}')
    assert models.Person.from_conforming_json(b'{"child": {}}').child == models.Person()


def _at(value: Any, place: tuple[str | int, ...]) -> Any:
    for key in place:
        value = value[key]
    return value
