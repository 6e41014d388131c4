"""Parquet files, with the schema of ``partner_center.arrow``. Needs pyarrow, which the extra ``arrow`` installs."""

from collections.abc import Iterable
from itertools import chain, islice
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from partner_center.arrow import KEYED_SCHEMA, row_of

from ..columns import KEY
from .writers import offers_in

_ROWS_AT_ONCE = 4096


def write_parquet(pages: Iterable[bytes], file: BinaryIO) -> None:
    """Write pages as Parquet: a row for each offer."""
    rows = ({KEY: key, **row_of(offer)} for key, offer in chain.from_iterable(map(offers_in, pages)))
    with pq.ParquetWriter(file, KEYED_SCHEMA, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(batch, schema=KEYED_SCHEMA))
