from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="OfferAttestationProperties")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "attestationType",
        "enforceAttestation",
    ),
    UNSET,
)


@_attrs_define
class OfferAttestationProperties:
    """What a customer has to attest before buying an offer."""

    attestation_type: str | Unset = UNSET
    """ The kind of attestation. """
    enforce_attestation: bool | Unset = UNSET
    """ Whether the offer is refused without the attestation. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Write the JSON object, with what was kept as it came. Members that are UNSET are left out."""
        field_dict: dict[str, Any] = dict(self.additional_properties)

        if self.attestation_type is not UNSET:
            field_dict["attestationType"] = self.attestation_type

        if self.enforce_attestation is not UNSET:
            field_dict["enforceAttestation"] = self.enforce_attestation

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        members = {**_ABSENT_MEMBERS, **src_dict}

        if len(members) == len(_ABSENT_MEMBERS):
            return cls(*members.values())

        unknown = {
            name: members.pop(name) for name in src_dict if name not in _ABSENT_MEMBERS
        }
        offer_attestation_properties = cls(*members.values())
        offer_attestation_properties.additional_properties = unknown

        return offer_attestation_properties

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
