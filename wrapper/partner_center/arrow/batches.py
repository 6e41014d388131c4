"""Record batches of offers, made as pages arrive."""

from collections.abc import Iterable

import pyarrow as pa

from partner_center_api.models import Offer

from ..snapshots.columns import KEY
from .rows import row_of
from .schema import KEYED_SCHEMA, SCHEMA


def record_batch(offers: Iterable[Offer], *, key: str | None = None) -> pa.RecordBatch:
    """Return the record batch of some offers, with ``KEYED_SCHEMA`` if a key is given, or else with ``SCHEMA``.

    Args:
        offers: The offers.
        key: The market or the customer of the offers.
    """
    rows = [row_of(offer.to_dict()) for offer in offers]
    if key is None:
        return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)
    return pa.RecordBatch.from_pylist([{KEY: key, **row} for row in rows], schema=KEYED_SCHEMA)


def read_pages(pages: Iterable[Iterable[Offer]]) -> pa.RecordBatchReader:
    """Return a reader with a record batch for each page."""
    return pa.RecordBatchReader.from_batches(SCHEMA, map(record_batch, pages))


def read_keyed_pages(pages: Iterable[tuple[str, Iterable[Offer]]]) -> pa.RecordBatchReader:
    """Return a reader with a record batch for each page of many markets or customers."""
    return pa.RecordBatchReader.from_batches(KEYED_SCHEMA, (record_batch(page, key=key) for key, page in pages))
