"""An offer by its id, and its add-ons."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from partner_center import (
    ApiError,
    BadRequestError,
    NotFoundError,
    Offer,
    RequestSent,
    ResponseDecodeError,
    ResponseReceived,
    RetryPolicy,
    RetryScheduled,
    SupportedBillingCycles,
)
from partner_center.emulator import Emulator

from ..conftest import Caller

OFFER = {"id": "MS-AZR-0145P", "name": "Contoso Compute"}


def respond_with(*responses: httpx.Response) -> tuple[httpx.MockTransport, list[httpx.Request]]:
    """Return a transport that returns these responses in turn, and the list of its requests."""
    left, requests = list(responses), list[httpx.Request]()

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return left.pop(0)

    return httpx.MockTransport(handle), requests


class TestGet:
    @pytest.mark.parametrize("country", ["US", "de"])
    def test_an_offer_is_returned_as_it_is_in_the_market(
        self, caller: Caller, emulator: Emulator, country: str
    ) -> None:
        expected = emulator.catalog.offers(country.upper())[3]
        offer = caller.call(lambda partner: partner.offers.get(expected["id"], country=country))
        assert isinstance(offer, Offer)
        assert offer.to_dict() == expected
        assert SupportedBillingCycles.ANNUAL in offer.supported_billing_cycles

    def test_an_id_that_is_not_a_guid_is_found(self, caller: Caller, emulator: Emulator) -> None:
        offer = caller.call(lambda partner: partner.offers.get("FB-CLD-0145P", country="US", locale="de-DE"))
        assert (offer.id, offer.locale) == ("FB-CLD-0145P", "de-DE")
        (request,) = (request for request in emulator.requests if request.side == "api")
        assert request.path == "/v1/offers/FB-CLD-0145P"
        assert dict(request.query) == {"country": "US"}
        assert request.headers["MS-RequestId"]
        assert request.headers["MS-CorrelationId"]

    def test_an_offer_that_the_market_does_not_have_is_not_found(self, caller: Caller) -> None:
        with pytest.raises(NotFoundError, match="Nothing with this id exists") as caught:
            caller.call(lambda partner: partner.offers.get("FB-CLD-0145P", country="IS"))
        assert caught.value.code == "1000"
        assert caught.value.request_id

    def test_an_item_of_new_commerce_is_an_error_that_says_where_it_is(self, caller: Caller) -> None:
        transport, _ = respond_with(httpx.Response(400, json={"code": 2100, "description": "Not supported."}))
        with pytest.raises(BadRequestError) as caught:
            caller.call(lambda partner: partner.offers.get("CFQ7TTC0LF8S:0002", country="US"), transport=transport)
        assert caught.value.hint is not None
        assert "legacy catalog and renewals" in caught.value.hint
        assert "/products" in str(caught.value)

    def test_a_failed_call_is_retried_with_the_same_id_and_reported(self, caller: Caller) -> None:
        transport, requests = respond_with(httpx.Response(503), httpx.Response(200, json=OFFER))
        events: list[object] = []
        offer = caller.call(
            lambda partner: partner.offers.get("MS-AZR-0145P", country="US"),
            transport=transport,
            retry=RetryPolicy(max_attempts=2, backoff=0),
            on_event=events.append,
        )
        assert offer.name == "Contoso Compute"
        assert len({request.headers["MS-RequestId"] for request in requests}) == 1
        kinds = [type(event) for event in events]
        assert kinds == [RequestSent, ResponseReceived, RetryScheduled, RequestSent, ResponseReceived]
        assert requests[0].url.raw_path == b"/v1/offers/MS-AZR-0145P?country=US"

    def test_an_option_of_the_call_replaces_that_of_the_client(self, caller: Caller) -> None:
        transport, requests = respond_with(httpx.Response(200, json=OFFER))
        options = {"locale": "fr-FR", "correlation_id": "abc", "headers": {"X-Team": "quoting"}}
        caller.call(lambda partner: partner.offers.get("A", country="US", **options), transport=transport)
        headers = requests[0].headers
        assert [headers[name] for name in ("X-Locale", "MS-CorrelationId", "X-Team")] == ["fr-FR", "abc", "quoting"]

    def test_an_error_with_status_200_is_an_error(self, caller: Caller) -> None:
        transport, _ = respond_with(httpx.Response(200, json={"code": 400072, "description": "Not available."}))
        with pytest.raises(ApiError, match="Not available") as caught:
            caller.call(lambda partner: partner.offers.get("A", country="US"), transport=transport)
        assert caught.value.code == "400072"

    @pytest.mark.parametrize("body", [b"[]", b"{}", b'{"items": []}', b'{"id": null}', b'{"id": "A"', b""])
    def test_a_response_that_is_not_an_offer_is_an_error(self, caller: Caller, body: bytes) -> None:
        transport, _ = respond_with(httpx.Response(200, content=body))
        with pytest.raises(ResponseDecodeError):
            caller.call(lambda partner: partner.offers.get("A", country="US"), transport=transport)

    def test_an_offer_with_an_unusual_value_is_returned(self, caller: Caller) -> None:
        unusual = {**OFFER, "billing": 7, "supportedBillingCycles": ["weekly", 2, None], "category": None, "new": {}}
        transport, _ = respond_with(httpx.Response(200, json=unusual))
        offer = caller.call(lambda partner: partner.offers.get("A", country="US"), transport=transport)
        assert offer.to_dict() == unusual


class TestAddOns:
    def test_the_add_ons_of_an_offer_in_a_market(self, caller: Caller, emulator: Emulator) -> None:
        offers = emulator.catalog.offers("US")
        plan = next(offer for offer in offers if offer["hasAddOns"])
        add_ons = caller.call(lambda partner: partner.offers.add_ons(plan["id"], country="us").to_list())
        expected = [one for one in offers if one["isAddOn"] and plan["id"] in one["prerequisiteOffers"]]
        assert [offer.to_dict() for offer in add_ons] == expected != []

    def test_the_add_ons_of_an_offer_for_a_customer(self, caller: Caller, emulator: Emulator) -> None:
        customer = emulator.catalog.customers[0]
        offers = emulator.catalog.offers_for(customer)
        plan = next(offer for offer in offers if offer["hasAddOns"])
        add_ons = caller.call(lambda partner: partner.offers.add_ons(plan["id"], customer_id=customer.id).to_list())
        expected = [one for one in offers if one["isAddOn"] and plan["id"] in one["prerequisiteOffers"]]
        assert [offer.to_dict() for offer in add_ons] == expected != []
        (request,) = (request for request in emulator.requests if request.side == "api")
        assert request.path == f"/v1/customers/{customer.id}/offers/{plan['id']}/addons"
        assert not request.query

    def test_a_next_link_is_followed(self, caller: Caller) -> None:
        link = {"uri": "/offers/A/addons?country=US&page=2", "method": "GET", "headers": []}
        first = {"items": [{"id": "B"}], "links": {"next": link}}
        transport, requests = respond_with(
            httpx.Response(200, json=first), httpx.Response(200, json={"items": [OFFER]})
        )
        add_ons = caller.call(lambda partner: partner.offers.add_ons("A", country="US").to_list(), transport=transport)
        assert [offer.id for offer in add_ons] == ["B", "MS-AZR-0145P"]
        assert [request.url.raw_path for request in requests] == [
            b"/v1/offers/A/addons?country=US",
            b"/v1/offers/A/addons?country=US&page=2",
        ]

    def test_an_unknown_offer_is_not_found(self, caller: Caller) -> None:
        with pytest.raises(NotFoundError):
            caller.call(lambda partner: partner.offers.add_ons("nothing", country="US").to_list())

    @pytest.mark.parametrize("given", [{}, {"country": "US", "customer_id": "c"}])
    def test_either_a_market_or_a_customer_must_be_given(self, caller: Caller, given: dict[str, str]) -> None:
        with pytest.raises(TypeError, match="either country or customer_id must be given, got"):
            caller.call(lambda partner: partner.offers.add_ons("A", **given))


CALLS: dict[str, Callable[..., Any]] = {
    "get": lambda partner, **given: partner.offers.get(**{"offer_id": "A", "country": "US"} | given),
    "add_ons": lambda partner, **given: partner.offers.add_ons(**{"offer_id": "A", "country": "US"} | given),
    "add_ons of a customer": lambda partner, **given: partner.offers.add_ons(
        **{"offer_id": "A", "customer_id": "c"} | given
    ),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("offer_id", ["A/B", "/", "A\\B", ".", "..", "", " A", "A\n", "A" * 501, None, 7])
def test_an_id_that_would_change_the_path_is_refused_before_anything_is_sent(
    caller: Caller, call: Callable[..., Any], offer_id: object
) -> None:
    transport, requests = respond_with()
    with pytest.raises(ValueError, match=r"offer_id must be the id of an offer.*, got"):
        caller.call(lambda partner: call(partner, offer_id=offer_id), transport=transport)
    assert requests == []


@pytest.mark.parametrize(
    ("call", "given", "message"),
    [
        ("get", {"country": "USA"}, "country must be a two-letter code"),
        ("add_ons", {"country": "USA"}, "country must be a two-letter code"),
        ("add_ons of a customer", {"customer_id": "a/b"}, "customer_id must be"),
        ("get", {"locale": "en_US"}, "locale must be"),
        ("add_ons", {"timeout": 0}, "timeout must be"),
    ],
)
def test_another_invalid_argument_is_refused_before_anything_is_sent(
    caller: Caller, call: str, given: dict[str, Any], message: str
) -> None:
    transport, requests = respond_with()
    with pytest.raises(ValueError, match=message):
        caller.call(lambda partner: CALLS[call](partner, **given), transport=transport)
    assert requests == []


@pytest.mark.parametrize("offer_id", ["A?country=DE", "A#b", "A%2Fb", "Ä B", "A&B", "...", "A;b=c", "a@b:c"])
def test_an_id_is_encoded_as_one_segment_of_the_path(caller: Caller, offer_id: str) -> None:
    transport, requests = respond_with(httpx.Response(200, json=OFFER))
    caller.call(lambda partner: partner.offers.get(offer_id, country="US"), transport=transport)
    assert requests[0].url.path == f"/v1/offers/{offer_id}"
    assert dict(requests[0].url.params) == {"country": "US"}
    assert requests[0].url.raw_path.count(b"/") == 3
