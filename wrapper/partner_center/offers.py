"""The operations on offers."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack

import attrs

from partner_center_api.api.offers import (
    get_offer,
    list_add_ons_by_country,
    list_add_ons_by_customer,
    list_offers_by_country,
    list_offers_by_customer,
)
from partner_center_api.models import Offer, ResourceCollectionOfOffer
from partner_center_api.types import UNSET, OperationRequest

from ._http.call import Call
from ._http.transport import Transport
from .arguments import check, check_unique
from .bulk import AsyncOfferBatch, OfferBatch
from .config import CallOptions, ClientConfig
from .paging.page import OfferPage
from .paging.pagers import AsyncOfferPager, OfferPager
from .paging.walk import Query

if TYPE_CHECKING:
    from ._http.async_transport import AsyncTransport

PagerT = TypeVar("PagerT")
BatchT = TypeVar("BatchT")
BuildRequest = Callable[..., OperationRequest[ResourceCollectionOfOffer]]


@attrs.frozen(eq=False, repr=False)
class _Operations(Generic[PagerT, BatchT]):
    """The operations that return pages of offers. They send nothing: the pagers and batches do."""

    _config: ClientConfig
    _transport: Any
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
            category_id: As for ``by_country``, as are the other arguments and the errors.

        Source: Get a list of offers for a market (by customer) (REST reference).
        """
        return self._pager(self._query(_by_customer(customer_id), category_id, page_size, options, offset))

    def add_ons(
        self,
        offer_id: str,
        *,
        country: str | None = None,
        customer_id: str | None = None,
        **options: Unpack[CallOptions],
    ) -> PagerT:
        """Return the add-ons of an offer in a market or for a customer, to iterate over. Nothing is sent before that.

        Args:
            offer_id: The id of the offer, usually a GUID.
            country: As for ``by_country``, as are the other arguments and the errors.
            customer_id: As for ``by_customer``. Either this or ``country`` must be given.

        Source: Get add-ons for an offer ID (developer guide and REST reference), and (by customer) (REST reference).
        """
        check("offer_id", offer_id)
        if country is not None and customer_id is None:
            request = partial(list_add_ons_by_country.build_request, offer_id, country=_country(country))
        elif customer_id is not None and country is None:
            request = partial(list_add_ons_by_customer.build_request, check("customer_id", customer_id), offer_id)
        else:
            raise TypeError(f"either country or customer_id must be given, got {country!r} and {customer_id!r}")
        return self._pager(Query(operation=request, page=OfferPage, config=self._config.with_options(options)))

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
            category_id: As for ``by_country``, as are the other arguments and the errors.

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
            category_id: As for ``by_country``, as are the other arguments and the errors.

        The ExceptionGroup at the end counts all customers that failed, and has the first 250 errors.

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
        return Query(
            operation=partial(
                operation,
                offer_category_id=UNSET if check("category_id", category_id) is None else category_id,
                size=UNSET if check("page_size", page_size) is None else page_size,
            ),
            page=OfferPage,
            config=self._config.with_options(options),
            page_size=page_size,
            offset=check("offset", offset),
        )

    def _get(self, offer_id: str, country: str, options: CallOptions) -> Call[Offer]:
        operation = partial(get_offer.build_request, check("offer_id", offer_id), country=_country(country))
        return Call.of(operation, self._config.with_options(options))


class Offers(_Operations[OfferPager, OfferBatch]):
    """The offers of a partner, as ``PartnerCenter.offers``."""

    _transport: Transport

    def get(self, offer_id: str, *, country: str, **options: Unpack[CallOptions]) -> Offer:
        """Return an offer of a market.

        Args:
            offer_id: The id of the offer, usually a GUID.
            country: As for ``by_country``, as are the other arguments.

        Raises:
            ValueError: An argument is invalid.
            PartnerCenterError: See ``partner_center.errors``. It is a ``NotFoundError`` if the offer does not exist.

        Source: Get an offer by ID (developer guide and REST reference).
        """
        return self._transport.send(self._get(offer_id, country, options)).resource


class AsyncOffers(_Operations[AsyncOfferPager, AsyncOfferBatch]):
    """The offers of a partner, as ``AsyncPartnerCenter.offers``."""

    _transport: "AsyncTransport"

    async def get(self, offer_id: str, *, country: str, **options: Unpack[CallOptions]) -> Offer:
        """Return an offer of a market. See ``Offers.get``."""
        return (await self._transport.send(self._get(offer_id, country, options))).resource


def _country(country: str) -> str:
    return check("country", country).upper()


def _by_country(country: str) -> BuildRequest:
    return partial(list_offers_by_country.build_request, country=_country(country))


def _by_customer(customer_id: str) -> BuildRequest:
    return partial(list_offers_by_customer.build_request, check("customer_id", customer_id))
