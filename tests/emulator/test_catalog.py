"""The offers of the emulator: their properties, languages and markets, the same at every start."""

from typing import Any
from uuid import UUID

import pytest

from partner_center.emulator import Emulator
from partner_center.emulator.server.contract import Contract

Json = dict[str, Any]


@pytest.fixture(scope="module")
def offers() -> list[Json]:
    return Emulator().catalog.offers("US")


@pytest.fixture(scope="module")
def schemas() -> Json:
    schemas: Json = Contract.load().document["components"]["schemas"]
    return schemas


def properties(schema: Json, schemas: Json) -> Json:
    """Return the properties of a schema, which may refer to another one."""
    (schema,) = schema.get("allOf", [schema])
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    return dict(schema.get("properties", {}))


def unknown(value: Json, known: Json, schemas: Json, place: str = "") -> list[str]:
    """Return the properties of an object, and of the objects in it, that are not in the contract."""
    found = [f"{place}{name}" for name in value if name not in known]
    for name in set(value) & set(known):
        if isinstance(value[name], dict) and (inner := properties(known[name], schemas)):
            found += unknown(value[name], inner, schemas, f"{place}{name}.")
    return found


def is_complete(offer: Json, schemas: Json) -> bool:
    """Return whether an offer and the objects in it have every property of the contract."""
    known = properties(schemas["Offer"], schemas)
    return set(offer) == set(known) and all(
        set(properties(known[name], schemas)) <= set(value) for name, value in offer.items() if isinstance(value, dict)
    )


def test_no_offer_has_a_property_that_is_not_in_the_contract(offers: list[Json], schemas: Json) -> None:
    known = properties(schemas["Offer"], schemas)
    assert [name for offer in offers for name in unknown(offer, known, schemas)] == []


def test_one_offer_has_every_property_of_the_contract(offers: list[Json], schemas: Json) -> None:
    assert [offer["name"] for offer in offers if is_complete(offer, schemas)] == ["Proseware Learning"]


def test_the_markets_are_of_different_sizes() -> None:
    catalog = Emulator().catalog
    sizes = {country: len(catalog.offers(country)) for country in catalog.markets}
    assert list(sizes) == ["US", "DE", "FR", "JP", "IS"]
    assert sizes["US"] >= 60
    assert 0 < sizes["JP"] < sizes["DE"]
    assert sizes["IS"] == 0


def test_ids_are_guids_in_upper_case_except_for_one(offers: list[Json]) -> None:
    ids = [offer["id"] for offer in offers]
    assert len(set(ids)) == len(ids)
    assert [id_ for id_ in ids if "-CLD-" in id_] == ["FB-CLD-0145P"]
    assert all(str(UUID(id_)).upper() == id_ for id_ in ids if "-CLD-" not in id_)


def test_two_emulators_have_the_same_catalog() -> None:
    assert Emulator().catalog == Emulator().catalog
    assert Emulator().catalog.offers("DE", "de-DE") == Emulator().catalog.offers("DE", "de-DE")


def test_a_change_of_an_offer_does_not_change_the_catalog() -> None:
    catalog = Emulator().catalog
    for offer in catalog.offers("US"):
        for value in offer.values():
            if isinstance(value, dict | list):
                value.clear()
    assert catalog.offers("US") == Emulator().catalog.offers("US")


def test_add_ons_require_offers_of_the_same_market() -> None:
    catalog = Emulator().catalog
    for country in catalog.markets[:4]:
        offers = catalog.offers(country)
        with_add_ons = {offer["id"] for offer in offers if offer["hasAddOns"]}
        add_ons = [offer for offer in offers if offer["isAddOn"]]
        assert len(add_ons) >= 5
        for add_on in add_ons:
            assert (add_on["category"]["id"], add_on["category"]["name"], add_on["category"]["rank"]) == ("", "", 0)
            assert set(add_on["prerequisiteOffers"]) <= with_add_ons
            assert add_on["prerequisiteOffers"]
            assert "\r\n" in add_on["description"]


def test_trials_are_not_billed_and_not_renewed(offers: list[Json]) -> None:
    trials = [offer for offer in offers if offer["isTrial"]]
    assert {(offer["termUnitOfMeasure"], offer["term"]) for offer in trials} == {("Month", 1), ("Day", 45)}
    assert {offer["limitUnitOfMeasure"] for offer in trials} == {"Lifetime", "Concurrent"}
    for trial in trials:
        assert trial["supportedBillingCycles"] == ["none"]
        assert trial["salesGroupId"] == f"Trial-{trial['id']}"
        assert not trial["isAutoRenewable"]
        assert trial["conversionTargetOffers"]


def test_one_offer_is_billed_by_usage(offers: list[Json]) -> None:
    usage = [offer for offer in offers if offer["billing"] == "usage"]
    assert [(offer["term"], offer["salesGroupId"], offer["unitType"]) for offer in usage] == [
        (9999, "Azure", "Usage-based")
    ]


def test_most_learn_more_links_have_no_uri(offers: list[Json]) -> None:
    linked = [offer for offer in offers if "uri" in offer["links"]["learnMore"]]
    assert 0 < len(linked) < len(offers) / 4


def test_some_offers_have_upgrade_targets_and_others_do_not_have_the_property(offers: list[Json]) -> None:
    named = [offer["upgradeTargetOffers"] for offer in offers if "upgradeTargetOffers" in offer]
    assert 0 < len(named) < len(offers)
    assert [] in named
    assert {id_ for targets in named for id_ in targets} <= {offer["id"] for offer in offers}


def test_every_text_is_in_every_language() -> None:
    catalog = Emulator().catalog
    texts = [
        [(offer["name"], offer["description"], offer["category"]["name"]) for offer in catalog.offers("FR", locale)]
        for locale in catalog.locales
    ]
    for translations in zip(*texts, strict=True):
        names, descriptions, categories = zip(*translations, strict=True)
        assert all(names)
        assert len(set(descriptions)) == 4
        assert len(set(categories)) == (4 if categories[0] else 1)
        assert "{" not in "".join(names + descriptions)


def test_a_customer_gets_the_offers_that_it_qualifies_for() -> None:
    catalog = Emulator().catalog
    assert len({customer.country for customer in catalog.customers}) >= 3
    shares = {
        customer.name: len(catalog.offers_for(customer)) / len(catalog.offers(customer.country))
        for customer in catalog.customers
    }
    assert shares["Humanitarian Aid Institute"] == 1
    assert 0 < shares["Alpine Ski House"] < 1
    commercial = next(customer for customer in catalog.customers if customer.name == "Alpine Ski House")
    assert all(offer["reselleeQualifications"] == [] for offer in catalog.offers_for(commercial))
