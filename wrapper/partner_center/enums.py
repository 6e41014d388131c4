"""The values of SupportedBillingCycles and SupportedCatalogTypes, in any form.

The service sends them as lower snake case strings, the documentation prints them as int32, other tools write them in
camel case, and new values may appear any day. Unknown values are returned as they came.
"""

from typing import Any, TypeVar

from partner_center_api.models import Offer, SupportedBillingCycles, SupportedCatalogTypes
from partner_center_api.types import UNSET

from ._http.members import as_sent

Value = TypeVar("Value")

_BY_CODE = ("UNKNOWN", "MONTHLY", "ANNUAL", "NONE", "ONE_TIME", "TRIENNIAL", "BIENNIAL")
_BILLING_CYCLE_CODES = {code: SupportedBillingCycles[name] for code, name in enumerate(_BY_CODE)}


def _normalized(text: str) -> str:
    """Return a name without case and separators: ``onetime`` for ``one_time``, ``OneTime`` and ``ONE TIME``."""
    return "".join(character for character in text if character.isalnum()).casefold()


_BILLING_CYCLE_NAMES = {_normalized(member): member for member in SupportedBillingCycles}
_CATALOG_TYPE_NAMES = {_normalized(member): member for member in SupportedCatalogTypes}


def parse_billing_cycle(value: Value) -> SupportedBillingCycles | Value:
    """Return the billing cycle for a value, or the value itself if it is unknown.

    Args:
        value: A member, a string in any letter case or style (``one_time``, ``OneTime``, ``oneTime``), or an int32
            code. The codes are those of the archived .NET SDK: Unknown 0, Monthly 1, Annual 2, None 3, OneTime 4,
            Triennial 5, Biennial 6.
    """
    if isinstance(value, str):
        return _BILLING_CYCLE_NAMES.get(_normalized(value), value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _BILLING_CYCLE_CODES.get(value, value)
    return value


def parse_catalog_type(value: Value) -> SupportedCatalogTypes | Value:
    """Return the catalog type for a member or a string in any letter case or style, or the value if it is unknown.

    No source lists the int32 codes of catalog types, so an int is returned as it came.
    """
    return _CATALOG_TYPE_NAMES.get(_normalized(value), value) if isinstance(value, str) else value


def billing_cycles(offer: Offer) -> tuple[SupportedBillingCycles | str | int, ...]:
    """Return the billing cycles of an offer, in the order of the service and with unknown values as they came."""
    return tuple(
        parse_billing_cycle(value) for value in _values(offer, "supported_billing_cycles", "supportedBillingCycles")
    )


def catalog_types(offer: Offer) -> tuple[SupportedCatalogTypes | str | int, ...]:
    """Return the catalogs that list an offer, in the order of the service and with unknown values as they came."""
    return tuple(
        parse_catalog_type(value) for value in _values(offer, "supported_catalog_types", "supportedCatalogTypes")
    )


def _values(offer: Offer, attribute: str, name: str) -> list[Any]:
    """Return the values of a list that the service may leave out, or send as null or as a bare value."""
    sent = as_sent(offer, attribute, name)
    if isinstance(sent, list):
        return sent
    return [] if sent is None or sent is UNSET else [sent]
