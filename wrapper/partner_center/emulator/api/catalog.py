"""The catalog: the offers of each market, and the customers who can buy them. It is the same at every start."""

from collections.abc import Iterator
from copy import deepcopy
from uuid import UUID, uuid5

import attrs

from partner_center.emulator.api.customers import Customer
from partner_center.emulator.api.products import (
    ADD_ON,
    ADD_ON_DESCRIPTION,
    CATEGORIES,
    COMPUTE,
    DEFAULT_LOCALE,
    EMPTY_MARKETS,
    LEARNING,
    LOCALES,
    MARKETS,
    NONPROFIT,
    NONPROFIT_MARKETS,
    PLAN,
    PRODUCTS,
    TRIAL,
    CategoryId,
    Product,
    Texts,
)
from partner_center.emulator.api.seeds import Seeds
from partner_center.emulator.server.contract import Contract, Json

PARTNER_ID = "7d2f4b1e-93a5-4c0f-8f62-5a1be0c7d394"
ID_THAT_IS_NOT_A_GUID = "FB-CLD-0145P"
REFERENCES = ("prerequisiteOffers", "conversionTargetOffers", "upgradeTargetOffers")
_ID_NAMESPACE = UUID("5f0e8c0a-2d0b-4a3e-9b8a-6f1c7f3a2e11")


@attrs.frozen(kw_only=True)
class Item:
    """An offer, independent of market and language."""

    id: str
    names: Texts
    descriptions: Texts
    product: Product
    category: CategoryId
    markets: tuple[str, ...]
    unit: str = "Licenses"
    overrides: Json = attrs.field(factory=dict)
    """The properties that differ from those of an annual plan."""


@attrs.frozen
class Catalog:
    """What the emulator sells, as the API returns it: made-up offers, and seeds in place of some of them."""

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


def made_up_catalog(contract: Contract, seeds: Seeds) -> Catalog:
    """Return the catalog of the emulator, in which the seeds come before the made-up offers.

    One of its offers has every property of the contract, also those that no recorded response had.
    """

    def customer(name: str, country: str, *qualifications: str) -> Customer:
        return Customer(_guid("customer", name).lower(), name, country, frozenset(qualifications))

    customers = (
        customer("Humanitarian Aid Institute", "US", "Nonprofit"),
        customer("Alpine Ski House", "DE"),
        customer("School of Fine Art", "FR", "Nonprofit"),
        customer("Margie's Travel", "JP"),
    )
    return Catalog(customers, tuple(_items()), contract, seeds)


def _items() -> Iterator[Item]:
    for product in PRODUCTS:
        plans = [_plan(product, number) for number in range(1, product.plans + 1)]
        items = plans + _add_ons(product, plans)
        yield from items
        if product.nonprofit:
            yield from map(_for_nonprofits, items)
        if product.trial:
            yield _trial(product, product.trial, plans)
    usage = {
        "maximumQuantity": 999_999_999,
        "termUnitOfMeasure": "Month",
        "term": 9999,
        "billing": "usage",
        "supportedBillingCycles": ["monthly"],
        "isAutoRenewable": False,
        "salesGroupId": "Azure",
        "supportedCatalogTypes": ["live"],
        "isMicrosoftProduct": False,
    }
    compute = _plan(COMPUTE, 1)
    yield attrs.evolve(compute, id=ID_THAT_IS_NOT_A_GUID, names=COMPUTE.names, unit="Usage-based", overrides=usage)
    learning = {"additionalProperties": {"gradeLevels": ["primary", "secondary"]}, "upgradeTargetOffers": []}
    yield attrs.evolve(_plan(LEARNING, 1), names=LEARNING.names, overrides=learning)


def _plan(product: Product, number: int) -> Item:
    larger = [_guid("plan", product.names[0], above) for above in range(number + 1, product.plans + 1)]
    small = number == 1 and product.plans > 1
    return Item(
        id=_guid("plan", product.names[0], number),
        names=_translated(PLAN, product=product.names, number=number),
        descriptions=product.descriptions,
        product=product,
        category="SmallBusiness_Key" if small else "Enterprise_Key",
        markets=product.markets,
        overrides={
            **({"maximumQuantity": 300} if small else {}),
            **({"hasAddOns": True} if product.add_ons else {}),
            **({"upgradeTargetOffers": larger} if larger else {}),
        },
    )


def _add_ons(product: Product, plans: list[Item]) -> list[Item]:
    prerequisites = [plan.id for plan in plans]
    if product.nonprofit:
        prerequisites += [_guid("nonprofit", plan.id) for plan in plans]
    return [
        Item(
            id=_guid("add-on", product.names[0], add_on.names[0]),
            names=_translated(ADD_ON, product=product.names, name=add_on.names),
            descriptions=_translated(ADD_ON_DESCRIPTION, description=add_on.descriptions, product=product.names),
            product=product,
            category="",
            markets=product.markets,
            unit=add_on.unit,
            overrides={"isAddOn": True, "maximumQuantity": add_on.maximum, "prerequisiteOffers": prerequisites},
        )
        for add_on in product.add_ons
    ]


def _for_nonprofits(item: Item) -> Item:
    overrides = {**item.overrides, "reselleeQualifications": ["Nonprofit"]}
    if "upgradeTargetOffers" in overrides:
        overrides["upgradeTargetOffers"] = [_guid("nonprofit", id_) for id_ in overrides["upgradeTargetOffers"]]
    return attrs.evolve(
        item,
        id=_guid("nonprofit", item.id),
        names=_translated(NONPROFIT, name=item.names),
        category=item.category and "Nonprofit_Key",
        markets=tuple(market for market in item.markets if market in NONPROFIT_MARKETS),
        overrides=overrides,
    )


def _trial(product: Product, duration: tuple[str, int], plans: list[Item]) -> Item:
    unit, term = duration
    id_ = _guid("trial", product.names[0])
    overrides = {
        "minimumQuantity": 25,
        "maximumQuantity": 25,
        "limitUnitOfMeasure": "Lifetime" if unit == "Month" else "Concurrent",
        "limit": 1 if unit == "Month" else 2,
        "termUnitOfMeasure": unit,
        "term": term,
        "supportedBillingCycles": ["none"],
        "isAutoRenewable": False,
        "isTrial": True,
        "conversionTargetOffers": [plan.id for plan in plans],
        "salesGroupId": f"Trial-{id_}",
        "upgradeTargetOffers": [],
    }
    names = _translated(TRIAL, product=product.names)
    return attrs.evolve(plans[0], id=id_, names=names, category="Trial_Key", overrides=overrides)


def _offer(item: Item, rank: int, country: str, locale: str) -> Json:
    language = LOCALES.index(locale)
    category = CATEGORIES[item.category]
    product_id = _guid("product", item.product.names[0])
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


def _guid(*names: object) -> str:
    return str(uuid5(_ID_NAMESPACE, "/".join(map(str, names)))).upper()


def _translated(texts: Texts, **values: Texts | int) -> Texts:
    """Return a text in each language, with the values of that language filled in."""

    def fill(text: str, language: int) -> str:
        of_language = {name: value[language] if isinstance(value, tuple) else value for name, value in values.items()}
        return text.format(**of_language)

    en, de, fr, ja = (fill(text, language) for language, text in enumerate(texts))
    return en, de, fr, ja
