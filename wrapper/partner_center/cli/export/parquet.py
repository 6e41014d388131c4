"""Parquet: a typed column for each member that the contract types, and one with all other members as JSON.

Needs pyarrow, which the extra ``parquet`` installs.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..columns import COLUMNS, KEY, OTHER_MEMBERS, Kind
from .jsonl import offers_in
from .parts import Part

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


def write_parquet(parts: Iterable[Part], destination: Path) -> None:
    """Write parts to one file."""
    rows = (parquet_row(key, offer) for key, offer in chain.from_iterable(map(offers_in, parts)))
    with pq.ParquetWriter(destination, SCHEMA, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(batch, schema=SCHEMA))


def parquet_row(key: str, offer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of an offer. A value that does not fit its column is one of the other members."""
    row, other = _split(offer, COLUMNS)
    return {KEY: key, **row, OTHER_MEMBERS: json.dumps(other) if other else None}


def _split(
    members: Mapping[str, Any], columns: Mapping[str, Kind | Mapping[str, Kind]] | Mapping[str, Kind]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the members that fit a column of their own, and all others."""
    fitting: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for name, value in members.items():
        column = columns.get(name)
        if isinstance(column, Mapping) and isinstance(value, dict):
            fitting[name], rest = _split(value, column)
            if rest:
                other[name] = rest
        elif isinstance(column, Kind) and _fits(value, column):
            fitting[name] = value
        else:
            other[name] = value
    return fitting, other


def _fits(value: Any, kind: Kind) -> bool:
    match kind:
        case Kind.TEXT:
            return _is_text(value)
        case Kind.TEXTS:
            return isinstance(value, list) and all(map(_is_text, value))
        case Kind.BOOLEAN:
            return isinstance(value, bool)
        case Kind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _is_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot represent
        return False
    return True
