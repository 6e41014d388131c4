"""Each change of a contract is breaking, additive or editorial for a Python caller."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spec_tools.spec_diff.changes import Level, changes
from spec_tools.yaml_file import YamlFile

from ..frozen import CONTRACT

Change = Callable[[Any], object]
Changed = Callable[[Path, Change], YamlFile]


def offers(contract: Any) -> Any:
    return contract["paths"]["/offers"]["get"]


def schemas(contract: Any) -> Any:
    return contract["components"]["schemas"]


def property_of(contract: Any, owner: str, name: str) -> Any:
    return schemas(contract)[owner]["properties"][name]


def parameters(contract: Any) -> Any:
    return contract["components"]["parameters"]


NEW = {"name": "market", "in": "query", "schema": {"type": "string"}}


def add_parameter(contract: Any, *, required: bool) -> None:
    offers(contract)["parameters"].append({**NEW, "required": required})


def name_members(contract: Any, names: list[str]) -> None:
    schemas(contract)["BillingType"]["x-enum-varnames"] = names


def reverse_values(contract: Any) -> None:
    for key in ("enum", "x-enum-varnames", "x-enum-descriptions"):
        schemas(contract)["BillingType"][key].reverse()


# Each change with its level and the name under which it is found.
CHANGES: list[tuple[Change, Level, str]] = [
    (lambda c: c["paths"].pop("/offers"), Level.BREAKING, "operation list_offers_by_country"),
    (
        lambda c: c["paths"].update({"/orders": {"get": {**offers(c), "operationId": "list_orders"}}}),
        Level.ADDITIVE,
        "operation list_orders",
    ),
    (
        lambda c: c["paths"].update({"/catalog": c["paths"].pop("/offers")}),
        Level.BREAKING,
        "operation list_offers_by_country",
    ),
    (lambda c: offers(c).update(tags=["catalog"]), Level.BREAKING, "operation list_offers_by_country"),
    (lambda c: offers(c).update(summary="Other"), Level.EDITORIAL, "operation list_offers_by_country"),
    (lambda c: offers(c)["parameters"].pop(1), Level.BREAKING, "parameter offer_category_id of list_offers_by_country"),
    (lambda c: add_parameter(c, required=False), Level.ADDITIVE, "parameter market of list_offers_by_country"),
    (lambda c: add_parameter(c, required=True), Level.BREAKING, "parameter market of list_offers_by_country"),
    (lambda c: parameters(c)["Size"].update(required=True), Level.BREAKING, "parameter size of list_offers_by_country"),
    (
        lambda c: parameters(c)["Country"].update(required=False),
        Level.ADDITIVE,
        "parameter country of list_offers_by_country",
    ),
    (
        lambda c: parameters(c)["Size"]["schema"].update(type="string"),
        Level.BREAKING,
        "parameter size of list_offers_by_country",
    ),
    (
        lambda c: parameters(c)["Size"]["schema"].update(format="int64"),
        Level.EDITORIAL,
        "parameter size of list_offers_by_country",
    ),
    (
        lambda c: parameters(c)["Locale"]["schema"].update(default="en-US"),
        Level.BREAKING,
        "parameter X-Locale of list_offers_by_country",
    ),
    (
        lambda c: offers(c)["responses"].update({"206": offers(c)["responses"]["200"]}),
        Level.ADDITIVE,
        "status 206 of list_offers_by_country",
    ),
    (lambda c: offers(c)["responses"].pop("5XX"), Level.BREAKING, "status 5XX of list_offers_by_country"),
    (
        lambda c: offers(c)["responses"]["200"]["content"].pop("text/xml"),
        Level.BREAKING,
        "media type text/xml of status 200 of list_offers_by_country",
    ),
    (
        lambda c: c["components"]["headers"]["Date"]["schema"].update(type="integer"),
        Level.BREAKING,
        "header Date of status 200 of list_offers_by_country",
    ),
    (
        lambda c: c["components"]["headers"]["RetryAfter"].update(description="Other."),
        Level.EDITORIAL,
        "header Retry-After of status 4XX of list_offers_by_country",
    ),
    (lambda c: schemas(c).update(Gift={"type": "object"}), Level.ADDITIVE, "schema Gift"),
    (lambda c: schemas(c).pop("OfferProduct"), Level.BREAKING, "schema OfferProduct"),
    (
        lambda c: schemas(c)["Offer"]["properties"].update(gift={"type": "string"}),
        Level.ADDITIVE,
        "property Offer.gift",
    ),
    (lambda c: schemas(c)["Offer"]["properties"].pop("rank"), Level.BREAKING, "property Offer.rank"),
    (lambda c: property_of(c, "Offer", "rank").update(type="string"), Level.BREAKING, "property Offer.rank"),
    (lambda c: property_of(c, "Offer", "rank").update(format="int64"), Level.EDITORIAL, "property Offer.rank"),
    (lambda c: property_of(c, "Offer", "id").update(format="uuid"), Level.BREAKING, "property Offer.id"),
    (lambda c: property_of(c, "Offer", "rank").update(nullable=True), Level.BREAKING, "property Offer.rank"),
    (lambda c: schemas(c)["Offer"].update(required=["rank"]), Level.BREAKING, "property Offer.rank"),
    (
        lambda c: property_of(c, "Offer", "product").update(allOf=[{"$ref": "#/components/schemas/Link"}]),
        Level.BREAKING,
        "property Offer.product",
    ),
    (lambda c: property_of(c, "Offer", "billing")["anyOf"].pop(), Level.BREAKING, "property Offer.billing"),
    (lambda c: property_of(c, "Offer", "rank").update(example=4), Level.EDITORIAL, "property Offer.rank"),
    (lambda c: schemas(c)["BillingType"]["enum"].append("gift"), Level.ADDITIVE, "value BillingType.gift"),
    (lambda c: schemas(c)["BillingType"]["enum"].remove("usage"), Level.BREAKING, "value BillingType.usage"),
    (
        lambda c: schemas(c)["BillingType"]["x-enum-codes"].update(usage=7),
        Level.BREAKING,
        "code of BillingType.usage",
    ),
    (
        lambda c: schemas(c)["AcquisitionType"].update({"x-enum-codes": {"purchase": 0}}),
        Level.ADDITIVE,
        "code of AcquisitionType.purchase",
    ),
    (
        lambda c: schemas(c)["BillingType"].update({"x-enum-descriptions": ["A.", "B.", "Other."]}),
        Level.EDITORIAL,
        "value BillingType.usage",
    ),
    (lambda c: c["servers"][0].update(url="https://elsewhere.example"), Level.BREAKING, "server 0"),
    (lambda c: c.update(security=[]), Level.BREAKING, "security"),
    (
        lambda c: c["components"]["securitySchemes"]["bearerToken"].update(description="Other."),
        Level.EDITORIAL,
        "security scheme bearerToken",
    ),
    (lambda c: c["info"].update(title="Other"), Level.EDITORIAL, "contract"),
    # Callers pass query parameters and headers by name, and path parameters in the order of the path.
    (lambda c: offers(c)["parameters"].reverse(), Level.EDITORIAL, "operation list_offers_by_country"),
    (
        lambda c: schemas(c)["Link"]["properties"].update(body=schemas(c)["Link"]["properties"].pop("body")),
        Level.EDITORIAL,
        "schema Link",
    ),
    (lambda c: reverse_values(c), Level.EDITORIAL, "schema BillingType"),
    (lambda c: name_members(c, ["A", "B", "C"]), Level.BREAKING, "value BillingType.usage"),
    (lambda c: offers(c).update({"x-credentials": ["App"]}), Level.EDITORIAL, "operation list_offers_by_country"),
    (
        lambda c: parameters(c)["Size"]["schema"].update(minimum=1, maximum=9),
        Level.EDITORIAL,
        "parameter size of list_offers_by_country",
    ),
    (lambda c: schemas(c)["Offer"].update(additionalProperties=False), Level.BREAKING, "schema Offer"),
    (lambda c: schemas(c)["Offer"].update(required=["elsewhere"]), Level.BREAKING, "schema Offer"),
    (lambda c: schemas(c)["Offer"].update({"x-new": 1}), Level.BREAKING, "schema Offer"),
    (lambda c: property_of(c, "Offer", "name").update(minLength=1), Level.BREAKING, "property Offer.name"),
    (lambda c: property_of(c, "Offer", "rank").update(maximum=9), Level.BREAKING, "property Offer.rank"),
    (
        lambda c: property_of(c, "Offer", "actions")["items"].update(pattern="^C"),
        Level.BREAKING,
        "property Offer.actions",
    ),
    (lambda c: property_of(c, "Offer", "actions").update(maxItems=2), Level.BREAKING, "property Offer.actions"),
    (
        lambda c: property_of(c, "Offer", "billing")["anyOf"][1].update(maxLength=9),
        Level.BREAKING,
        "property Offer.billing",
    ),
    (
        lambda c: property_of(c, "Offer", "billing")["anyOf"][2].update(format="int64"),
        Level.EDITORIAL,
        "property Offer.billing",
    ),
    (
        lambda c: property_of(c, "Offer", "billing").update(
            oneOf=property_of(c, "Offer", "billing").pop("anyOf"),
        ),
        Level.EDITORIAL,
        "property Offer.billing",
    ),
    (lambda c: property_of(c, "Offer", "product").update(nullable=True), Level.BREAKING, "property Offer.product"),
    (
        lambda c: property_of(c, "Offer", "additionalProperties").update(properties={"a": {"type": "string"}}),
        Level.BREAKING,
        "property Offer.additionalProperties",
    ),
    (
        lambda c: property_of(c, "Offer", "additionalProperties").update(additionalProperties={"type": "string"}),
        Level.BREAKING,
        "property Offer.additionalProperties",
    ),
    (
        lambda c: parameters(c)["Country"]["schema"].update(pattern="^[A-Z]{2}$"),
        Level.BREAKING,
        "parameter country of list_offers_by_country",
    ),
    (
        lambda c: parameters(c)["Country"]["schema"].update(maxLength=2),
        Level.BREAKING,
        "parameter country of list_offers_by_country",
    ),
    (
        lambda c: parameters(c)["Country"].update(allowReserved=True),
        Level.BREAKING,
        "parameter country of list_offers_by_country",
    ),
    (
        lambda c: c["components"]["headers"]["Date"]["schema"].update(enum=["now"]),
        Level.BREAKING,
        "header Date of status 200 of list_offers_by_country",
    ),
    (
        lambda c: c["components"]["headers"]["Date"].update(required=True),
        Level.BREAKING,
        "header Date of status 200 of list_offers_by_country",
    ),
    (
        lambda c: offers(c)["responses"]["200"]["content"]["text/xml"].update(encoding={}),
        Level.BREAKING,
        "media type text/xml of status 200 of list_offers_by_country",
    ),
    (
        lambda c: offers(c)["responses"]["200"].update(links={}),
        Level.BREAKING,
        "status 200 of list_offers_by_country",
    ),
    (lambda c: offers(c).update(security=[]), Level.BREAKING, "operation list_offers_by_country"),
    (lambda c: offers(c).update(requestBody={"content": {}}), Level.BREAKING, "operation list_offers_by_country"),
    (lambda c: offers(c)["tags"].append("sales"), Level.EDITORIAL, "operation list_offers_by_country"),
    (lambda c: c["paths"]["/offers"].update(parameters=[]), Level.BREAKING, "operation list_offers_by_country"),
    (lambda c: c["paths"]["/offers"].update(summary="Sales"), Level.EDITORIAL, "operation list_offers_by_country"),
    (lambda c: c["servers"][0]["variables"]["version"].update(default="2"), Level.BREAKING, "server 0"),
    (lambda c: c["servers"][0]["variables"]["version"].update(enum=["1"]), Level.BREAKING, "server 0"),
    (lambda c: c["servers"][0]["variables"]["version"].update(description="Other."), Level.EDITORIAL, "server 0"),
    (lambda c: c.update(openapi="3.1.0"), Level.BREAKING, "contract"),
    (lambda c: c["components"].update(requestBodies={"New": {}}), Level.BREAKING, "contract"),
]


@pytest.mark.parametrize(("change", "level", "name"), CHANGES)
def test_a_change_has_its_level(contract: YamlFile, changed: Changed, change: Change, level: Level, name: str) -> None:
    found = changes(contract, changed(CONTRACT, change))
    assert max(one.level for one in found) is level
    assert name in {one.name for one in found}
    assert len({one.label for one in found}) <= 3


def test_the_same_contract_or_only_another_version_is_no_change(contract: YamlFile, changed: Changed) -> None:
    assert changes(contract, contract) == []
    assert changes(contract, changed(CONTRACT, lambda c: c["info"].update(version="9.0.0"))) == []


def test_another_order_of_the_values_renames_the_members_of_an_enum(contract: YamlFile, changed: Changed) -> None:
    """The names belong to the values by position, so another order of the values renames the members."""
    named = changed(CONTRACT, lambda c: name_members(c, ["A", "B", "C"]))
    content = copy.deepcopy(named.root)
    schemas(content)["BillingType"]["enum"].reverse()
    swapped = YamlFile(CONTRACT, content)
    assert {one.label for one in changes(named, swapped) if one.level is Level.BREAKING} == {
        "BillingType.license",
        "BillingType.usage",
    }


def test_the_names_that_the_generator_makes_of_the_values_are_no_change(contract: YamlFile, changed: Changed) -> None:
    assert changes(contract, changed(CONTRACT, lambda c: schemas(c)["BillingType"].pop("x-enum-varnames"))) == []


def test_an_addition_does_not_count_as_another_order(contract: YamlFile, changed: Changed) -> None:
    found = changes(contract, changed(CONTRACT, lambda c: offers(c)["parameters"].insert(0, NEW)))
    assert [(one.label, one.what) for one in found] == [("market", "added")]


def test_a_shared_component_is_reported_once(contract: YamlFile, changed: Changed) -> None:
    found = changes(contract, changed(CONTRACT, lambda c: parameters(c)["Size"].update(description="Other.")))
    assert [(one.label, one.level) for one in found] == [("size", Level.EDITORIAL)]
