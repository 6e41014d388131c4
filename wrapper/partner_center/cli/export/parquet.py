"""Parquet: a typed column for each member that the contract types, and one with all other members as JSON.

Needs pyarrow, which the extra ``parquet`` installs.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from ..columns import COLUMNS, KEY, OTHER_MEMBERS, Kind
from .writers import offers_in

_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.INTEGER: pa.int64(),
    Kind.TEXTS: pa.list_(pa.string()),
}


def _type(column: Kind | Mapping[str, Kind]) -> pa.DataType:
    return (
        _TYPES[column] if isinstance(column, Kind) else pa.struct({name: _TYPES[kind] for name, kind in column.items()})
    )


SCHEMA = pa.schema(
    [
        pa.field(KEY, pa.string(), nullable=False),
        *(pa.field(name, _type(column)) for name, column in COLUMNS.items()),
        pa.field(OTHER_MEMBERS, pa.string()),
    ],
    metadata={"partner-center-offers.schema": "2"},
)

_ROWS_AT_ONCE = 4096


def write_parquet(pages: Iterable[bytes], file: BinaryIO) -> None:
    """Write pages as Parquet: a row for each offer."""
    rows = (parquet_row(key, offer) for key, offer in chain.from_iterable(map(offers_in, pages)))
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(batch, schema=SCHEMA))


def parquet_row(key: str, offer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of an offer. A value that does not fit its column is one of the other members."""
    row, other = _split(offer, _FITS)
    for name, fits in _STRUCT_FITS.items():
        if isinstance(struct := other.get(name), dict):
            row[name], rest = _split(struct, fits)
            if rest:
                other[name] = rest
            else:
                del other[name]
    return {KEY: key, **row, OTHER_MEMBERS: json.dumps(other) if other else None}


def _split(
    members: Mapping[str, Any], columns: Mapping[str, Callable[[Any], bool]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the members that fit a column of their own, and all others."""
    fitting: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for name, value in members.items():
        fits = columns.get(name)
        (other if fits is None or not fits(value) else fitting)[name] = value
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
_FITS = {name: _FITS_KIND[column] for name, column in COLUMNS.items() if isinstance(column, Kind)}
_STRUCT_FITS = {
    name: {member: _FITS_KIND[kind] for member, kind in column.items()}
    for name, column in COLUMNS.items()
    if isinstance(column, Mapping)
}
