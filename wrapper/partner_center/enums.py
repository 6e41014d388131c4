"""What the values of SupportedBillingCycles and SupportedCatalogTypes mean, in whatever form they come.

The service sends them as lower snake case strings, the documentation prints them as int32, other tools write them in
camel case, and new values may come any day. Whatever is not known here is given back as it came.
"""

from collections.abc import Mapping
from typing import TypeVar

from partner_center_api.models import Offer, SupportedBillingCycles, SupportedCatalogTypes
from partner_center_api.types import Unset

Value = TypeVar("Value")

_BILLING_CYCLE_CODES: Mapping[int, SupportedBillingCycles] = {
    0: SupportedBillingCycles.UNKNOWN,
    1: SupportedBillingCycles.MONTHLY,
    2: SupportedBillingCycles.ANNUAL,
    3: SupportedBillingCycles.NONE,
    4: SupportedBillingCycles.ONE_TIME,
    5: SupportedBillingCycles.TRIENNIAL,
    6: SupportedBillingCycles.BIENNIAL,
}


def _letters(text: str) -> str:
    """Return what ``one_time``, ``OneTime``, ``one-time`` and ``ONE TIME`` have in common."""
    return "".join(character for character in text if character.isalnum()).casefold()


_BILLING_CYCLE_NAMES = {_letters(member): member for member in SupportedBillingCycles}
_CATALOG_TYPE_NAMES = {_letters(member): member for member in SupportedCatalogTypes}


def parse_billing_cycle(value: Value) -> SupportedBillingCycles | Value:
    """Return the billing cycle that a value stands for, or the value itself where none is known.

    Args:
        value: A member, a string in any letter case or style (``one_time``, ``OneTime``, ``oneTime``), or an int32
            code. The codes are those of the archived .NET SDK: Unknown 0, Monthly 1, Annual 2, None 3, OneTime 4,
            Triennial 5, Biennial 6.
    """
    if isinstance(value, str):
        return _BILLING_CYCLE_NAMES.get(_letters(value), value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _BILLING_CYCLE_CODES.get(value, value)
    return value


def parse_catalog_type(value: Value) -> SupportedCatalogTypes | Value:
    """Return the catalogue type that a value stands for, or the value itself where none is known.

    Args:
        value: A member, or a string in any letter case or style. No source gives the codes of catalogue types, so an
            int is given back as it came.
    """
    if isinstance(value, str):
        return _CATALOG_TYPE_NAMES.get(_letters(value), value)
    return value


def billing_cycles(offer: Offer) -> tuple[SupportedBillingCycles | str | int, ...]:
    """Return how often an offer can be billed, in the order of the service; empty where it does not say.

    Values that are not known are kept as they came, so a new cycle is seen and never mistaken for another.
    """
    return tuple(parse_billing_cycle(value) for value in _values(offer.supported_billing_cycles))


def catalog_types(offer: Offer) -> tuple[SupportedCatalogTypes | str | int, ...]:
    """Return the catalogues that list an offer, in the order of the service; empty where it does not say.

    Values that are not known are kept as they came.
    """
    return tuple(parse_catalog_type(value) for value in _values(offer.supported_catalog_types))


def _values(came: list[Value] | Unset) -> list[Value]:
    """Return the values of a list that may be left out, null, or a bare value in the place of a list."""
    if isinstance(came, list):
        return came
    # The contract knows no null and no bare value here, but the models keep what the service sent.
    return [] if came is None or isinstance(came, Unset) else [came]
