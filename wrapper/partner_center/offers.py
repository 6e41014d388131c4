"""The operations of the Offers API, as a caller names them."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Generic, TypeVar, Unpack

import attrs
import msgspec

from partner_center_api.api.offers import list_offers_by_country, list_offers_by_customer
from partner_center_api.models import ResourceCollectionOfOffer
from partner_center_api.types import UNSET, OperationRequest

from .arguments import check, check_unique
from .bulk import AsyncOfferBatch, OfferBatch
from .config import CallOptions, ClientConfig
from .paging.page import OfferPage
from .paging.pagers import AsyncOfferPager, OfferPager
from .paging.walk import Query

PagerT = TypeVar("PagerT")
BatchT = TypeVar("BatchT")
BuildRequest = Callable[..., OperationRequest[ResourceCollectionOfOffer]]

# At the first use of a type, msgspec 0.22 resolves its annotations in Python, and crashes the process if another thread
# uses the type meanwhile. This module is imported once, and before any page is decoded.
with suppress(msgspec.ValidationError):
    ResourceCollectionOfOffer.from_conforming_json(b"null")


@attrs.frozen(eq=False, repr=False)
class _Operations(Generic[PagerT, BatchT]):
    """The operations on offers. They send nothing; the two clients differ in what sends the queries."""

    _config: ClientConfig
    _pager: Callable[[Query[OfferPage]], PagerT]
    _batch: Callable[[Mapping[str, Query[OfferPage]], int], BatchT]

    def by_country(
        self,
        country: str,
        *,
        category_id: str | None = None,
        page_size: int | None = None,
        offset: int | None = None,
        **options: Unpack[CallOptions],
    ) -> PagerT:
        """Return the offers of a market, to iterate over. Nothing is sent before that.

        Args:
            country: The two-letter code of a country or region (ISO 3166-1 alpha-2), in any letter case.
            category_id: Only offers of this category, such as ``Enterprise_Key``.
            page_size: How many offers to request at once, from 1. By default the service sends all in one response.
            offset: How many offers to skip, from 0.
            options: ``locale``, ``timeout``, ``retry``, ``headers`` and ``correlation_id``, instead of the client's.

        Raises:
            ValueError: An argument is invalid.

        Source: Get a list of offers for a market (developer guide and REST reference).
        """
        return self._pager(self._query(_by_country(country), category_id, page_size, options, offset))

    def by_customer(
        self,
        customer_id: str,
        *,
        category_id: str | None = None,
        page_size: int | None = None,
        offset: int | None = None,
        **options: Unpack[CallOptions],
    ) -> PagerT:
        """Return the offers for a customer, to iterate over. Nothing is sent before that.

        Args:
            customer_id: The id of the customer, the GUID of its Microsoft Entra tenant.
            category_id: As for ``by_country``, like the other arguments, and the errors.

        Source: Get a list of offers for a market (by customer) (REST reference).
        """
        return self._pager(self._query(_by_customer(customer_id), category_id, page_size, options, offset))

    def by_countries(
        self,
        countries: Iterable[str],
        *,
        concurrency: int = 8,
        category_id: str | None = None,
        page_size: int | None = None,
        **options: Unpack[CallOptions],
    ) -> BatchT:
        """Return the offers of many markets, several requested at once, to iterate over.

        Args:
            countries: The two-letter codes, each once. ``partner_center.markets.MARKETS`` has all of them.
            concurrency: How many calls to make at once, from 1 to 100, within the client's ``max_concurrency``.
            category_id: As for ``by_country``, like the other arguments, and the errors.

        Source: Get a list of offers for a market (developer guide and REST reference).
        """
        keys = [country.upper() for country in check_unique("countries", "country", countries)]
        queries = {key: self._query(_by_country(key), category_id, page_size, options) for key in keys}
        return self._batch(queries, check("concurrency", concurrency))

    def by_customers(
        self,
        customer_ids: Iterable[str],
        *,
        concurrency: int = 8,
        category_id: str | None = None,
        page_size: int | None = None,
        **options: Unpack[CallOptions],
    ) -> BatchT:
        """Return the offers for many customers, several requested at once, to iterate over.

        Args:
            customer_ids: The ids of the customers, each once: the GUIDs of their Microsoft Entra tenants.
            concurrency: How many calls to make at once, from 1 to 100, within the client's ``max_concurrency``.
            category_id: As for ``by_country``, like the other arguments, and the errors.

        Of customers that fail, the ExceptionGroup at the end counts all and keeps the first 250 errors.

        Source: Get a list of offers for a market (by customer) (REST reference).
        """
        keys = check_unique("customer_ids", "customer_id", customer_ids)
        queries = {key: self._query(_by_customer(key), category_id, page_size, options) for key in keys}
        return self._batch(queries, check("concurrency", concurrency))

    def _query(
        self,
        operation: BuildRequest,
        category_id: str | None,
        page_size: int | None,
        options: CallOptions,
        offset: int | None = None,
    ) -> Query[OfferPage]:
        config = self._config.with_options(options, CallOptions)
        return Query(
            operation=partial(
                operation,
                offer_category_id=UNSET if check("category_id", category_id) is None else category_id,
                size=UNSET if check("page_size", page_size) is None else page_size,
                x_locale=config.locale,
            ),
            page=OfferPage,
            config=config,
            page_size=page_size,
            offset=check("offset", offset),
        )


class Offers(_Operations[OfferPager, OfferBatch]):
    """The offers of a partner, as ``PartnerCenter.offers``."""


class AsyncOffers(_Operations[AsyncOfferPager, AsyncOfferBatch]):
    """The offers of a partner, as ``AsyncPartnerCenter.offers``."""


def _by_country(country: str) -> BuildRequest:
    return partial(list_offers_by_country.build_request, country=check("country", country).upper())


def _by_customer(customer_id: str) -> BuildRequest:
    return partial(list_offers_by_customer.build_request, check("customer_id", customer_id))
