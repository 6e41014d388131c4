"""Offers as rows of a table, and rows as offers."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from ..snapshots.columns import KEY, OTHER_MEMBERS, Kind, columns


def row_of(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of an offer, given the members of its JSON object.

    A member without a column, and a value that does not fit its column, are in ``otherMembers``, as JSON.
    """
    row, other = _split(members, _FITS)
    for name, fits in _STRUCT_FITS.items():
        if isinstance(struct := other.get(name), dict):
            row[name], rest = _split(struct, fits)
            if rest:
                other[name] = rest
            else:
                del other[name]
    return {**row, OTHER_MEMBERS: json.dumps(other) if other else None}


def members_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of the JSON object of an offer, given its row.

    A column without a value is left out: a row does not tell a member that is null from one that is absent.
    """
    members: dict[str, Any] = {}
    for name, value in row.items():
        if value is None or name in {KEY, OTHER_MEMBERS}:
            continue
        is_struct = isinstance(value, dict)
        members[name] = {key: member for key, member in value.items() if member is not None} if is_struct else value
    for name, value in json.loads(row.get(OTHER_MEMBERS) or "{}").items():
        is_rest = isinstance(value, dict) and isinstance(members.get(name), dict)
        members[name] = members[name] | value if is_rest else value
    return members


def _split(
    members: Mapping[str, Any], fits: Mapping[str, Callable[[Any], bool]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the members that fit a column, and all others."""
    fitting: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for name, value in members.items():
        fits_column = fits.get(name)
        (other if fits_column is None or not fits_column(value) else fitting)[name] = value
    return fitting, other


def _is_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return value.isascii() or bool(value.encode())
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot represent
        return False


_FITS_KIND: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.TEXT: _is_text,
    Kind.TEXTS: lambda value: isinstance(value, list) and all(map(_is_text, value)),
    Kind.BOOLEAN: lambda value: isinstance(value, bool),
    Kind.INTEGER: lambda value: isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63,
}
_FITS = {name: _FITS_KIND[column] for name, column in columns().items() if isinstance(column, Kind)}
_STRUCT_FITS = {
    name: {member: _FITS_KIND[kind] for member, kind in column.items()}
    for name, column in columns().items()
    if isinstance(column, Mapping)
}
