from enum import StrEnum


class BillingType(StrEnum):
    LICENSE = "license"
    NONE = "none"
    USAGE = "usage"

    def __str__(self) -> str:
        return str(self.value)
