from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="KeyValuePair")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "key",
        "value",
    ),
    UNSET,
)


@_attrs_define
class KeyValuePair:
    """A header to send, by name and value."""

    key: str | Unset = UNSET
    """ The name. """
    value: str | Unset = UNSET
    """ The value. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Write the JSON object, with what was kept as it came. Members that are UNSET are left out."""
        field_dict: dict[str, Any] = dict(self.additional_properties)

        if self.key is not UNSET:
            field_dict["key"] = self.key

        if self.value is not UNSET:
            field_dict["value"] = self.value

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
        key_value_pair = cls(*members.values())
        key_value_pair.additional_properties = unknown

        return key_value_pair

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
