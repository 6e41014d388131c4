"""The operations on categories of offers."""

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar, Unpack

import attrs

from partner_center_api.api.offer_categories import list_offer_categories_by_country, list_offer_categories_by_customer
from partner_center_api.models import ResourceCollectionOfOfferCategory
from partner_center_api.types import OperationRequest

from .arguments import check
from .config import CallOptions, ClientConfig
from .paging.page import OfferCategoryPage
from .paging.pagers import AsyncOfferCategoryPager, OfferCategoryPager
from .paging.walk import Query

PagerT = TypeVar("PagerT")
BuildRequest = Callable[..., OperationRequest[ResourceCollectionOfOfferCategory]]


@attrs.frozen(eq=False, repr=False)
class _Operations(Generic[PagerT]):
    """The operations on categories. They send nothing: the pagers do."""

    _config: ClientConfig
    _pager: Callable[[Query[OfferCategoryPage]], PagerT]

    def by_country(self, country: str, **options: Unpack[CallOptions]) -> PagerT:
        """Return the offer categories of a market, to iterate over. Nothing is sent before that.

        Args:
            country: The two-letter code of a country or region (ISO 3166-1 alpha-2), in any letter case.
            options: ``locale``, ``timeout``, ``retry``, ``headers`` and ``correlation_id``, instead of the client's.

        Raises:
            ValueError: An argument is invalid.

        Source: Get a list of offer categories by market (developer guide).
        """
        country = check("country", country).upper()
        return self._pages(partial(list_offer_categories_by_country.build_request, country=country), options)

    def by_customer(self, customer_id: str, **options: Unpack[CallOptions]) -> PagerT:
        """Return the offer categories for a customer, to iterate over. Nothing is sent before that.

        Args:
            customer_id: The id of the customer, the GUID of its Microsoft Entra tenant.
            options: As for ``by_country``, as are the errors.

        Source: Get a list of offer categories by market (REST reference), whose path is that of a customer.
        """
        customer_id = check("customer_id", customer_id)
        return self._pages(partial(list_offer_categories_by_customer.build_request, customer_id), options)

    def _pages(self, operation: BuildRequest, options: CallOptions) -> PagerT:
        config = self._config.with_options(options)
        return self._pager(Query(operation=operation, page=OfferCategoryPage, config=config))


class OfferCategories(_Operations[OfferCategoryPager]):
    """The categories of a partner's offers, as ``PartnerCenter.categories``."""


class AsyncOfferCategories(_Operations[AsyncOfferCategoryPager]):
    """The categories of a partner's offers, as ``AsyncPartnerCenter.categories``."""
