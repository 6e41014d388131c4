"""The catalogue is lifelike, the same at every start, and nothing in it is unknown to the contract."""

from typing import Any
from uuid import UUID

import pytest

from partner_center.emulator import Emulator
from partner_center.emulator.contract import load_contract

Json = dict[str, Any]
NEVER_RECORDED = {
    "attestationProperties",
    "orderService",
    "providerId",
    "providerName",
    "providerLocationId",
    "additionalProperties",
}


@pytest.fixture(scope="module")
def offers() -> list[Json]:
    return Emulator().catalogue.offers("US")


@pytest.fixture(scope="module")
def schemas() -> Json:
    schemas: Json = load_contract()["components"]["schemas"]
    return schemas


def strangers(value: Any, schema: Json, schemas: Json, place: str) -> list[str]:
    """Return where a value has properties that its schema does not name."""
    if "allOf" in schema:
        schema = schema["allOf"][0]
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    found = []
    if isinstance(value, list):
        for item in value:
            found += strangers(item, schema["items"], schemas, f"{place}[]")
    elif isinstance(value, dict) and "properties" in schema:
        for name, inner in value.items():
            if name in schema["properties"]:
                found += strangers(inner, schema["properties"][name], schemas, f"{place}.{name}")
            else:
                found.append(f"{place}.{name}")
    return found


def test_offers_have_no_property_that_the_contract_does_not_name(offers: list[Json], schemas: Json) -> None:
    assert strangers(offers, {"items": {"$ref": "#/components/schemas/Offer"}}, schemas, "offers") == []


def test_every_documented_property_is_on_some_offer(offers: list[Json], schemas: Json) -> None:
    """That of each schema below an offer, too, but for the neighbours of an offer and of a category."""
    seen: dict[str, set[str]] = {
        "Offer": set().union(*offers),
        "OfferProduct": set().union(*(offer["product"] for offer in offers)),
        "OfferCategory": set().union(*(offer["category"] for offer in offers)),
        "Link": set().union(*(offer["links"]["learnMore"] for offer in offers)),
        "ResourceAttributes": set().union(*(offer["attributes"] for offer in offers)),
        "OfferAttestationProperties": set().union(*(offer.get("attestationProperties", ()) for offer in offers)),
    }
    assert seen == {name: set(schemas[name]["properties"]) for name in seen}


def test_what_was_never_recorded_is_on_one_offer_only(offers: list[Json]) -> None:
    assert [len(NEVER_RECORDED & set(offer)) for offer in offers if NEVER_RECORDED & set(offer)] == [6]


def test_the_markets_are_of_different_sizes() -> None:
    catalogue = Emulator().catalogue
    sizes = {country: len(catalogue.offers(country)) for country in catalogue.markets}
    assert list(sizes) == ["US", "DE", "FR", "JP", "IS"]
    assert sizes["US"] >= 60
    assert 0 < sizes["JP"] < sizes["DE"]
    assert sizes["IS"] == 0


def test_ids_are_guids_in_upper_case_but_for_one(offers: list[Json]) -> None:
    ids = [offer["id"] for offer in offers]
    assert len(set(ids)) == len(ids)
    assert [id_ for id_ in ids if "-CLD-" in id_] == ["FB-CLD-0145P"]
    assert all(str(UUID(id_)).upper() == id_ for id_ in ids if "-CLD-" not in id_)


def test_two_emulators_sell_the_same() -> None:
    assert Emulator().catalogue == Emulator().catalogue
    assert Emulator().catalogue.offers("DE", "de-DE") == Emulator().catalogue.offers("DE", "de-DE")


def test_what_a_caller_does_to_an_offer_stays_with_the_caller() -> None:
    catalogue = Emulator().catalogue
    for offer in catalogue.offers("US"):
        for value in offer.values():
            if isinstance(value, dict | list):
                value.clear()
    assert catalogue.offers("US") == Emulator().catalogue.offers("US")


def test_add_ons_need_an_offer_of_the_same_market() -> None:
    catalogue = Emulator().catalogue
    for country in catalogue.markets[:4]:
        offers = catalogue.offers(country)
        with_add_ons = {offer["id"] for offer in offers if offer["hasAddOns"]}
        add_ons = [offer for offer in offers if offer["isAddOn"]]
        assert len(add_ons) >= 5
        for add_on in add_ons:
            assert (add_on["category"]["id"], add_on["category"]["name"], add_on["category"]["rank"]) == ("", "", 0)
            assert set(add_on["prerequisiteOffers"]) <= with_add_ons
            assert add_on["prerequisiteOffers"]
            assert "\r\n" in add_on["description"]


def test_trials_are_not_billed_and_end(offers: list[Json]) -> None:
    trials = [offer for offer in offers if offer["isTrial"]]
    assert {(offer["termUnitOfMeasure"], offer["term"]) for offer in trials} == {("Month", 1), ("Day", 45)}
    assert {offer["limitUnitOfMeasure"] for offer in trials} == {"Lifetime", "Concurrent"}
    for trial in trials:
        assert trial["supportedBillingCycles"] == ["none"]
        assert trial["salesGroupId"] == f"Trial-{trial['id']}"
        assert not trial["isAutoRenewable"]
        assert trial["conversionTargetOffers"]


def test_one_offer_is_billed_by_use(offers: list[Json]) -> None:
    usage = [offer for offer in offers if offer["billing"] == "usage"]
    assert [(offer["term"], offer["salesGroupId"], offer["unitType"]) for offer in usage] == [
        (9999, "Azure", "Usage-based")
    ]


def test_most_offers_link_nowhere_to_learn_more(offers: list[Json]) -> None:
    linked = [offer for offer in offers if "uri" in offer["links"]["learnMore"]]
    assert 0 < len(linked) < len(offers) / 4


def test_upgrades_are_named_on_some_offers_and_left_out_on_the_others(offers: list[Json]) -> None:
    named = [offer["upgradeTargetOffers"] for offer in offers if "upgradeTargetOffers" in offer]
    assert 0 < len(named) < len(offers)
    assert [] in named
    assert {id_ for targets in named for id_ in targets} <= {offer["id"] for offer in offers}


def test_every_text_exists_in_every_language() -> None:
    catalogue = Emulator().catalogue
    texts = [
        [(offer["name"], offer["description"], offer["category"]["name"]) for offer in catalogue.offers("FR", locale)]
        for locale in catalogue.locales
    ]
    for translations in zip(*texts, strict=True):
        names, descriptions, categories = zip(*translations, strict=True)
        assert all(names)
        assert len(set(descriptions)) == 4
        assert len(set(categories)) == (4 if categories[0] else 1)
        assert "{" not in "".join(names + descriptions)


def test_customers_are_entitled_to_the_whole_market_or_to_a_part_of_it() -> None:
    catalogue = Emulator().catalogue
    assert len({customer.country for customer in catalogue.customers}) >= 3
    shares = {
        customer.name: len(catalogue.offers_for(customer)) / len(catalogue.offers(customer.country))
        for customer in catalogue.customers
    }
    assert shares["Humanitarian Aid Institute"] == 1
    assert 0 < shares["Alpine Ski House"] < 1
    commercial = next(customer for customer in catalogue.customers if customer.name == "Alpine Ski House")
    assert all(offer["reselleeQualifications"] == [] for offer in catalogue.offers_for(commercial))
