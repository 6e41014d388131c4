"""The offers that a partner may sell through Microsoft Partner Center.

Start with ``PartnerCenter`` or ``AsyncPartnerCenter`` and a credential of ``partner_center.auth``.
"""

import importlib
import typing

from ._version import __version__

if typing.TYPE_CHECKING:
    from partner_center_api.models import (
        AcquisitionType,
        BillingType,
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
    from partner_center_api.types import UNSET, Unset

    from .bulk import (
        AsyncCatalogues,
        CatalogueEnd,
        CatalogueFailure,
        CatalogueOffer,
        CataloguePage,
        CataloguePart,
        Catalogues,
    )
    from .client import AsyncPartnerCenter, PartnerCenter
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
    from .paging.page import OfferPage
    from .paging.walk import AsyncOfferPager, OfferPager
    from .retry import RetryPolicy

__all__ = [
    "UNSET",
    "AcquisitionType",
    "ApiError",
    "AsyncCatalogues",
    "AsyncOfferPager",
    "AsyncPartnerCenter",
    "AuthenticationError",
    "BadRequestError",
    "BillingType",
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
    "Unset",
    "__version__",
    "billing_cycles",
    "catalog_types",
    "parse_billing_cycle",
    "parse_catalog_type",
]

# Names are loaded when they are first asked for: a program that only may need them starts as fast as without, and the
# command shows its help without the client.
_MODULES = {
    "partner_center_api.models": (
        "AcquisitionType",
        "BillingType",
        "KeyValuePair",
        "Link",
        "Offer",
        "OfferAttestationProperties",
        "OfferCategory",
        "OfferLinks",
        "OfferProduct",
        "ResourceAttributes",
        "ResourceCollectionOfOffer",
        "ResourceLinks",
        "SupportedBillingCycles",
        "SupportedCatalogTypes",
    ),
    "partner_center_api.types": (
        "UNSET",
        "Unset",
    ),
    ".bulk": (
        "AsyncCatalogues",
        "CatalogueEnd",
        "CatalogueFailure",
        "CatalogueOffer",
        "CataloguePage",
        "CataloguePart",
        "Catalogues",
    ),
    ".client": (
        "AsyncPartnerCenter",
        "PartnerCenter",
    ),
    ".paging.page": ("OfferPage",),
    ".paging.walk": (
        "AsyncOfferPager",
        "OfferPager",
    ),
    ".clouds": ("Cloud",),
    ".enums": (
        "billing_cycles",
        "catalog_types",
        "parse_billing_cycle",
        "parse_catalog_type",
    ),
    ".errors": (
        "ApiError",
        "AuthenticationError",
        "BadRequestError",
        "ConflictError",
        "CredentialError",
        "MfaRequiredError",
        "NotFoundError",
        "PagingError",
        "PartnerCenterError",
        "PermissionDeniedError",
        "RequestTimeoutError",
        "ResponseDecodeError",
        "ServerError",
        "ThrottledError",
        "TransportError",
        "UnsafeLinkError",
    ),
    ".events": (
        "CallDelayed",
        "Event",
        "ItemSkipped",
        "RetryScheduled",
    ),
    ".retry": ("RetryPolicy",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}
_SUBMODULES = ("auth", "clouds", "enums", "errors", "events", "markets", "retry")

# Hidden from type checkers, for whom there would be no misspelt name otherwise.
if not typing.TYPE_CHECKING:

    def __getattr__(name):
        if name in _SUBMODULES:
            return importlib.import_module(f".{name}", __name__)
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(importlib.import_module(_MODULE_OF[name], __name__), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_SUBMODULES})
