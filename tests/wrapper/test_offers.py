"""Offers by market and by customer: the requests that are sent, and the offers that are returned."""

from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from partner_center import Offer, OfferCategories, PartnerCenter, ResourceLinks, SupportedBillingCycles
from partner_center.auth import ClientSecretCredential
from partner_center.emulator import Emulator
from partner_center.emulator.api.operations import OffersApi
from partner_center.offers import Offers

from ..conftest import Caller


@pytest.mark.parametrize("country", ["US", "DE", "FR", "JP", "IS"])
def test_a_market_is_read_in_one_response(caller: Caller, emulator: Emulator, country: str) -> None:
    offers = caller.to_list(lambda offers: offers.by_country(country))
    assert [offer.to_dict() for offer in offers] == emulator.catalog.offers(country)
    (request,) = (request for request in emulator.requests if request.side == "api")
    assert dict(request.query) == {"country": country}


def test_the_offers_for_a_customer(caller: Caller, emulator: Emulator) -> None:
    for customer in emulator.catalog.customers:
        offers = caller.to_list(lambda offers, customer=customer: offers.by_customer(customer.id))
        assert [offer.to_dict() for offer in offers] == emulator.catalog.offers_for(customer)


def test_offers_are_models(caller: Caller) -> None:
    offer = caller.first_page(lambda offers: offers.by_country("US")).items[0]
    assert isinstance(offer, Offer)
    assert offer.supported_billing_cycles == [SupportedBillingCycles.ANNUAL, SupportedBillingCycles.MONTHLY]
    assert offer.is_add_on is False


def test_a_category_selects_its_offers(caller: Caller, emulator: Emulator) -> None:
    offers = caller.to_list(lambda offers: offers.by_country("US", category_id="Trial_Key"))
    expected = [offer for offer in emulator.catalog.offers("US") if offer["category"]["id"] == "Trial_Key"]
    assert [offer.to_dict() for offer in offers] == expected
    assert 0 < len(offers) < len(emulator.catalog.offers("US"))


def test_the_locale_of_a_call_replaces_that_of_the_client(caller: Caller, emulator: Emulator) -> None:
    german = caller.to_list(lambda offers: offers.by_country("DE"), locale="de-DE")
    japanese = caller.to_list(lambda offers: offers.by_country("DE", locale="ja-JP"), locale="de-DE")
    assert [offer.name for offer in german] == [offer["name"] for offer in emulator.catalog.offers("DE", "de-DE")]
    assert [offer.name for offer in japanese] == [offer["name"] for offer in emulator.catalog.offers("DE", "ja-JP")]


def test_every_request_has_the_headers_of_the_client(caller: Caller, emulator: Emulator) -> None:
    pages = caller.pages(lambda offers: offers.by_country("us", page_size=30), application="quoting", locale="fr-FR")
    requests = [request for request in emulator.requests if request.side == "api"]
    assert len(requests) == len(pages) > 2
    for request in requests:
        assert request.headers["Accept"] == "application/json"
        assert request.headers["Accept-Encoding"] == "gzip"
        assert request.headers["X-Locale"] == "fr-FR"
        assert request.headers["MS-PartnerCenter-Application"] == "quoting"
        assert request.headers["User-Agent"].startswith("partner-center-offers/")
    correlation_ids = {request.headers["MS-CorrelationId"] for request in requests}
    request_ids = [request.headers["MS-RequestId"] for request in requests]
    assert len(correlation_ids) == 1
    assert len(set(request_ids)) == len(requests)
    assert all(UUID(id_) for id_ in [*correlation_ids, *request_ids])
    assert [page.request_id for page in pages] == request_ids
    assert {page.correlation_id for page in pages} == correlation_ids


def test_a_page_has_its_count_links_and_resource(caller: Caller, emulator: Emulator) -> None:
    page = caller.first_page(lambda offers: offers.by_country("US", page_size=10))
    assert page.total_count == len(page.items) == 10
    assert isinstance(page.links, ResourceLinks)
    assert page.mfa_compliant is None
    assert page.problems == ()
    assert page.resource.to_dict()["items"] == emulator.catalog.offers("US")[:10]


def test_nothing_is_sent_before_the_first_page_is_read(emulator: Emulator, credential: ClientSecretCredential) -> None:
    with PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
        pager = partner.offers.by_country("US")
        assert emulator.requests == []
        assert pager.first_page().items
        assert emulator.requests


def test_iterating_again_sends_new_requests(emulator: Emulator, credential: ClientSecretCredential) -> None:
    with PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
        pager = partner.offers.by_country("FR", page_size=50)
        assert pager.to_list() == pager.to_list() == list(pager)
    enumerations = {request.headers.get("MS-CorrelationId") for request in emulator.requests if request.side == "api"}
    assert len(enumerations) == 3


# Parameters of the contract that have another name in the methods.
RENAMED = {"offer_category_id": "category_id", "size": "page_size", "customerId": "customer_id"}


@pytest.mark.parametrize(
    ("path", "method", "operation"),
    [
        ("/offers", Offers.by_country, OffersApi.list_offers_by_country),
        ("/customers/{customerId}/offers", Offers.by_customer, OffersApi.list_offers_by_customer),
        ("/offers/{offer_id}", Offers.get, OffersApi.get_offer),
        ("/offercategories", OfferCategories.by_country, OffersApi.list_offer_categories_by_country),
        (
            "/customers/{customerId}/offercategories",
            OfferCategories.by_customer,
            OffersApi.list_offer_categories_by_customer,
        ),
    ],
)
def test_methods_and_the_emulator_have_every_parameter_of_the_contract(
    path: str, method: Callable[..., Any], operation: Callable[..., Any]
) -> None:
    contract = yaml.safe_load((Path(__file__).parents[2] / "openapi" / "partner-center-offers.yaml").read_text("utf-8"))
    names = {reference["$ref"].rsplit("/", 1)[1] for reference in contract["paths"][path]["get"]["parameters"]}
    parameters = [contract["components"]["parameters"][name] for name in names]
    documented = {parameter["name"] for parameter in parameters if parameter["in"] != "header"}
    assert {RENAMED.get(name, name) for name in documented} == {*signature(method).parameters} - {"self", "options"}
    served = {name.replace("customerId", "customer_id") for name in documented}
    assert served == {*signature(operation).parameters} - {"self"}
