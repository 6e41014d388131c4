"""The data source: its schema, its partitions, and what a task reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.types import StructType

from ..snapshots.columns import KEY, OTHER_MEMBERS, Column, Kind, columns
from .options import ReadOptions

if TYPE_CHECKING:
    import pyarrow as pa

FAILURE = "failure"
"""The column with the reason why a market or customer could not be read, with the option ``mode`` = ``collect``."""

_CUSTOMERS_PER_PARTITION = 100
_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "STRING",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.INTEGER: "BIGINT",
    Kind.TEXTS: "ARRAY<STRING>",
}


class OffersDataSource(DataSource):
    """The offers of many markets or customers, as the format ``partner_center_offers``.

    A task reads one market, or 100 customers. All tasks of a Python process share one client, and so one sign-in, its
    connections and the rate limit. The columns are ``key``, the market or the customer, and those of
    ``partner_center.arrow``.

    Options:
        countries: Two-letter codes separated by commas, or ``all``.
        customers: Instead of ``countries``, the path of a file with the id of a customer on each line. The driver
            reads it.
        category: Only offers of this category.
        page_size: How many offers to request at once.
        mode: ``failfast`` (the default) fails the job if a market or customer cannot be read. ``collect`` adds a
            column ``failure``, and gives such a key one row, with the reason there and no offer.
        tenant_id, client_id, client_secret, certificate_path, certificate_password, refresh_token, access_token,
            authority, cloud, base_url, ca_bundle, locale, application: Instead of the ``PARTNER_CENTER_*`` variables of
            the executors.

    Raises:
        ValueError: An option is unknown, missing or invalid.
        OSError: The file of customers cannot be read.
    """

    @classmethod
    def name(cls) -> str:
        """Return the name of the format."""
        return "partner_center_offers"

    def schema(self) -> str:
        """Return the columns, in the language of Spark SQL."""
        fields = [f"{KEY} STRING NOT NULL", *(f"{name} {_type(column)}" for name, column in columns().items())]
        fields.append(f"{OTHER_MEMBERS} STRING")
        if ReadOptions.parse(self.options).collects_failures:
            fields.append(f"{FAILURE} STRING")
        return ", ".join(fields)

    def reader(self, schema: StructType) -> "OffersReader":
        """Return what reads the offers."""
        return OffersReader(ReadOptions.parse(self.options))


@attrs.frozen
class KeysPartition(InputPartition):
    """The markets or customers that a task reads."""

    keys: tuple[str, ...]


@attrs.frozen
class OffersReader(DataSourceReader):
    """Divides a read into partitions, and reads them."""

    options: ReadOptions

    def partitions(self) -> Sequence[KeysPartition]:
        """Return a partition for each market, or for each 100 customers."""
        size = 1 if self.options.kind == "countries" else _CUSTOMERS_PER_PARTITION
        keys = self.options.keys
        return [KeysPartition(keys[start : start + size]) for start in range(0, len(keys), size)]

    def read(self, partition: InputPartition) -> "Iterator[pa.RecordBatch]":
        """Yield the record batches of a partition."""
        from .read import read_keys

        assert isinstance(partition, KeysPartition)  # noqa: S101 - narrows the type
        yield from read_keys(self.options, partition.keys)


def _type(column: Column) -> str:
    if isinstance(column, Kind):
        return _TYPES[column]
    return f"STRUCT<{', '.join(f'{name}: {_TYPES[kind]}' for name, kind in column.items())}>"
