from enum import StrEnum


class SupportedBillingCycles(StrEnum):
    ANNUAL = "annual"
    BIENNIAL = "biennial"
    MONTHLY = "monthly"
    NONE = "none"
    ONE_TIME = "one_time"
    TRIENNIAL = "triennial"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return str(self.value)
