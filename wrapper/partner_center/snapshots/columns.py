"""The columns of offers in tables: the members of an offer that the contract types, by their names on the wire."""

import re
import typing
from collections.abc import Mapping
from enum import Enum, auto
from functools import cache
from typing import Any

import attrs

from partner_center_api.models import Offer


class Kind(Enum):
    """The type of a column."""

    TEXT = auto()
    BOOLEAN = auto()
    INTEGER = auto()
    TEXTS = auto()


Column = Kind | Mapping[str, Kind]
"""The type of a column; of a member that is an object, the types of its members."""

KEY = "key"
"""The column with the market or the id of the customer."""

OTHER_MEMBERS = "otherMembers"
"""The column with the members of an offer that have no column of their own, as a JSON object."""

# They say more about the response than about the offer, or nothing is known of their members.
_WITHOUT_COLUMN = {"additional_properties_", "attestation_properties", "attributes", "links"}


@cache
def columns() -> Mapping[str, Column]:
    """Return the members of an offer that have a column of their own.

    They are made from the types of ``Offer``, so that a property that is added to the contract gets a column.
    """
    return {name: _column(annotation) for name, annotation in _members(Offer).items()}


def _members(model: type) -> dict[str, Any]:
    """Return the annotations of a model, by the names on the wire."""
    annotations = typing.get_type_hints(model)
    names = (field.name for field in attrs.fields(model) if field.init and field.name not in _WITHOUT_COLUMN)
    return {re.sub(r"_(\w)", lambda match: match[1].upper(), name.rstrip("_")): annotations[name] for name in names}


def _column(annotation: Any) -> Column:
    for option in typing.get_args(annotation):
        if typing.get_origin(option) is list:
            return Kind.TEXTS
        if attrs.has(option):
            return {name: _kind(member) for name, member in _members(option).items()}
    return _kind(annotation)


def _kind(annotation: Any) -> Kind:
    options = typing.get_args(annotation)
    if bool in options:
        return Kind.BOOLEAN
    return Kind.TEXT if str in options else Kind.INTEGER
