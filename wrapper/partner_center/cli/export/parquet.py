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

from .jsonl import offers_in
from .parts import Part

_TEXTS = pa.list_(pa.string())

COLUMNS: Mapping[str, pa.DataType] = {
    "acquisitionType": pa.string(),
    "actions": _TEXTS,
    "billing": pa.string(),
    "category": pa.struct(
        {
            "id": pa.string(),
            "name": pa.string(),
            "rank": pa.int64(),
            "locale": pa.string(),
            "country": pa.string(),
        }
    ),
    "conversionTargetOffers": _TEXTS,
    "country": pa.string(),
    "description": pa.string(),
    "hasAddOns": pa.bool_(),
    "id": pa.string(),
    "isAddOn": pa.bool_(),
    "isAutoRenewable": pa.bool_(),
    "isAvailableForPurchase": pa.bool_(),
    "isInternal": pa.bool_(),
    "isMicrosoftProduct": pa.bool_(),
    "isTrial": pa.bool_(),
    "limit": pa.int64(),
    "limitUnitOfMeasure": pa.string(),
    "locale": pa.string(),
    "maximumQuantity": pa.int64(),
    "minimumQuantity": pa.int64(),
    "name": pa.string(),
    "orderService": pa.string(),
    "prerequisiteOffers": _TEXTS,
    "product": pa.struct({"id": pa.string(), "name": pa.string(), "type": pa.string(), "unit": pa.string()}),
    "providerId": pa.string(),
    "providerLocationId": pa.string(),
    "providerName": pa.string(),
    "rank": pa.int64(),
    "reselleeQualifications": _TEXTS,
    "resellerQualifications": _TEXTS,
    "salesGroupId": pa.string(),
    "supportedBillingCycles": _TEXTS,
    "supportedCatalogTypes": _TEXTS,
    "term": pa.int64(),
    "termUnitOfMeasure": pa.string(),
    "unitType": pa.string(),
    "upgradeTargetOffers": _TEXTS,
    "uri": pa.string(),
}
"""The members of an offer that have a column of their own, by their names on the wire."""

SCHEMA = pa.schema(
    [
        pa.field("catalogue", pa.string(), nullable=False),
        *(pa.field(name, kind) for name, kind in COLUMNS.items()),
        pa.field("otherMembers", pa.string()),
    ],
    metadata={"partner-center-offers.schema": "1"},
)

_ROWS_AT_ONCE = 4096


def write_parquet(parts: Iterable[Part], destination: Path) -> None:
    """Write parts to one file."""
    rows = (_row(key, offer) for key, offer in chain.from_iterable(map(offers_in, parts)))
    with pq.ParquetWriter(destination, SCHEMA, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(batch, schema=SCHEMA))


def _row(key: str, offer: Mapping[str, Any]) -> dict[str, Any]:
    row, other = _split(offer, COLUMNS)
    return {"catalogue": key, **row, "otherMembers": json.dumps(other) if other else None}


def _split(members: Mapping[str, Any], columns: Mapping[str, pa.DataType]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the members that fit a column of their own, and all others."""
    fitting: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for name, value in members.items():
        kind = columns.get(name)
        if kind is not None and pa.types.is_struct(kind) and isinstance(value, dict):
            fitting[name], rest = _split(value, {field.name: field.type for field in kind})
            if rest:
                other[name] = rest
        elif kind is not None and _fits(value, kind):
            fitting[name] = value
        else:
            other[name] = value
    return fitting, other


def _fits(value: Any, kind: pa.DataType) -> bool:
    if kind == _TEXTS:
        return isinstance(value, list) and all(_is_text(item) for item in value)
    if pa.types.is_string(kind):
        return _is_text(value)
    if pa.types.is_boolean(kind):
        return isinstance(value, bool)
    if pa.types.is_int64(kind):
        return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
    return False


def _is_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot represent
        return False
    return True
