"""The expected outcome of a row of the table: offers or an error."""

import re
from collections.abc import Sequence
from typing import Any

import attrs

import partner_center
from partner_center import Offer, PartnerCenterError


@attrs.frozen
class Offers:
    """Offers with these ids, and no error."""

    ids: Sequence[str]

    def check(self, outcome: "list[Offer] | PartnerCenterError") -> None:
        if isinstance(outcome, PartnerCenterError):
            raise outcome
        assert [offer.id for offer in outcome] == list(self.ids)


@attrs.frozen
class Raises:
    """An error of exactly this class, whose message matches and whose attributes have these values.

    Attributes:
        kind: The name of a public error. A name, so that a renamed error breaks only the rows that expect it.
        match: A pattern to search for in the message.
        attributes: Attributes of the error with their values.
    """

    kind: str
    match: str = ""
    attributes: dict[str, Any] = attrs.field(factory=dict)

    def check(self, outcome: "list[Offer] | PartnerCenterError") -> None:
        assert isinstance(outcome, PartnerCenterError), outcome
        assert type(outcome) is getattr(partner_center, self.kind), repr(outcome)
        assert re.search(self.match, str(outcome)), str(outcome)
        assert {name: getattr(outcome, name) for name in self.attributes} == self.attributes


def offers(*ids: str) -> Offers:
    return Offers(ids)


def raises(kind: str, match: str = "", **attributes: Any) -> Raises:
    return Raises(kind, match, attributes)
