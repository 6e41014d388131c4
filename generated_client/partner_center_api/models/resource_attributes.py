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

T = TypeVar("T", bound="ResourceAttributes")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "etag",
        "objectType",
    ),
    UNSET,
)


@_attrs_define
class ResourceAttributes:
    """What kind of resource something is, and which version of it.

    Attributes:
        etag: The version of the resource.
        object_type: The kind of resource.
    """

    etag: str | Unset = UNSET
    """ The version of the resource. """
    object_type: str | Unset = UNSET
    """ The kind of resource. """
    _additional_properties: dict[str, Any] | None = _attrs_field(
        init=False, default=None, eq=empty_if_none
    )

    def to_dict(self) -> dict[str, Any]:
        """Write the JSON object, with what was kept as it came. Members that are UNSET are left out."""
        field_dict: dict[str, Any] = {}
        if self._additional_properties:
            field_dict.update(self._additional_properties)

        if self.etag is not UNSET:
            field_dict["etag"] = self.etag

        if self.object_type is not UNSET:
            field_dict["objectType"] = self.object_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        if cls is not ResourceAttributes:
            return as_subclass(cls, ResourceAttributes.from_dict(src_dict))

        all_members = {**_ABSENT_MEMBERS, **src_dict}
        unknown_members = None
        if len(all_members) > len(_ABSENT_MEMBERS):
            unknown_members = {
                name: all_members.pop(name)
                for name in src_dict
                if name not in _ABSENT_MEMBERS
            }

        resource_attributes = object.__new__(cls)
        (
            resource_attributes.etag,
            resource_attributes.object_type,
        ) = all_members.values()
        resource_attributes._additional_properties = unknown_members

        return resource_attributes

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _decode(data, type=ResourceAttributes_Json).to_model())

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


class ResourceAttributes_Json(
    _Struct, gc=False, kw_only=True, forbid_unknown_fields=True
):
    """The JSON object of which a model is made, as long as it keeps to the contract: msgspec.json.decode() reads it."""

    etag: _Plain = _member(name="etag", default=_ABSENT)
    object_type: _Plain = _member(name="objectType", default=_ABSENT)

    def to_model(self) -> ResourceAttributes:
        """Make the model, as from_dict() makes it."""
        resource_attributes = object.__new__(ResourceAttributes)
        (
            resource_attributes.etag,
            resource_attributes.object_type,
        ) = _values(self)
        resource_attributes._additional_properties = None
        return resource_attributes
