"""Offers as Arrow data, for pandas, polars, DuckDB and Parquet. Needs pyarrow, which the extra ``arrow`` installs.

``to_arrow()`` of a pager or a batch returns record batches with the columns of ``SCHEMA``, or ``KEYED_SCHEMA``::

    pandas.DataFrame(partner.offers.by_country("US").to_arrow().read_pandas())
    polars.from_arrow(partner.offers.by_countries(["US", "DE"]).to_arrow())

Source: the schema Offer of the contract. A column has the name and the type of a member.
"""

from .batches import read_keyed_pages, read_pages, record_batch
from .rows import members_of, row_of
from .schema import KEYED_SCHEMA, SCHEMA

__all__ = ["KEYED_SCHEMA", "SCHEMA", "members_of", "read_keyed_pages", "read_pages", "record_batch", "row_of"]
