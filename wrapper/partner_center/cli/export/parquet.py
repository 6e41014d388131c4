"""Parquet files, with the schema of ``partner_center.arrow``. Needs pyarrow, which the extra ``arrow`` installs."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from partner_center.arrow import KEYED_SCHEMA, row_of

from ..columns import KEY
from .writers import offers_in

# The rows of a batch are Python objects first, which take ten times as much memory. A row group has several batches,
# because its metadata is kept in memory until the file is complete.
_ROWS_OF_A_BATCH = 1024
_BATCHES_OF_A_GROUP = 8


def write_parquet(pages: Iterable[bytes], file: BinaryIO) -> None:
    """Write pages as Parquet: a row for each offer."""
    rows = ({KEY: key, **row_of(offer)} for key, offer in chain.from_iterable(map(offers_in, pages)))
    batches = _batches(rows)
    with pq.ParquetWriter(file, KEYED_SCHEMA, compression="zstd") as writer:
        while group := list(islice(batches, _BATCHES_OF_A_GROUP)):
            writer.write_table(pa.Table.from_batches(group))


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[pa.RecordBatch]:
    while batch := list(islice(rows, _ROWS_OF_A_BATCH)):
        yield pa.RecordBatch.from_pylist(batch, schema=KEYED_SCHEMA)
