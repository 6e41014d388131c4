"""The offers of each market, and the customers who can buy them. They are the same at every start."""

from collections.abc import Sequence
from copy import deepcopy

import attrs

from partner_center.emulator.api.customers import Customer
from partner_center.emulator.api.items import Item, guid, made_up_items
from partner_center.emulator.api.products import (
    CATEGORIES,
    DEFAULT_LOCALE,
    EMPTY_MARKETS,
    LEARNING,
    LOCALES,
    MARKETS,
)
from partner_center.emulator.api.seeds import Seeds
from partner_center.emulator.server.contract import Contract, Json

PARTNER_ID = "7d2f4b1e-93a5-4c0f-8f62-5a1be0c7d394"
REFERENCES = ("prerequisiteOffers", "conversionTargetOffers", "upgradeTargetOffers")


@attrs.frozen
class Catalog:
    """The offers, as the API returns them: made-up offers, and seeds that replace some of them."""

    _customers: tuple[Customer, ...]
    _items: tuple[Item, ...] = attrs.field(repr=False)
    _contract: Contract = attrs.field(repr=False)
    _seeds: Seeds = attrs.field(repr=False)

    @property
    def markets(self) -> tuple[str, ...]:
        """The countries that the partner sells in. One of them has no offers."""
        return tuple(dict.fromkeys(MARKETS + EMPTY_MARKETS + self._seeds.markets))

    @property
    def customers(self) -> tuple[Customer, ...]:
        """All customers."""
        known = {customer.id for customer in self._customers}
        return self._customers + tuple(added for added in self._seeds.customers if added.id not in known)

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages of names and descriptions."""
        return LOCALES

    def customer(self, customer_id: str) -> Customer | None:
        """Return the customer with an id, in any letter case; None if it does not exist."""
        return next((customer for customer in self.customers if customer.id == customer_id.lower()), None)

    def offers(self, country: str, locale: str = DEFAULT_LOCALE) -> list[Json]:
        """Return the offers of a market, as the JSON of the API.

        Args:
            country: One of `markets`.
            locale: One of `locales`. Seeds are the same in all of them.
        """
        if (seeds := self._seeds.offers(country)) is not None:
            return seeds
        items = [item for item in self._items if country in item.markets]
        sold = {item.id for item in items}
        offers = [_offer(item, rank, country, locale) for rank, item in enumerate(items, start=1)]
        for offer, item in zip(offers, items, strict=True):
            # An offer refers only to offers of the same market.
            for name in REFERENCES:
                if name in offer:
                    offer[name] = [id_ for id_ in offer[name] if id_ in sold]
            if item.product is LEARNING:
                self._contract.add_missing_properties("Offer", offer)
        return offers

    def offers_for(self, customer: Customer, locale: str = DEFAULT_LOCALE) -> list[Json]:
        """Return the offers for a customer: its seeds, or those of its market that it has the qualifications for."""
        if (seeds := self._seeds.offers(customer.id)) is not None:
            return seeds
        return [offer for offer in self.offers(customer.country, locale) if customer.qualifies_for(offer)]


def find_offer(offers: Sequence[Json], offer_id: str) -> Json | None:
    """Return the offer with an id, in any letter case; None if there is none. A seed may have no id."""
    return next((offer for offer in offers if str(offer.get("id")).upper() == offer_id.upper()), None)


def add_ons_of(offer: Json, offers: Sequence[Json]) -> list[Json]:
    """Return the add-ons, among the offers of its market, that have an offer as a prerequisite."""
    return [one for one in offers if one.get("isAddOn") and offer["id"] in (one.get("prerequisiteOffers") or ())]


def categories_of(offers: Sequence[Json]) -> list[Json]:
    """Return the categories of some offers in the order of their rank. They have no links, as in the service."""
    categories: dict[str, Json] = {}
    for offer in offers:
        category = offer.get("category")
        if isinstance(category, dict) and category.get("id"):  # a seed may have any category
            known = {name: value for name, value in category.items() if name != "links"}
            known |= {"locale": offer.get("locale"), "attributes": {"objectType": "OfferCategory"}}
            categories.setdefault(str(category["id"]), known)
    return sorted(categories.values(), key=lambda one: int(one.get("rank") or 0))


def made_up_catalog(contract: Contract, seeds: Seeds) -> Catalog:
    """Return the offers of the emulator, in which seeds replace made-up offers.

    One of its offers has every property of the contract, also those that no recorded response had.
    """

    def customer(name: str, country: str, *qualifications: str) -> Customer:
        return Customer(guid("customer", name).lower(), name, country, frozenset(qualifications))

    customers = (
        customer("Humanitarian Aid Institute", "US", "Nonprofit"),
        customer("Alpine Ski House", "DE"),
        customer("School of Fine Art", "FR", "Nonprofit"),
        customer("Margie's Travel", "JP"),
    )
    return Catalog(customers, tuple(made_up_items()), contract, seeds)


def _offer(item: Item, rank: int, country: str, locale: str) -> Json:
    language = LOCALES.index(locale)
    category = CATEGORIES[item.category]
    product_id = guid("product", item.product.names[0])
    learn_more: Json = {"method": "GET", "headers": []}
    if item.category == "SmallBusiness_Key" or item.product is LEARNING:
        learn_more["uri"] = f"https://products.example/{locale}/{product_id}"
    return {
        "id": item.id,
        "name": item.names[language],
        "description": item.descriptions[language],
        "minimumQuantity": 1,
        "maximumQuantity": 10_000_000,
        "rank": rank,
        "uri": f"/{PARTNER_ID}/Offers/{item.id}",
        "locale": locale,
        "country": country,
        "category": {
            "id": item.category,
            "name": category.names[language],
            "rank": category.rank,
            "locale": locale.lower(),
            "country": country,
            "attributes": {"objectType": "OfferCategory"},
        },
        "limitUnitOfMeasure": "None",
        "limit": 0,
        "termUnitOfMeasure": "Year",
        "term": 1,
        "prerequisiteOffers": [],
        "isAddOn": False,
        "hasAddOns": False,
        "isAvailableForPurchase": True,
        "billing": "license",
        "supportedBillingCycles": ["annual", "monthly"],
        "isAutoRenewable": True,
        "isInternal": False,
        "isMicrosoftProduct": True,
        "conversionTargetOffers": [],
        "reselleeQualifications": [],
        "resellerQualifications": [],
        "salesGroupId": "Default",
        "isTrial": False,
        "acquisitionType": "purchase",
        "supportedCatalogTypes": ["sandbox", "live"],
        "actions": ["Cancel", "Edit"],
        "product": {"id": product_id, "name": item.product.names[language], "unit": item.unit},
        "unitType": item.unit,
        "links": {
            "learnMore": learn_more,
            "self": {"uri": f"/offers/{item.id}?country={country}", "method": "GET", "headers": []},
        },
        "attributes": {"objectType": "Offer"},
        **deepcopy(item.overrides),
    }
