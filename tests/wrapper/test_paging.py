"""Paging reads each offer once, for every form of links, and always ends."""

import json
from typing import Any

import pytest

from partner_center import PagingError, UnsafeLinkError
from partner_center.emulator import Emulator, LinkForm, ReceivedRequest, Response

from ..conftest import Caller


@pytest.mark.parametrize("link_form", list(LinkForm))
@pytest.mark.parametrize("page_size", [1, 7, 36, 72, 500])
def test_every_form_of_next_link_is_followed(
    caller: Caller, emulator: Emulator, link_form: LinkForm, page_size: int
) -> None:
    emulator.behavior.link_form = link_form
    offers = caller.to_list(lambda offers: offers.by_country("US", page_size=page_size))
    assert [offer.to_dict() for offer in offers] == emulator.catalog.offers("US")


@pytest.mark.parametrize("page_size", [1, 7, 36, 72, 500])
def test_without_next_links_offsets_are_used_until_a_page_is_short(
    caller: Caller, emulator: Emulator, page_size: int
) -> None:
    emulator.behavior.next_links = False
    offers = caller.to_list(lambda offers: offers.by_country("US", page_size=page_size))
    assert [offer.to_dict() for offer in offers] == emulator.catalog.offers("US")


@pytest.mark.parametrize("next_links", [True, False])
@pytest.mark.parametrize(("offset", "page_size"), [(0, 10), (5, 10), (60, 10), (71, 10), (500, 10), (12, None)])
def test_an_offset_skips_offers(
    caller: Caller, emulator: Emulator, next_links: bool, offset: int, page_size: int | None
) -> None:
    emulator.behavior.next_links = next_links
    offers = caller.to_list(lambda offers: offers.by_country("US", offset=offset, page_size=page_size))
    assert [offer.to_dict() for offer in offers] == emulator.catalog.offers("US")[offset:]


def test_the_offers_for_a_customer_are_paged(caller: Caller, emulator: Emulator) -> None:
    customer = emulator.catalog.customers[0]
    offers = caller.to_list(lambda offers: offers.by_customer(customer.id, page_size=9))
    assert [offer.to_dict() for offer in offers] == emulator.catalog.offers_for(customer)


def test_the_headers_of_a_link_are_sent_except_those_of_the_client(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.link_headers = {
        "MS-ContinuationToken": "bmV4dA==",
        "Authorization": "Bearer stolen",
        "Cookie": "a=b",
        "Host": "example.com",
    }
    caller.to_list(lambda offers: offers.by_country("US", page_size=40))
    first, second, *_ = [request for request in emulator.requests if request.side == "api"]
    assert "MS-ContinuationToken" not in first.headers
    assert second.headers["MS-ContinuationToken"] == "bmV4dA=="
    assert second.headers["Authorization"] == first.headers["Authorization"] != "Bearer stolen"
    assert second.headers["Host"] == first.headers["Host"]
    assert "Cookie" not in second.headers


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.com/v1/offers",
        "http://localhost/v1/offers",
        "https://localhost:1/v1/offers",
        "//example.com/v1/offers",
        "/\\example.com/offers",
        "https://user:password@localhost/v1/offers",
        "/v1/../../admin",
        "/offers/%2e%2e/admin",
        "/offers?country=US\r\nX: y",
        "ftp://localhost/offers",
        "javascript:alert(1)",
    ],
)
def test_a_link_outside_the_base_url_is_not_followed(caller: Caller, emulator: Emulator, uri: str) -> None:
    emulator.behavior.intercept = _respond_with({"items": [{"id": "A"}], "links": {"next": {"uri": uri}}})
    with pytest.raises(UnsafeLinkError) as caught:
        caller.to_list(lambda offers: offers.by_country("US"))
    assert caught.value.uri == uri
    assert [request.path for request in emulator.requests if request.side == "api"] == ["/v1/offers"]


@pytest.mark.parametrize("link", [{"uri": "/offers", "method": "POST"}, {"uri": "/offers", "body": "{}"}])
def test_a_link_with_another_method_or_a_body_is_not_followed(caller: Caller, emulator: Emulator, link: Any) -> None:
    emulator.behavior.intercept = _respond_with({"items": [{"id": "A"}], "links": {"next": link}})
    with pytest.raises(UnsafeLinkError):
        caller.to_list(lambda offers: offers.by_country("US"))


@pytest.mark.parametrize("links", [None, {}, {"next": None}, {"next": {}}, {"next": {"uri": ""}}])
def test_a_page_without_a_next_link_is_the_last(caller: Caller, emulator: Emulator, links: Any) -> None:
    emulator.behavior.intercept = _respond_with({"items": [{"id": "A"}], "links": links})
    assert [offer.id for offer in caller.to_list(lambda offers: offers.by_country("US"))] == ["A"]


@pytest.mark.parametrize("links", ["/offers?offset=1", {"next": "/offers?offset=1"}, {"next": 7}])
def test_a_malformed_next_link_is_an_error(caller: Caller, emulator: Emulator, links: Any) -> None:
    emulator.behavior.intercept = _respond_with({"items": [{"id": "A"}], "links": links})
    with pytest.raises(PagingError):
        caller.to_list(lambda offers: offers.by_country("US"))


def test_a_repeated_page_is_an_error(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = _respond_with({"items": [{"id": "A"}, {"id": "B"}]})
    with pytest.raises(PagingError, match="same page") as caught:
        caller.to_list(lambda offers: offers.by_country("US", page_size=2))
    assert [offer.id for offer in caught.value.items] == ["A", "B"]
    assert len([request for request in emulator.requests if request.side == "api"]) == 2


def test_total_count_is_ignored(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = _respond_with({"totalCount": 1000, "items": [{"id": "A"}]})
    assert len(caller.to_list(lambda offers: offers.by_country("US"))) == 1


def _respond_with(page: Any) -> Any:
    def intercept(request: ReceivedRequest) -> Response | None:
        if request.side == "identity":
            return None
        return Response(headers={"Content-Type": "application/json"}, body=json.dumps(page).encode())

    return intercept
