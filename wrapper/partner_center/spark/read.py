"""Reads offers in a Python process of an executor."""

import json
from collections.abc import Iterator
from functools import cache

import pyarrow as pa

from .. import PartnerCenter
from ..arrow import KEYED_SCHEMA, record_batch
from ..auth import EnvironmentCredential
from ..bulk import BatchEnd, BatchPage
from ..config import settings_from_environment
from ..snapshots.columns import KEY
from .options import ReadOptions

_FAILURE_FIELD = pa.field("failure", pa.string())


def read_keys(options: ReadOptions, keys: tuple[str, ...]) -> Iterator[pa.RecordBatch]:
    """Yield the record batches of some markets or customers.

    The batches of a key are held until all of them have arrived: of a key that fails, no offer is returned.

    Raises:
        PartnerCenterError: A key could not be read, and failures are not collected; or no call can succeed.
        ValueError: A setting is missing or invalid.
    """
    offers = _client(json.dumps(options.environment(), sort_keys=True)).offers
    operation = offers.by_countries if options.kind == "countries" else offers.by_customers
    batch = operation(keys, category_id=options.category_id, page_size=options.page_size)
    read: dict[str, list[pa.RecordBatch]] = {key: [] for key in keys}
    for event in batch.events():
        if isinstance(event, BatchPage):
            read[event.key].append(record_batch(event.page.items, key=event.key))
        elif isinstance(event, BatchEnd):
            for page in read.pop(event.key):
                yield page.append_column(_FAILURE_FIELD, _nulls(page)) if options.collects_failures else page
        elif not options.collects_failures:
            raise event.error
        else:
            del read[event.key]
            yield _failure(event.key, str(event.error))


@cache
def _client(environment: str) -> PartnerCenter:
    """Return the client for some variables. The tasks of a process run one after the other and share it."""
    variables = json.loads(environment)
    return PartnerCenter(EnvironmentCredential(environment=variables), **settings_from_environment(variables))


def _nulls(batch: pa.RecordBatch) -> pa.Array:
    return pa.nulls(batch.num_rows, pa.string())


def _failure(key: str, reason: str) -> pa.RecordBatch:
    schema = KEYED_SCHEMA.append(_FAILURE_FIELD)
    return pa.RecordBatch.from_pylist([{KEY: key, _FAILURE_FIELD.name: reason}], schema=schema)
