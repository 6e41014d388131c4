"""The schema of offers in Arrow and Parquet."""

from collections.abc import Mapping

import pyarrow as pa

from ..snapshots.columns import KEY, OTHER_MEMBERS, Column, Kind, columns

_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.INTEGER: pa.int64(),
    Kind.TEXTS: pa.list_(pa.string()),
}
_METADATA = {"partner-center-offers.schema": "2"}


def _type(column: Column) -> pa.DataType:
    if isinstance(column, Kind):
        return _TYPES[column]
    return pa.struct({name: _TYPES[kind] for name, kind in column.items()})


_COLUMNS = [
    *(pa.field(name, _type(column)) for name, column in columns().items()),
    pa.field(OTHER_MEMBERS, pa.string()),
]

SCHEMA = pa.schema(_COLUMNS, metadata=_METADATA)
"""The columns of offers. ``partner-center-offers.schema`` in the metadata is the version of the schema."""

KEYED_SCHEMA = pa.schema([pa.field(KEY, pa.string(), nullable=False), *_COLUMNS], metadata=_METADATA)
"""The columns of the offers of many markets or customers: ``key`` is the market or the customer."""
