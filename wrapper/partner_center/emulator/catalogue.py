"""What the emulator sells: the offers of each market, and the customers who may buy them. The same at every start."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import UUID, uuid5

import attrs

from partner_center.emulator.products import (
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

Json = dict[str, Any]

PARTNER_ID = "7d2f4b1e-93a5-4c0f-8f62-5a1be0c7d394"
ID_THAT_IS_NO_GUID = "FB-CLD-0145P"
REFERENCES = ("prerequisiteOffers", "conversionTargetOffers", "upgradeTargetOffers")
_IDS = UUID("5f0e8c0a-2d0b-4a3e-9b8a-6f1c7f3a2e11")


@attrs.frozen(kw_only=True)
class Item:
    """One offer before it is written down for a market and a language."""

    id: str
    names: Texts
    descriptions: Texts
    product: Product
    category: CategoryId
    markets: tuple[str, ...]
    unit: str = "Licenses"
    unlike: Json = attrs.field(factory=dict)
    """The properties in which it differs from a plan for sale by the year."""


@attrs.frozen
class Customer:
    """Somebody whom the partner sells to."""

    id: str
    name: str
    country: str
    qualifications: frozenset[str]
    """What the customer has proved to be. Offers that ask for more are not shown for it."""


@attrs.frozen
class Catalogue:
    """What the emulator sells, as it says it to its callers."""

    customers: tuple[Customer, ...]
    _items: tuple[Item, ...] = attrs.field(repr=False)

    @property
    def markets(self) -> tuple[str, ...]:
        """Return the countries that the partner sells in; in one of them there is nothing to sell."""
        return MARKETS + EMPTY_MARKETS

    @property
    def locales(self) -> tuple[str, ...]:
        """Return the languages that names and descriptions exist in."""
        return LOCALES

    def customer(self, customer_id: str) -> Customer | None:
        """Return the customer with this id, in any letter case; None where there is none."""
        return next((customer for customer in self.customers if customer.id == customer_id.lower()), None)

    def offers(self, country: str, locale: str = DEFAULT_LOCALE) -> list[Json]:
        """Return the offers of a market, each as the JSON that the service sends."""
        items = [item for item in self._items if country in item.markets]
        sold = {item.id for item in items}
        return [_written(item, rank, sold, country, locale) for rank, item in enumerate(items, start=1)]

    def offers_for(self, customer: Customer, locale: str = DEFAULT_LOCALE) -> list[Json]:
        """Return the offers that a customer may buy: those of its market whose qualifications it has."""
        offers = self.offers(customer.country, locale)
        return [offer for offer in offers if customer.qualifications.issuperset(offer["reselleeQualifications"])]


def made_up_catalogue() -> Catalogue:
    """Return the catalogue of the emulator."""

    def customer(name: str, country: str, *qualifications: str) -> Customer:
        return Customer(_guid("customer", name).lower(), name, country, frozenset(qualifications))

    customers = (
        customer("Humanitarian Aid Institute", "US", "Nonprofit"),
        customer("Alpine Ski House", "DE"),
        customer("School of Fine Art", "FR", "Nonprofit"),
        customer("Margie's Travel", "JP"),
    )
    return Catalogue(customers, tuple(_items()))


def _items() -> Iterator[Item]:
    for product in PRODUCTS:
        plans = [_plan(product, number) for number in range(1, product.plans + 1)]
        items = plans + _add_ons(product, plans)
        yield from items
        if product.nonprofit:
            yield from map(_for_nonprofits, items)
        if product.trial:
            yield _trial(product, product.trial, plans)
    compute = _plan(COMPUTE, 1)
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
    yield attrs.evolve(compute, id=ID_THAT_IS_NO_GUID, names=COMPUTE.names, unit="Usage-based", unlike=usage)
    yield attrs.evolve(_plan(LEARNING, 1), names=LEARNING.names)


def _plan(product: Product, number: int) -> Item:
    higher = [_guid("plan", product.names[0], above) for above in range(number + 1, product.plans + 1)]
    small = number == 1 and product.plans > 1
    return Item(
        id=_guid("plan", product.names[0], number),
        names=_each(PLAN, product=product.names, number=number),
        descriptions=product.descriptions,
        product=product,
        category="SmallBusiness_Key" if small else "Enterprise_Key",
        markets=product.markets,
        unlike={
            **({"maximumQuantity": 300} if small else {}),
            **({"hasAddOns": True} if product.add_ons else {}),
            **({"upgradeTargetOffers": higher} if higher else {}),
        },
    )


def _add_ons(product: Product, plans: list[Item]) -> list[Item]:
    needs = [plan.id for plan in plans]
    if product.nonprofit:
        needs += [_guid("nonprofit", plan.id) for plan in plans]
    return [
        Item(
            id=_guid("add-on", product.names[0], add_on.names[0]),
            names=_each(ADD_ON, product=product.names, name=add_on.names),
            descriptions=_each(ADD_ON_DESCRIPTION, description=add_on.descriptions, product=product.names),
            product=product,
            category="",
            markets=product.markets,
            unit=add_on.unit,
            unlike={"isAddOn": True, "maximumQuantity": add_on.maximum, "prerequisiteOffers": needs},
        )
        for add_on in product.add_ons
    ]


def _for_nonprofits(item: Item) -> Item:
    unlike = {**item.unlike, "reselleeQualifications": ["Nonprofit"]}
    if "upgradeTargetOffers" in unlike:
        unlike["upgradeTargetOffers"] = [_guid("nonprofit", id_) for id_ in unlike["upgradeTargetOffers"]]
    return attrs.evolve(
        item,
        id=_guid("nonprofit", item.id),
        names=_each(NONPROFIT, name=item.names),
        category=item.category and "Nonprofit_Key",
        markets=tuple(market for market in item.markets if market in NONPROFIT_MARKETS),
        unlike=unlike,
    )


def _trial(product: Product, duration: tuple[str, int], plans: list[Item]) -> Item:
    unit, term = duration
    id_ = _guid("trial", product.names[0])
    unlike = {
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
    names = _each(TRIAL, product=product.names)
    return attrs.evolve(plans[0], id=id_, names=names, category="Trial_Key", unlike=unlike)


def _written(item: Item, rank: int, sold: set[str], country: str, locale: str) -> Json:
    """Write an offer down as the service does; it refers only to offers that are sold in the same market."""
    language = LOCALES.index(locale)
    category = CATEGORIES[item.category]
    product = {
        "id": _guid("product", item.product.names[0]),
        "name": item.product.names[language],
        "unit": item.unit,
    }
    offer = {
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
        "product": product,
        "unitType": item.unit,
        "links": {
            "learnMore": {"method": "GET", "headers": []},
            "self": {"uri": f"/offers/{item.id}?country={country}", "method": "GET", "headers": []},
        },
        "attributes": {"objectType": "Offer"},
        **deepcopy(item.unlike),
    }
    for name in REFERENCES:
        if name in offer:
            offer[name] = [id_ for id_ in offer[name] if id_ in sold]
    if item.category == "SmallBusiness_Key":
        offer["links"]["learnMore"]["uri"] = f"https://products.example/{locale}/{product['id']}"
    if item.product is LEARNING:
        _add_what_was_never_recorded(offer)
    return offer


def _add_what_was_never_recorded(offer: Json) -> None:
    """Add the properties that are documented, but were in no recorded answer."""
    offer |= {
        "attestationProperties": {"attestationType": "AcademicEligibility", "enforceAttestation": True},
        "orderService": "proseware-orders",
        "providerId": "proseware",
        "providerName": "Proseware",
        "providerLocationId": "proseware-emea",
        "additionalProperties": {"gradeLevels": ["primary", "secondary"]},
    }
    offer["product"]["type"] = "Service"
    offer["category"]["links"] = {
        "self": {"uri": f"/offercategories/{offer['category']['id']}", "method": "GET", "headers": []}
    }
    offer["attributes"]["etag"] = "eyJ2IjoxfQ=="
    offer["links"]["learnMore"]["body"] = ""


def _guid(*names: object) -> str:
    return str(uuid5(_IDS, "/".join(map(str, names)))).upper()


def _each(texts: Texts, **values: Texts | int) -> Texts:
    """Fill each of the four texts with values in its own language."""
    in_each_language = (
        {name: value[language] if isinstance(value, tuple) else value for name, value in values.items()}
        for language in range(len(LOCALES))
    )
    en, de, fr, ja = (text.format(**filling) for text, filling in zip(texts, in_each_language, strict=True))
    return en, de, fr, ja
