"""The templates of the project generate models with the names and results of the original templates."""

import copy
import inspect
import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import attrs
import pytest

from partner_center_api import models
from partner_center_api.models import ResourceCollectionOfOffer

OURS_ALONE = {"additional_properties_", "from_conforming_json", "to_json"}
"""Members of the models that the original templates do not generate."""


@pytest.fixture(scope="session")
def original(generated: Callable[..., ModuleType], contract: dict[str, Any]) -> ModuleType:
    """The models of the original templates.

    They cannot decode an offer if the contract has the property additionalProperties, because it replaces the dict of
    unknown members. So this contract and the compared pages do not have it.
    """
    readable = copy.deepcopy(contract)
    del readable["components"]["schemas"]["Offer"]["properties"]["additionalProperties"]
    return generated(json.dumps(readable), templates=None)


def _model_names() -> list[str]:
    return [name for name in models.__all__ if name != "OfferAdditionalProperties"]


@pytest.mark.parametrize("name", _model_names())
def test_the_models_have_the_same_names(original: ModuleType, described: Callable[[Any], object], name: str) -> None:
    generated, other = getattr(models, name), getattr(original, name)

    def names_in(model: type) -> set[str]:
        return {member for member in dir(model) if not member.startswith("_")} - OURS_ALONE

    def parameters_of(function: Callable[..., Any]) -> list[object]:
        return [
            (parameter.name, parameter.kind, parameter.annotation.replace(" | None", ""), described(parameter.default))
            for parameter in inspect.signature(function).parameters.values()
            if parameter.name != "additional_properties_"
        ]

    assert names_in(generated) == names_in(other)
    if attrs.has(generated):
        assert parameters_of(generated) == parameters_of(other)
        for method in ("from_dict", "__getitem__", "__setitem__", "__delitem__", "__contains__"):
            assert inspect.signature(getattr(generated, method)) == inspect.signature(getattr(other, method))
    else:
        assert {member.name: member.value for member in generated} == {member.name: member.value for member in other}


def _without_additional_properties(page: dict[str, Any]) -> dict[str, Any]:
    items = [
        {name: value for name, value in offer.items() if name != "additionalProperties"} for offer in page["items"]
    ]
    return {**page, "items": items}


def test_a_page_is_read_in_the_same_way(
    original: ModuleType, page: dict[str, Any], described: Callable[[Any], object]
) -> None:
    page = _without_additional_properties(page)
    generated, other = ResourceCollectionOfOffer.from_dict(page), original.ResourceCollectionOfOffer.from_dict(page)

    assert len(page["items"]) >= 12
    assert described(generated) == described(other)
    assert generated.to_dict() == other.to_dict()


@pytest.mark.parametrize(
    "replacement", [None, 1, True, "annual", "new", {"a": 1}, {}, [], ["annual", None, {}]], ids=repr
)
def test_changed_pages_are_read_in_the_same_way(
    original: ModuleType,
    made_up_page: dict[str, Any],
    places: Callable[..., Any],
    replaced: Callable[..., Any],
    canonical: Callable[[Any], str],
    described: Callable[[Any], object],
    replacement: Any,
) -> None:
    page = _without_additional_properties(made_up_page)
    page["items"] = page["items"][1:4]
    compared = 0
    for place in places(page):
        changed = replaced(page, place, replacement)
        try:
            other = original.ResourceCollectionOfOffer.from_dict(changed)
            encoded = other.to_dict()
        except (TypeError, ValueError, AttributeError, KeyError):
            continue  # the original model cannot read this page; test_round_trip.py tests the model of the project
        if canonical(encoded) != canonical(changed):
            continue  # the original model loses a part, such as an empty list where an object belongs
        generated = ResourceCollectionOfOffer.from_dict(changed)
        assert canonical(generated.to_dict()) == canonical(encoded), place
        # The original models keep values of other types in attributes, those of the project among the unknown members.
        compared += described(generated) == described(other)

    assert compared > 0
