"""The two operations on offers, as a caller names them."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import attrs
import httpx

from partner_center_api.api.offers import list_offers_by_country, list_offers_by_customer
from partner_center_api.types import UNSET

from ._http.transport import AsyncTransport, Transport
from .bulk import AsyncCatalogues, Catalogues
from .config import (
    check_category_id,
    check_concurrency,
    check_country,
    check_customer_id,
    check_locale,
    check_offset,
    check_page_size,
    each_once,
)
from .paging.walk import AsyncOfferPager, Enumeration, OfferPager, Operation


@attrs.frozen(kw_only=True)
class OfferQuestions:
    """What all questions about offers have in common."""

    base_url: httpx.URL
    locale: str
    max_pages: int

    def enumeration(
        self,
        operation: "partial[dict[str, Any]]",
        *,
        category_id: str | None,
        page_size: int | None,
        offset: int | None,
        locale: str | None,
    ) -> Enumeration:
        """Return one question, ready to be walked from its first page to its last."""
        category_id = check_category_id(category_id)
        page_size = check_page_size(page_size)
        bound: Operation = partial(
            operation,
            offer_category_id=UNSET if category_id is None else category_id,
            size=UNSET if page_size is None else page_size,
            x_locale=self.locale if locale is None else check_locale(locale),
        )
        return Enumeration(
            operation=bound,
            base_url=self.base_url,
            page_size=page_size,
            offset=check_offset(offset),
            max_pages=self.max_pages,
        )

    def enumerations(
        self,
        operations: "Mapping[str, partial[dict[str, Any]]]",
        *,
        category_id: str | None,
        page_size: int | None,
        locale: str | None,
    ) -> dict[str, Enumeration]:
        """Return the same question about many markets or customers, by market or customer."""
        return {
            catalogue: self.enumeration(
                operation, category_id=category_id, page_size=page_size, offset=None, locale=locale
            )
            for catalogue, operation in operations.items()
        }


# `_get_kwargs` is the only function of a generated module that builds a call without making it. It is generated in the
# same commit as this file, and the tests go through it with every operation.
def _of_country(country: str) -> "partial[dict[str, Any]]":
    return partial(list_offers_by_country._get_kwargs, country=check_country(country))


def _of_customer(customer_id: str) -> "partial[dict[str, Any]]":
    return partial(list_offers_by_customer._get_kwargs, check_customer_id(customer_id))


def _of_countries(countries: Iterable[str]) -> "dict[str, partial[dict[str, Any]]]":
    return {country: _of_country(country) for country in each_once("countries", countries, check_country)}


def _of_customers(customer_ids: Iterable[str]) -> "dict[str, partial[dict[str, Any]]]":
    return {id_: _of_customer(id_) for id_ in each_once("customer_ids", customer_ids, check_customer_id)}


class Offers:
    """The offers of a partner. Had from ``PartnerCenter.offers``."""

    def __init__(self, questions: OfferQuestions, transport: Transport) -> None:
        self._questions = questions
        self._transport = transport

    def by_country(
        self,
        country: str,
        *,
        category_id: str | None = None,
        page_size: int | None = None,
        offset: int | None = None,
        locale: str | None = None,
    ) -> OfferPager:
        """Return the offers of a market, to be iterated over.

        Args:
            country: The two letters of a country or region (ISO 3166-1 alpha-2), in any letter case.
            category_id: Only offers of this category, such as ``Enterprise_Key``.
            page_size: How many offers to ask for at once, from 1. Without it the service sends the whole market in
                one answer.
            offset: How many offers to pass over, from 0.
            locale: The language of names and descriptions, instead of the client's.

        Raises:
            ValueError: An argument cannot be right. Nothing is sent in any case: that happens when iterating.

        Source: Get a list of offers for a market (developer guide and REST reference).
        """
        enumeration = self._questions.enumeration(
            _of_country(country), category_id=category_id, page_size=page_size, offset=offset, locale=locale
        )
        return OfferPager(enumeration, self._transport.send)

    def by_customer(
        self,
        customer_id: str,
        *,
        category_id: str | None = None,
        page_size: int | None = None,
        offset: int | None = None,
        locale: str | None = None,
    ) -> OfferPager:
        """Return the offers for a customer, to be iterated over.

        Args:
            customer_id: The id of the customer, the GUID of its Microsoft Entra tenant.
            category_id: Only offers of this category, such as ``Enterprise_Key``.
            page_size: How many offers to ask for at once, from 1. Without it the service sends all in one answer.
            offset: How many offers to pass over, from 0.
            locale: The language of names and descriptions, instead of the client's.

        Raises:
            ValueError: An argument cannot be right. Nothing is sent in any case: that happens when iterating.

        Source: Get a list of offers for a market (by customer) (REST reference).
        """
        enumeration = self._questions.enumeration(
            _of_customer(customer_id), category_id=category_id, page_size=page_size, offset=offset, locale=locale
        )
        return OfferPager(enumeration, self._transport.send)

    def by_countries(
        self,
        countries: Iterable[str],
        *,
        concurrency: int = 8,
        category_id: str | None = None,
        page_size: int | None = None,
        locale: str | None = None,
    ) -> Catalogues:
        """Return the offers of many markets, to be iterated over: several markets are asked for at once.

        Args:
            countries: The two letters of each country or region, in any letter case. ``partner_center.markets.MARKETS``
                has all that there are.
            concurrency: How many calls to make at once, from 1 to 100. ``max_concurrency`` of the client bounds them
                too.
            category_id: Only offers of this category, such as ``Enterprise_Key``.
            page_size: How many offers to ask for at once, from 1. Without it the service sends a whole market in one
                answer.
            locale: The language of names and descriptions, instead of the client's.

        Raises:
            ValueError: An argument cannot be right, or a market is named twice. Nothing is sent in any case: that
                happens when iterating.

        Source: Get a list of offers for a market (developer guide and REST reference).
        """
        catalogues = self._questions.enumerations(
            _of_countries(countries), category_id=category_id, page_size=page_size, locale=locale
        )
        return Catalogues(catalogues, self._transport.send, concurrency=check_concurrency(concurrency))

    def by_customers(
        self,
        customer_ids: Iterable[str],
        *,
        concurrency: int = 8,
        category_id: str | None = None,
        page_size: int | None = None,
        locale: str | None = None,
    ) -> Catalogues:
        """Return the offers for many customers, to be iterated over: several customers are asked for at once.

        Args:
            customer_ids: The id of each customer, the GUID of its Microsoft Entra tenant.
            concurrency: How many calls to make at once, from 1 to 100. ``max_concurrency`` of the client bounds them
                too.
            category_id: Only offers of this category, such as ``Enterprise_Key``.
            page_size: How many offers to ask for at once, from 1. Without it the service sends all of a customer in one
                answer.
            locale: The language of names and descriptions, instead of the client's.

        Raises:
            ValueError: An argument cannot be right, or a customer is named twice. Nothing is sent in any case: that
                happens when iterating.

        Source: Get a list of offers for a market (by customer) (REST reference).
        """
        catalogues = self._questions.enumerations(
            _of_customers(customer_ids), category_id=category_id, page_size=page_size, locale=locale
        )
        return Catalogues(catalogues, self._transport.send, concurrency=check_concurrency(concurrency))


class AsyncOffers:
    """The offers of a partner. Had from ``AsyncPartnerCenter.offers``."""

    def __init__(self, questions: OfferQuestions, transport: AsyncTransport) -> None:
        self._questions = questions
        self._transport = transport

    def by_country(
        self,
        country: str,
        *,
        category_id: str | None = None,
        page_size: int | None = None,
        offset: int | None = None,
        locale: str | None = None,
    ) -> AsyncOfferPager:
        """Return the offers of a market, to be iterated over. See ``Offers.by_country``."""
        enumeration = self._questions.enumeration(
            _of_country(country), category_id=category_id, page_size=page_size, offset=offset, locale=locale
        )
        return AsyncOfferPager(enumeration, self._transport.send)

    def by_customer(
        self,
        customer_id: str,
        *,
        category_id: str | None = None,
        page_size: int | None = None,
        offset: int | None = None,
        locale: str | None = None,
    ) -> AsyncOfferPager:
        """Return the offers for a customer, to be iterated over. See ``Offers.by_customer``."""
        enumeration = self._questions.enumeration(
            _of_customer(customer_id), category_id=category_id, page_size=page_size, offset=offset, locale=locale
        )
        return AsyncOfferPager(enumeration, self._transport.send)

    def by_countries(
        self,
        countries: Iterable[str],
        *,
        concurrency: int = 8,
        category_id: str | None = None,
        page_size: int | None = None,
        locale: str | None = None,
    ) -> AsyncCatalogues:
        """Return the offers of many markets, to be iterated over. See ``Offers.by_countries``."""
        catalogues = self._questions.enumerations(
            _of_countries(countries), category_id=category_id, page_size=page_size, locale=locale
        )
        return AsyncCatalogues(catalogues, self._transport.send, concurrency=check_concurrency(concurrency))

    def by_customers(
        self,
        customer_ids: Iterable[str],
        *,
        concurrency: int = 8,
        category_id: str | None = None,
        page_size: int | None = None,
        locale: str | None = None,
    ) -> AsyncCatalogues:
        """Return the offers for many customers, to be iterated over. See ``Offers.by_customers``."""
        catalogues = self._questions.enumerations(
            _of_customers(customer_ids), category_id=category_id, page_size=page_size, locale=locale
        )
        return AsyncCatalogues(catalogues, self._transport.send, concurrency=check_concurrency(concurrency))
