"""A made-up page with the size and structure of a recorded market: 274 offers, about 586 kB.

Of the 274 recorded offers, 75 were add-ons, 17 were trials, one was billed by usage, 87 were for nonprofits, and 240
had a learnMore link without an address. The largest list of prerequisites had 249 ids.
"""

import json
import uuid
from typing import Any

RECORDED_OFFERS = 274

_SUBJECTS = ("Mail", "Meetings", "Archive", "Backup", "Identity", "Device Care", "Audio Minutes", "Forecasts", "Ledger")
_MAKERS = ("Contoso", "Fabrikam", "Northwind", "Tailspin", "Wingtip", "Litware")
_SENTENCES = (
    "Gives every employee a place of their own, with room for years of work.",
    "Needs no server, and is there wherever the employee is.",
    "Keeps what the law wants kept, and finds it again within seconds.",
    "Can be bought for a few people first, and for all of them later.",
)
_PARTNER = "6d0f8f64-0c1b-4c55-8d3c-6a1f2f0f9b11"


def page_of(offers: int, *, market: str = "US") -> bytes:
    """Return the JSON of a page, compact as the service sends it."""
    page = {
        "totalCount": offers,
        "items": [_offer(number, market) for number in range(offers)],
        "links": {"self": _link(f"/offers?country={market}")},
        "attributes": {"objectType": "Collection"},
    }
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()


def _id(kind: str, number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}/{number}")).upper()


def _link(uri: str | None) -> dict[str, Any]:
    return {"uri": uri, "method": "GET", "headers": []} if uri else {"method": "GET", "headers": []}


def _offer(number: int, market: str) -> dict[str, Any]:
    offer_id = _id("offer", number)
    is_add_on, is_trial = number % 11 in {2, 6, 9}, number % 16 == 5
    is_for_nonprofits = number % 3 == 0
    name = f"{_MAKERS[number % 6]} {_SUBJECTS[number % 9]} Plan {number % 5 + 1}"
    description = " ".join(_SENTENCES[place % 4] for place in range(number % 4, number % 4 + 3 + number % 3))
    category = "" if is_add_on else "Trial" if is_trial else "Nonprofit" if is_for_nonprofits else "Enterprise"
    offer: dict[str, Any] = {
        "id": offer_id,
        "name": f"{name} (Nonprofit Staff Pricing)" if is_for_nonprofits else name,
        "description": description,
        "minimumQuantity": 25 if is_trial else 1,
        "maximumQuantity": 25 if is_trial else 10000000,
        "rank": number % 70,
        "uri": f"/{_PARTNER}/Offers/{offer_id}",
        "locale": "en-US",
        "country": market,
        "category": {
            "id": f"{category}_Key" if category else "",
            "name": category,
            "rank": 20 if category else 0,
            "locale": "en-US",
            "country": market,
            "attributes": {"objectType": "OfferCategory"},
        },
        "limitUnitOfMeasure": "Lifetime" if is_trial else "None",
        "limit": int(is_trial),
        "termUnitOfMeasure": "Month" if is_trial else "Year",
        "term": 1,
        "prerequisiteOffers": [_id("offer", other) for other in range(_prerequisites(number) if is_add_on else 0)],
        "isAddOn": is_add_on,
        "hasAddOns": number % 4 == 1,
        "isAvailableForPurchase": True,
        "billing": "usage" if number == 40 else "license",
        "supportedBillingCycles": ["none"] if is_trial else ["annual", "monthly"],
        "isAutoRenewable": not is_trial,
        "isInternal": False,
        "isMicrosoftProduct": True,
        "conversionTargetOffers": [_id("offer", number + 1)] if is_trial else [],
        "reselleeQualifications": ["Nonprofit"] if is_for_nonprofits else [],
        "resellerQualifications": [],
        "salesGroupId": f"Trial-{offer_id}" if is_trial else "Default",
        "isTrial": is_trial,
        "acquisitionType": "purchase",
        "supportedCatalogTypes": ["sandbox", "live"],
        "actions": ["Cancel", "Edit"],
        "product": {"id": _id("product", number // 2), "name": name, "unit": "Licenses"},
        "unitType": "Add-On Licenses" if is_add_on else "Licenses",
        "links": {
            "learnMore": _link(None if number % 8 else f"https://www.contoso.example/plans/{number}"),
            "self": _link(f"/offers/{offer_id}?country={market}"),
        },
        "attributes": {"objectType": "Offer"},
    }
    if is_trial or is_add_on:
        offer["upgradeTargetOffers"] = []
    return offer


def _prerequisites(number: int) -> int:
    """Return the number of prerequisites of an add-on: small for most, very large for some."""
    return 249 if number % 50 == 20 else number * 7 % 97
