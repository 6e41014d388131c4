"""The categories of offers."""

import httpx
import pytest

from partner_center import NotFoundError, OfferCategory, OfferCategoryPage, PagingError
from partner_center.emulator import Emulator

from ..conftest import Caller


def test_the_categories_of_a_market_are_returned(caller: Caller, emulator: Emulator) -> None:
    page = caller.call(lambda partner: partner.categories.by_country("us").first_page())
    assert isinstance(page, OfferCategoryPage)
    assert [(category.id, category.name, category.rank) for category in page.items] == [
        ("Enterprise_Key", "Enterprise", 20),
        ("SmallBusiness_Key", "Small business", 30),
        ("Nonprofit_Key", "Nonprofit", 60),
        ("Trial_Key", "Trial", 70),
    ]
    assert (page.total_count, page.links) == (4, None)
    (request,) = (request for request in emulator.requests if request.side == "api")
    assert (request.path, dict(request.query)) == ("/v1/offercategories", {"country": "US"})


def test_the_categories_for_a_customer_are_returned(caller: Caller, emulator: Emulator) -> None:
    customer = next(one for one in emulator.catalog.customers if one.country == "DE")
    categories = caller.call(lambda partner: partner.categories.by_customer(customer.id, locale="de-DE").to_list())
    assert all(isinstance(category, OfferCategory) for category in categories)
    assert ("Enterprise_Key", "de-DE") in [(category.id, category.locale) for category in categories]
    (request,) = (request for request in emulator.requests if request.side == "api")
    assert (request.path, dict(request.query)) == (f"/v1/customers/{customer.id}/offercategories", {})


def test_each_category_selects_offers(caller: Caller) -> None:
    categories = caller.call(lambda partner: partner.categories.by_country("JP").to_list())
    assert categories
    for category in categories:
        page = caller.first_page(lambda offers, category=category: offers.by_country("JP", category_id=category.id))
        assert {offer.category.id for offer in page.items} == {category.id}


def test_a_market_without_offers_has_no_categories(caller: Caller) -> None:
    assert caller.call(lambda partner: partner.categories.by_country("IS").to_list()) == []


def test_an_unknown_customer_is_not_found(caller: Caller) -> None:
    with pytest.raises(NotFoundError):
        caller.call(lambda partner: partner.categories.by_customer("nobody").to_list())


def test_an_invalid_argument_is_refused_before_anything_is_sent(caller: Caller, emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="country must be a two-letter code"):
        caller.call(lambda partner: partner.categories.by_country("USA"))
    with pytest.raises(ValueError, match="customer_id must be"):
        caller.call(lambda partner: partner.categories.by_customer("a/b"))
    assert emulator.requests == []


def test_the_error_of_a_repeated_page_has_the_categories_so_far(caller: Caller) -> None:
    link = {"uri": "/offercategories?country=US&page=2", "method": "GET", "headers": []}
    body = {"items": [{"id": "A_Key"}, {"id": "B_Key"}], "links": {"next": link}}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    with pytest.raises(PagingError, match="same page of 2 items twice") as caught:
        caller.call(lambda partner: partner.categories.by_country("US").to_list(), transport=transport)
    assert [category.id for category in caught.value.items] == ["A_Key", "B_Key"]
