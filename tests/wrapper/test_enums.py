"""Values of enums: known ones become members in every form, and unknown ones are kept."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from partner_center import (
    Offer,
    SupportedBillingCycles,
    SupportedCatalogTypes,
    billing_cycles,
    catalog_types,
    parse_billing_cycle,
    parse_catalog_type,
)

CONTRACT = YAML(typ="safe").load(Path(__file__).parents[2] / "openapi" / "partner-center-offers.yaml")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("member", SupportedBillingCycles)
def test_a_billing_cycle_is_parsed_in_every_style(member: SupportedBillingCycles) -> None:
    words = member.value.split("_")
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    pascal = camel[:1].upper() + camel[1:]
    for text in (member, member.value, member.value.upper(), camel, pascal, "-".join(words)):
        assert parse_billing_cycle(text) is member


def test_the_codes_are_those_of_the_contract() -> None:
    codes: dict[str, int | None] = CONTRACT["components"]["schemas"]["SupportedBillingCycles"]["x-enum-codes"]
    assert set(codes) == {member.value for member in SupportedBillingCycles}
    for value, code in codes.items():
        assert code is None or parse_billing_cycle(code) is SupportedBillingCycles(value)


@pytest.mark.parametrize("member", SupportedCatalogTypes)
def test_a_catalog_type_is_parsed_in_every_letter_case_but_not_by_number(member: SupportedCatalogTypes) -> None:
    assert parse_catalog_type(member) is parse_catalog_type(member.value.title()) is member
    assert [parse_catalog_type(code) for code in range(3)] == [0, 1, 2]


@given(JSON)
def test_an_unknown_value_is_returned_unchanged(value: Any) -> None:
    for parsed, kind in (
        (parse_billing_cycle(value), SupportedBillingCycles),
        (parse_catalog_type(value), SupportedCatalogTypes),
    ):
        assert parsed is value or isinstance(parsed, kind)


@pytest.mark.parametrize("value", [True, False, "weekly", "4", "", 7, -1, None, 1.0])
def test_a_value_that_is_not_a_billing_cycle_is_returned_unchanged(value: object) -> None:
    assert parse_billing_cycle(value) is value


@given(st.lists(JSON))
def test_parsing_the_values_of_an_offer_loses_none(values: list[Any]) -> None:
    body = {"supportedBillingCycles": values, "supportedCatalogTypes": values}
    offer = Offer.from_dict(body)
    assert len(billing_cycles(offer)) == len(catalog_types(offer)) == len(values)
    assert offer.to_dict() == body


@pytest.mark.parametrize(
    ("body", "cycles"),
    [
        ({}, ()),
        ({"supportedBillingCycles": None}, ()),
        ({"supportedBillingCycles": []}, ()),
        ({"supportedBillingCycles": "annual"}, (SupportedBillingCycles.ANNUAL,)),
        ({"supportedBillingCycles": 2}, (SupportedBillingCycles.ANNUAL,)),
        (
            {"supportedBillingCycles": ["Monthly", 4, "weekly", 9]},
            (SupportedBillingCycles.MONTHLY, SupportedBillingCycles.ONE_TIME, "weekly", 9),
        ),
    ],
)
def test_the_billing_cycles_of_an_offer(body: dict[str, Any], cycles: tuple[object, ...]) -> None:
    offer = Offer.from_dict(body)
    assert billing_cycles(offer) == cycles
    assert offer.to_dict() == body
