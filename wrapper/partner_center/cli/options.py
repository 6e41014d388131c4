"""The formats that commands write in, by the names that their options have."""

from enum import StrEnum


class OfferFormat(StrEnum):
    """How to write offers."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class ReportFormat(StrEnum):
    """How to write checks."""

    TABLE = "table"
    JSON = "json"
