"""The offers that a partner may sell through Microsoft Partner Center.

Start with ``PartnerCenter`` or ``AsyncPartnerCenter`` and a credential of ``partner_center.auth``.
"""

import importlib

from ._version import __version__ as __version__

# Each name is loaded when it is first used, so that a program starts without what it does not use. For type checkers,
# the names are in `__init__.pyi`.
_NAMES = {
    "partner_center_api.models": (
        "AcquisitionType BillingType KeyValuePair Link Offer OfferAttestationProperties OfferCategory OfferLinks "
        "OfferProduct ResourceAttributes ResourceCollectionOfOffer ResourceCollectionOfOfferCategory ResourceLinks "
        "SupportedBillingCycles SupportedCatalogTypes"
    ),
    "partner_center_api.types": "UNSET Unset",
    ".bulk": "AsyncOfferBatch BatchEnd BatchEvent BatchFailure BatchOffer BatchPage OfferBatch",
    ".categories": "AsyncOfferCategories OfferCategories",
    ".client": "AsyncPartnerCenter PartnerCenter",
    ".clouds": "Cloud",
    ".enums": "billing_cycles catalog_types parse_billing_cycle parse_catalog_type",
    ".errors": (
        "ApiError AuthenticationError BadRequestError ConflictError CredentialError MfaRequiredError NotFoundError "
        "PagingError PartnerCenterError PermissionDeniedError RequestTimeoutError ResponseDecodeError ServerError "
        "ThrottledError TransportError UnsafeLinkError"
    ),
    ".events": "CallDelayed Event ItemSkipped RequestSent ResponseReceived RetryScheduled",
    ".offers": "AsyncOffers Offers",
    ".paging.page": "OfferCategoryPage OfferPage",
    ".paging.pagers": "AsyncOfferCategoryPager AsyncOfferPager OfferCategoryPager OfferPager",
    ".retry": "RetryPolicy",
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}
_SUBMODULES = ("auth", "clouds", "enums", "errors", "events", "markets", "retry")


def __getattr__(name: str) -> object:
    if name == "__all__":
        return __dir__()
    if name in _SUBMODULES:
        return importlib.import_module(f".{name}", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(importlib.import_module(_MODULES[name], __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted([*_MODULES, *_SUBMODULES, "__version__"])
