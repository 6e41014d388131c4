from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from msgspec import Struct as _Struct
from msgspec import field as _member
from msgspec.json import decode as _decode
from msgspec.structs import astuple as _values

from ..types import ABSENT as _ABSENT
from ..types import UNSET, Unset, as_subclass, empty_if_none
from ..types import Plain as _Plain

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
    """A header to send, by name and value.

    Attributes:
        key: The name.
        value: The value.
    """

    key: str | Unset = UNSET
    """ The name. """
    value: str | Unset = UNSET
    """ The value. """
    _additional_properties: dict[str, Any] | None = _attrs_field(
        init=False, default=None, eq=empty_if_none
    )

    def to_dict(self) -> dict[str, Any]:
        """Write the JSON object, with what was kept as it came. Members that are UNSET are left out."""
        field_dict: dict[str, Any] = {}
        if self._additional_properties:
            field_dict.update(self._additional_properties)

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
        if cls is not KeyValuePair:
            return as_subclass(cls, KeyValuePair.from_dict(src_dict))

        all_members = {**_ABSENT_MEMBERS, **src_dict}
        unknown_members = None
        if len(all_members) > len(_ABSENT_MEMBERS):
            unknown_members = {
                name: all_members.pop(name)
                for name in src_dict
                if name not in _ABSENT_MEMBERS
            }

        key_value_pair = object.__new__(cls)
        (
            key_value_pair.key,
            key_value_pair.value,
        ) = all_members.values()
        key_value_pair._additional_properties = unknown_members

        return key_value_pair

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _decode(data, type=KeyValuePair_Json).to_model())

    @property
    def additional_properties(self) -> dict[str, Any]:
        """The members that the contract does not know."""
        if self._additional_properties is None:
            self._additional_properties = {}
        return self._additional_properties

    @additional_properties.setter
    def additional_properties(self, value: dict[str, Any]) -> None:
        self._additional_properties = value

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


class KeyValuePair_Json(_Struct, gc=False, kw_only=True, forbid_unknown_fields=True):
    """The JSON object of which a model is made, as long as it keeps to the contract: msgspec.json.decode() reads it."""

    key: _Plain = _member(name="key", default=_ABSENT)
    value: _Plain = _member(name="value", default=_ABSENT)

    def to_model(self) -> KeyValuePair:
        """Make the model, as from_dict() makes it."""
        key_value_pair = object.__new__(KeyValuePair)
        (
            key_value_pair.key,
            key_value_pair.value,
        ) = _values(self)
        key_value_pair._additional_properties = None
        return key_value_pair
