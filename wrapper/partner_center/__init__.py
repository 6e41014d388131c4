"""The offers that a partner may sell through Microsoft Partner Center.

Start with ``PartnerCenter`` or ``AsyncPartnerCenter`` and a credential of ``partner_center.auth``.
"""

from partner_center_api.models import (
    KeyValuePair,
    Link,
    Offer,
    OfferAttestationProperties,
    OfferCategory,
    OfferLinks,
    OfferProduct,
    ResourceAttributes,
    ResourceCollectionOfOffer,
    ResourceLinks,
    SupportedBillingCycles,
    SupportedCatalogTypes,
)

from ._catalogues import (
    AsyncCatalogues,
    CatalogueEnd,
    CatalogueFailure,
    CatalogueOffer,
    CataloguePage,
    CataloguePart,
    Catalogues,
)
from ._client import AsyncPartnerCenter, PartnerCenter
from ._page import OfferPage
from ._paging import AsyncOfferPager, OfferPager
from ._version import __version__
from .clouds import Cloud
from .enums import billing_cycles, catalog_types, parse_billing_cycle, parse_catalog_type
from .errors import (
    ApiError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    CredentialError,
    MfaRequiredError,
    NotFoundError,
    PagingError,
    PartnerCenterError,
    PermissionDeniedError,
    RequestTimeoutError,
    ResponseDecodeError,
    ServerError,
    ThrottledError,
    TransportError,
    UnsafeLinkError,
)
from .events import CallDelayed, Event, ItemSkipped, RetryScheduled
from .retry import RetryPolicy

__all__ = [
    "ApiError",
    "AsyncCatalogues",
    "AsyncOfferPager",
    "AsyncPartnerCenter",
    "AuthenticationError",
    "BadRequestError",
    "CallDelayed",
    "CatalogueEnd",
    "CatalogueFailure",
    "CatalogueOffer",
    "CataloguePage",
    "CataloguePart",
    "Catalogues",
    "Cloud",
    "ConflictError",
    "CredentialError",
    "Event",
    "ItemSkipped",
    "KeyValuePair",
    "Link",
    "MfaRequiredError",
    "NotFoundError",
    "Offer",
    "OfferAttestationProperties",
    "OfferCategory",
    "OfferLinks",
    "OfferPage",
    "OfferPager",
    "OfferProduct",
    "PagingError",
    "PartnerCenter",
    "PartnerCenterError",
    "PermissionDeniedError",
    "RequestTimeoutError",
    "ResourceAttributes",
    "ResourceCollectionOfOffer",
    "ResourceLinks",
    "ResponseDecodeError",
    "RetryPolicy",
    "RetryScheduled",
    "ServerError",
    "SupportedBillingCycles",
    "SupportedCatalogTypes",
    "ThrottledError",
    "TransportError",
    "UnsafeLinkError",
    "__version__",
    "billing_cycles",
    "catalog_types",
    "parse_billing_cycle",
    "parse_catalog_type",
]
