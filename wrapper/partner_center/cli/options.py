"""The values of options that name a format."""

from enum import StrEnum


class OfferFormat(StrEnum):
    """A format for offers."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class ReportFormat(StrEnum):
    """A format for the report of ``doctor``."""

    TABLE = "table"
    JSON = "json"


MAX_CONCURRENCY = 100
"""How many calls a client can make at once."""
