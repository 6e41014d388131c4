"""What a caller must see."""

import re
from collections.abc import Sequence
from typing import Any

import attrs

from partner_center import Offer, PartnerCenterError


@attrs.frozen
class Offers:
    """These offers, and no error."""

    ids: Sequence[str]

    def check(self, outcome: "list[Offer] | PartnerCenterError") -> None:
        if isinstance(outcome, PartnerCenterError):
            raise outcome
        assert [offer.id for offer in outcome] == list(self.ids)


@attrs.frozen
class Raises:
    """This very kind of error, whose message matches and whose attributes have these values."""

    kind: type[PartnerCenterError]
    match: str = ""
    attributes: dict[str, Any] = attrs.field(factory=dict)

    def check(self, outcome: "list[Offer] | PartnerCenterError") -> None:
        assert isinstance(outcome, PartnerCenterError), outcome
        assert type(outcome) is self.kind, repr(outcome)
        assert re.search(self.match, str(outcome)), str(outcome)
        assert {name: getattr(outcome, name) for name in self.attributes} == self.attributes


def offers(*ids: str) -> Offers:
    return Offers(ids)


def raises(kind: type[PartnerCenterError], match: str = "", **attributes: Any) -> Raises:
    return Raises(kind, match, attributes)
