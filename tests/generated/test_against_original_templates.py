"""Our templates and the generator's own give the same models, and these read the same wherever both can read."""

import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from partner_center_api import models
from partner_center_api.models import ResourceCollectionOfOffer

CONTRACT = Path(__file__).resolve().parents[2] / "openapi" / "partner-center-offers.yaml"
# What the models of the original templates do not have.
OURS_ALONE = {"additional_properties_", "from_conforming_json"}


@pytest.fixture(scope="session")
def original(generated: Callable[..., ModuleType]) -> ModuleType:
    """The models as the generator's own templates make them.

    They cannot decode an offer at all while the contract has the property additionalProperties, which takes the place
    of the dict of unknown members. So it is left out of this contract, and of the pages that the two are compared on.
    """
    before, _, rest = CONTRACT.read_text(encoding="utf-8").partition("        additionalProperties:\n")
    _, next_property, after = rest.partition("        attestationProperties:\n")
    return generated(before + next_property + after, templates=None)


def _model_names() -> list[str]:
    return [name for name in models.__all__ if name != "OfferAdditionalProperties"]


@pytest.mark.parametrize("name", _model_names())
def test_the_models_look_the_same(original: ModuleType, described: Callable[[Any], object], name: str) -> None:
    ours, theirs = getattr(models, name), getattr(original, name)

    def names_in(model: type) -> set[str]:
        return {member for member in dir(model) if not member.startswith("_")} - OURS_ALONE

    def parameters_of(function: Callable[..., Any]) -> list[object]:
        return [
            (parameter.name, parameter.kind, parameter.annotation, described(parameter.default))
            for parameter in inspect.signature(function).parameters.values()
            if parameter.name != "additional_properties_"
        ]

    assert names_in(ours) == names_in(theirs)
    if attrs.has(ours):
        assert parameters_of(ours) == parameters_of(theirs)
        for method in ("from_dict", "to_dict", "__getitem__", "__setitem__", "__delitem__", "__contains__"):
            assert inspect.signature(getattr(ours, method)) == inspect.signature(getattr(theirs, method))
    else:
        assert {member.name: member.value for member in ours} == {member.name: member.value for member in theirs}


def _without_the_property(page: dict[str, Any]) -> dict[str, Any]:
    items = [
        {name: value for name, value in offer.items() if name != "additionalProperties"} for offer in page["items"]
    ]
    return {**page, "items": items}


def test_a_page_reads_the_same(original: ModuleType, page: dict[str, Any], described: Callable[[Any], object]) -> None:
    page = _without_the_property(page)
    ours, theirs = ResourceCollectionOfOffer.from_dict(page), original.ResourceCollectionOfOffer.from_dict(page)

    assert len(page["items"]) >= 12
    assert described(ours) == described(theirs)
    assert ours.to_dict() == theirs.to_dict()


@pytest.mark.parametrize(
    "replacement", [None, 1, True, "annual", "new", {"a": 1}, {}, [], ["annual", None, {}]], ids=repr
)
def test_changed_pages_read_the_same(
    original: ModuleType,
    made_up_page: dict[str, Any],
    places: Callable[..., Any],
    replaced: Callable[..., Any],
    canonical: Callable[[Any], str],
    described: Callable[[Any], object],
    replacement: Any,
) -> None:
    page = _without_the_property(made_up_page)
    page["items"] = page["items"][1:4]
    compared = 0
    for place in places(page):
        changed = replaced(page, place, replacement)
        try:
            theirs = original.ResourceCollectionOfOffer.from_dict(changed)
            encoded = theirs.to_dict()
        except (TypeError, ValueError, AttributeError, KeyError):
            continue  # the original cannot read this page; that ours can is tested elsewhere
        if canonical(encoded) != canonical(changed):
            continue  # the original loses something, such as an empty list in the place of an object
        compared += 1
        ours = ResourceCollectionOfOffer.from_dict(changed)
        assert described(ours) == described(theirs), place
        assert canonical(ours.to_dict()) == canonical(encoded), place

    assert compared > 150
