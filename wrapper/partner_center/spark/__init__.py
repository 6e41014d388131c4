"""Offers as a data source of Spark 4. Needs PySpark, which the extra ``spark`` installs.

::

    spark.dataSource.register(OffersDataSource)
    spark.read.format("partner_center_offers").option("countries", "all").load()

Source: the Python Data Source API of Apache Spark 4.
"""

from .data_source import OffersDataSource

__all__ = ["OffersDataSource"]
