from enum import StrEnum


class AcquisitionType(StrEnum):
    PURCHASE = "purchase"
    REFERRAL = "referral"

    def __str__(self) -> str:
        return str(self.value)
