"""The offers of the products: plans, add-ons, trials, and their variants for nonprofits."""

from collections.abc import Iterator
from uuid import UUID, uuid5

import attrs

from partner_center.emulator.api.products import (
    ADD_ON,
    ADD_ON_DESCRIPTION,
    COMPUTE,
    LEARNING,
    NONPROFIT,
    NONPROFIT_MARKETS,
    PLAN,
    PRODUCTS,
    TRIAL,
    CategoryId,
    Product,
    Texts,
)
from partner_center.emulator.server.contract import Json

ID_THAT_IS_NOT_A_GUID = "FB-CLD-0145P"
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


def made_up_items() -> Iterator[Item]:
    """Yield the items in their order. They are the same at every start."""
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
    larger = [guid("plan", product.names[0], above) for above in range(number + 1, product.plans + 1)]
    small = number == 1 and product.plans > 1
    return Item(
        id=guid("plan", product.names[0], number),
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
        prerequisites += [guid("nonprofit", plan.id) for plan in plans]
    return [
        Item(
            id=guid("add-on", product.names[0], add_on.names[0]),
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
        overrides["upgradeTargetOffers"] = [guid("nonprofit", id_) for id_ in overrides["upgradeTargetOffers"]]
    return attrs.evolve(
        item,
        id=guid("nonprofit", item.id),
        names=_translated(NONPROFIT, name=item.names),
        category=item.category and "Nonprofit_Key",
        markets=tuple(market for market in item.markets if market in NONPROFIT_MARKETS),
        overrides=overrides,
    )


def _trial(product: Product, duration: tuple[str, int], plans: list[Item]) -> Item:
    unit, term = duration
    id_ = guid("trial", product.names[0])
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


def guid(*names: object) -> str:
    """Return a GUID that depends only on these names."""
    return str(uuid5(_ID_NAMESPACE, "/".join(map(str, names)))).upper()


def _translated(texts: Texts, **values: Texts | int) -> Texts:
    """Return a text in each language, formatted with the values of that language."""

    def fill(text: str, language: int) -> str:
        of_language = {name: value[language] if isinstance(value, tuple) else value for name, value in values.items()}
        return text.format(**of_language)

    en, de, fr, ja = (fill(text, language) for language, text in enumerate(texts))
    return en, de, fr, ja
