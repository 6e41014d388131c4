"""Code of a service for type checkers only: the type of an attribute after each kind of check."""

import json
from typing import assert_type

import attrs

from partner_center import UNSET, KeyValuePair, Link, Offer, OfferCategory, OfferPage, Unset


def a_member_is_its_type_or_null_or_unset(offer: Offer) -> None:
    assert_type(offer.name, str | None | Unset)
    assert_type(offer.term, int | None | Unset)
    assert_type(offer.actions, list[str] | None | Unset)
    assert_type(offer.category, OfferCategory | None | Unset)
    len(offer.name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    offer.category.name  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]  # noqa: B018


def category_of(offer: Offer) -> str:
    if offer.category:  # the documented check: neither null nor left out
        assert_type(offer.category, OfferCategory)
        assert_type(offer.category.name, str | None | Unset)
        return offer.category.name or ""
    return ""


def unset_narrows(offer: Offer) -> str | None:
    if offer.name is UNSET:
        return "left out"
    assert_type(offer.name, str | None)
    return offer.name


def unset_narrows_from_the_other_side(offer: Offer) -> int:
    if offer.term is not UNSET and offer.term is not None:
        assert_type(offer.term, int)
        return offer.term
    return 0


def isinstance_narrows(offer: Offer) -> list[str]:
    if isinstance(offer.actions, Unset) or offer.actions is None:
        return []
    assert_type(offer.actions, list[str])
    return offer.actions


def address_of(link: Link | Unset | None) -> str:
    headers: list[KeyValuePair] = (link and link.headers) or []
    return (link and link.uri) or f"nowhere, {len(headers)}"


def page_of_names(page: OfferPage) -> list[str]:
    assert_type(len(page), int)
    return [offer.name or "?" for offer in page]


def written(offer: Offer) -> str:
    assert_type(offer.to_json(by_alias=False, indent=2), str)
    attrs.asdict(offer, filter=attrs.filters.exclude(Unset, "_additional_properties"))
    return json.dumps([offer], default=Offer.to_dict)
