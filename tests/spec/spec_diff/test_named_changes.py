"""Common changes: deprecations, a required parameter, a removed response, a renamed operation."""

from typing import Any

import pytest

from spec_tools.spec_diff.changes import Level, changes
from spec_tools.yaml_file import YamlFile

from ..frozen import CONTRACT
from .test_changes import Change, Changed, add_parameter, name_members, offers, parameters, property_of, schemas

DEPRECATIONS: list[tuple[Change, str]] = [
    (lambda c: offers(c).update(deprecated=True), "operation list_offers_by_country"),
    (lambda c: parameters(c)["Size"].update(deprecated=True), "parameter size of list_offers_by_country"),
    (
        lambda c: c["components"]["headers"]["Date"].update(deprecated=True),
        "header Date of status 200 of list_offers_by_country",
    ),
    (lambda c: schemas(c)["Offer"].update(deprecated=True), "schema Offer"),
    (lambda c: property_of(c, "Offer", "rank").update(deprecated=True), "property Offer.rank"),
    (
        lambda c: property_of(c, "Offer", "actions")["items"].update(deprecated=True),
        "property Offer.actions",
    ),
]


def rename_operation(contract: Any) -> None:
    offers(contract)["operationId"] = "list_market_offers"


@pytest.mark.parametrize(("change", "name"), DEPRECATIONS)
def test_a_deprecation_is_additive(contract: YamlFile, changed: Changed, change: Change, name: str) -> None:
    found = changes(contract, changed(CONTRACT, change))
    assert {one.level for one in found} == {Level.ADDITIVE}
    assert name in {one.name for one in found}


def test_a_new_required_parameter_is_breaking(contract: YamlFile, changed: Changed) -> None:
    found = changes(contract, changed(CONTRACT, lambda c: add_parameter(c, required=True)))
    assert [(one.level, one.name, one.what) for one in found] == [
        (Level.BREAKING, "parameter market of list_offers_by_country", "added, and it is required")
    ]


def test_a_removed_response_is_breaking(contract: YamlFile, changed: Changed) -> None:
    found = changes(contract, changed(CONTRACT, lambda c: offers(c)["responses"].pop("5XX")))
    assert [(one.level, one.name, one.what) for one in found] == [
        (Level.BREAKING, "status 5XX of list_offers_by_country", "removed")
    ]


def test_a_renamed_operation_id_is_breaking(contract: YamlFile, changed: Changed) -> None:
    found = changes(contract, changed(CONTRACT, rename_operation))
    assert {(one.level, one.name, one.what) for one in found} == {
        (Level.BREAKING, "operation list_offers_by_country", "removed"),
        (Level.ADDITIVE, "operation list_market_offers", "added"),
    }


def test_the_names_that_the_generator_gives_to_members_are_no_change(contract: YamlFile, changed: Changed) -> None:
    named = changed(CONTRACT, lambda c: name_members(c, ["LICENSE", "NONE", "USAGE"]))
    assert changes(contract, named) == []


def test_a_description_of_a_value_is_editorial(contract: YamlFile, changed: Changed) -> None:
    described = changed(
        CONTRACT, lambda c: schemas(c)["BillingType"].update({"x-enum-descriptions": ["Other.", "Other.", "Other."]})
    )
    assert {(one.level, one.label) for one in changes(contract, described)} == {
        (Level.EDITORIAL, f"BillingType.{value}") for value in ("license", "none", "usage")
    }
