"""The customers of the partner."""

import attrs

from partner_center.emulator.server.contract import Json


@attrs.frozen
class Customer:
    """A customer of the partner."""

    id: str
    name: str
    country: str
    qualifications: frozenset[str] = frozenset()
    """The qualifications of the customer. Offers that require others are not in its list."""

    def qualifies_for(self, offer: Json) -> bool:
        """Return whether the customer has all qualifications that an offer requires."""
        required = offer.get("reselleeQualifications")
        return not isinstance(required, list) or all(name in self.qualifications for name in map(str, required))
