"""The operations of the contract that the emulator serves."""

import logging
import re
from collections.abc import Sequence
from http import HTTPStatus

import attrs

from partner_center.emulator.api.authorization import mfa_report
from partner_center.emulator.api.catalog import Catalog, add_ons_of, categories_of, find_offer
from partner_center.emulator.api.customers import Customer
from partner_center.emulator.api.faults import Fault, FaultCode, invalid_input
from partner_center.emulator.api.paging import OfferList, collection, page
from partner_center.emulator.api.products import DEFAULT_LOCALE
from partner_center.emulator.behavior import Behavior
from partner_center.emulator.server.connexion_app import Operation, request_headers, token_claims
from partner_center.emulator.server.contract import Contract, Json
from partner_center.emulator.server.https_server import Addresses

logger = logging.getLogger("partner_center.emulator")

NOT_TAKEN_FROM_A_LINK = frozenset({"authorization", "cookie", "host", "proxy-authorization"})

BodyAndHeaders = tuple[Json, dict[str, str]]
"""The body of a response, and the headers that the operation adds to it."""


@attrs.frozen
class OffersApi:
    """The operations. The name of each method is its operationId."""

    _catalog: Catalog
    _behavior: Behavior
    _addresses: Addresses
    _base_path: str

    def list_offers_by_country(
        self, country: str, offer_category_id: str | None = None, offset: int | None = None, size: int | None = None
    ) -> BodyAndHeaders:
        """Return a page of the offers of a market."""
        country = self._market(country)
        offers = self._offers(country)
        return self._page("/offers", {"country": country}, offers, offer_category_id, offset, size)

    def list_offers_by_customer(
        self, customer_id: str, offer_category_id: str | None = None, offset: int | None = None, size: int | None = None
    ) -> BodyAndHeaders:
        """Return a page of the offers for a customer."""
        customer = self._customer(customer_id)
        offers = self._offers_for(customer)
        return self._page(f"/customers/{customer.id}/offers", {}, offers, offer_category_id, offset, size)

    def get_offer(self, offer_id: str, country: str) -> BodyAndHeaders:
        """Return an offer of a market."""
        return self._respond(_offer_in(self._offers(self._market(country)), offer_id))

    def list_add_ons_by_country(self, offer_id: str, country: str) -> BodyAndHeaders:
        """Return the add-ons of an offer of a market."""
        return self._add_ons(self._offers(self._market(country)), offer_id)

    def list_add_ons_by_customer(self, customer_id: str, offer_id: str) -> BodyAndHeaders:
        """Return the add-ons of an offer for a customer."""
        return self._add_ons(self._offers_for(self._customer(customer_id)), offer_id)

    def list_offer_categories_by_country(self, country: str) -> BodyAndHeaders:
        """Return the categories of the offers of a market."""
        return self._respond(collection(categories_of(self._offers(self._market(country)))))

    def list_offer_categories_by_customer(self, customer_id: str) -> BodyAndHeaders:
        """Return the categories of the offers for a customer."""
        return self._respond(collection(categories_of(self._offers_for(self._customer(customer_id)))))

    def _market(self, country: str) -> str:
        if not re.fullmatch("[A-Za-z]{2}", country):
            raise invalid_input(f"country must be a two-letter code, got '{country}'.", "country")
        country = country.upper()
        if country not in self._catalog.markets:
            description = f"The partner does not sell in the country '{country}'."
            raise Fault(HTTPStatus.BAD_REQUEST, FaultCode.NOT_IN_COUNTRY, description, ["country"])
        return country

    def _customer(self, customer_id: str) -> Customer:
        customer = self._catalog.customer(customer_id)
        if customer is None:
            description = f"The customer '{customer_id}' does not exist."
            raise Fault(HTTPStatus.NOT_FOUND, FaultCode.TENANT_NOT_FOUND, description, ["customerId"])
        return customer

    def _offers(self, country: str) -> list[Json]:
        return self._catalog.offers(country, self._locale())

    def _offers_for(self, customer: Customer) -> list[Json]:
        return self._catalog.offers_for(customer, self._locale())

    def _locale(self) -> str:
        requested = request_headers().get("X-Locale") or DEFAULT_LOCALE
        for locale in self._catalog.locales:
            if locale.lower() == requested.lower():
                return locale
        raise invalid_input(f"Locale {requested} is not supported.", "X-Locale")

    def _add_ons(self, offers: Sequence[Json], offer_id: str) -> BodyAndHeaders:
        return self._respond(collection(add_ons_of(_offer_in(offers, offer_id), offers)))

    def _page(
        self,
        path: str,
        query: dict[str, str],
        offers: Sequence[Json],
        category_id: str | None,
        offset: int | None,
        size: int | None,
    ) -> BodyAndHeaders:
        if offset:
            self._check_link_headers()
        if category_id:
            query = {**query, "offer_category_id": category_id}
            offers = [offer for offer in offers if _category_id(offer) == category_id]
        base_url = f"{self._addresses.origin(request_headers().get('Host'))}{self._base_path}"
        offer_list = OfferList(path, query, offers)
        return self._respond(page(offer_list, offset=offset, size=size, behavior=self._behavior, base_url=base_url))

    def _respond(self, body: Json) -> BodyAndHeaders:
        headers, properties = mfa_report(token_claims(), request_headers(), self._behavior.mfa_report)
        return body | properties, headers

    def _check_link_headers(self) -> None:
        sent = request_headers()
        for name, value in self._behavior.link_headers.items():
            if name.lower() not in NOT_TAKEN_FROM_A_LINK and sent.get(name) != value:
                raise invalid_input(f"The header {name} must have the value of the next link.", name)


def served_operations(api: OffersApi, contract: Contract) -> dict[str, Operation]:
    """Return the method that serves each operation of a contract, by its operationId, and warn of the others."""
    operations = {operation["operationId"]: f"{method} {path}" for method, path, operation in contract.operations()}
    if missing := [operation for name, operation in operations.items() if not hasattr(api, name)]:
        logger.warning(
            "The emulator returns 501 for the operations of the contract that it does not serve: %s.",
            ", ".join(missing),
        )
    return {name: getattr(api, name) for name in operations if hasattr(api, name)}


def _category_id(offer: Json) -> object:
    """Return the id of the category of an offer; None if the offer, which may be a seed, has none."""
    category = offer.get("category")
    return category.get("id") if isinstance(category, dict) else None


def _offer_in(offers: Sequence[Json], offer_id: str) -> Json:
    offer = find_offer(offers, offer_id)
    if offer is None:
        raise Fault(HTTPStatus.NOT_FOUND, FaultCode.NOT_FOUND, f"The offer '{offer_id}' does not exist.", ["offer_id"])
    return offer
