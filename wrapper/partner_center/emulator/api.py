"""The API side: what the two operations of the contract answer."""

import re
from collections.abc import Sequence
from http import HTTPStatus

import attrs

from partner_center.emulator.addresses import Addresses
from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.catalogue import Catalogue, Json
from partner_center.emulator.connexion_app import request_headers, token_claims
from partner_center.emulator.faults import Fault, FaultCode, invalid_input
from partner_center.emulator.mfa import report
from partner_center.emulator.paging import Listing, page
from partner_center.emulator.products import DEFAULT_LOCALE

LARGEST_INT32 = 2**31 - 1
NEVER_TAKEN_FROM_A_LINK = frozenset({"authorization", "cookie", "host", "proxy-authorization"})

OfferPage = tuple[Json, dict[str, str]]
"""The body of an answer, and headers that belong to it."""


@attrs.frozen
class OffersApi:
    """The operations, by the names that the contract gives them."""

    catalogue: Catalogue
    behaviour: Behaviour
    addresses: Addresses

    def list_offers_by_country(
        self, country: str, offer_category_id: str | None = None, offset: int | None = None, size: int | None = None
    ) -> OfferPage:
        """Return a page of the offers of a market."""
        if not re.fullmatch("[A-Za-z]{2}", country):
            raise invalid_input(f"The country '{country}' is not a code of two letters.", "country")
        country = country.upper()
        if country not in self.catalogue.markets:
            description = f"The partner does not sell in the country '{country}'."
            raise Fault(HTTPStatus.BAD_REQUEST, FaultCode.NOT_IN_COUNTRY, description, ["country"])
        offers = self.catalogue.offers(country, self._locale())
        return self._page("/offers", {"country": country}, offers, offer_category_id, offset, size)

    def list_offers_by_customer(
        self, customer_id: str, offer_category_id: str | None = None, offset: int | None = None, size: int | None = None
    ) -> OfferPage:
        """Return a page of the offers for a customer."""
        customer = self.catalogue.customer(customer_id)
        if customer is None:
            description = f"There is no customer '{customer_id}'."
            raise Fault(HTTPStatus.NOT_FOUND, FaultCode.TENANT_NOT_FOUND, description, ["customerId"])
        offers = self.catalogue.offers_for(customer, self._locale())
        return self._page(f"/customers/{customer.id}/offers", {}, offers, offer_category_id, offset, size)

    def _page(
        self,
        path: str,
        query: dict[str, str],
        offers: Sequence[Json],
        category_id: str | None,
        offset: int | None,
        size: int | None,
    ) -> OfferPage:
        _check_range("offset", offset, smallest=0)
        _check_range("size", size, smallest=1)
        if offset:
            self._check_link_headers()
        if category_id:
            query = {**query, "offer_category_id": category_id}
            offers = [offer for offer in offers if offer["category"]["id"] == category_id]
        listing = Listing(path, query, offers)
        base_url = f"{self.addresses.origin(request_headers().get('Host'))}/v1"
        headers, members = report(token_claims(), request_headers(), self.behaviour)
        return page(listing, offset=offset, size=size, behaviour=self.behaviour, base_url=base_url) | members, headers

    def _locale(self) -> str:
        asked_for = request_headers().get("X-Locale") or DEFAULT_LOCALE
        for locale in self.catalogue.locales:
            if locale.lower() == asked_for.lower():
                return locale
        raise invalid_input(f"Locale {asked_for} is not supported.", "X-Locale")

    def _check_link_headers(self) -> None:
        sent = request_headers()
        for name, value in self.behaviour.link_headers.items():
            if name.lower() not in NEVER_TAKEN_FROM_A_LINK and sent.get(name) != value:
                raise invalid_input(f"The header {name} does not have the value that the next link gave for it.", name)


def _check_range(name: str, value: int | None, *, smallest: int) -> None:
    if value is not None and not smallest <= value <= LARGEST_INT32:
        raise invalid_input(f"The value {value} of {name} is not between {smallest} and {LARGEST_INT32}.", name)
