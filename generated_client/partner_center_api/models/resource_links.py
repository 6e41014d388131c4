from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ResourceLinks")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "next",
        "previous",
        "self",
    ),
    UNSET,
)


@_attrs_define
class ResourceLinks:
    """Where a resource and its neighbours are found."""

    next_: Link | Unset = UNSET
    """ A call that leads to another resource. """
    previous: Link | Unset = UNSET
    """ A call that leads to another resource. """
    self_: Link | Unset = UNSET
    """ A call that leads to another resource. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Write the JSON object, with what was kept as it came. Members that are UNSET are left out."""
        field_dict: dict[str, Any] = dict(self.additional_properties)

        if self.next_ is not UNSET:
            field_dict["next"] = (
                self.next_.to_dict() if isinstance(self.next_, Link) else self.next_
            )

        if self.previous is not UNSET:
            field_dict["previous"] = (
                self.previous.to_dict()
                if isinstance(self.previous, Link)
                else self.previous
            )

        if self.self_ is not UNSET:
            field_dict["self"] = (
                self.self_.to_dict() if isinstance(self.self_, Link) else self.self_
            )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        members = {**_ABSENT_MEMBERS, **src_dict}
        if isinstance(value := members["next"], dict):
            members["next"] = Link.from_dict(value)

        if isinstance(value := members["previous"], dict):
            members["previous"] = Link.from_dict(value)

        if isinstance(value := members["self"], dict):
            members["self"] = Link.from_dict(value)

        if len(members) == len(_ABSENT_MEMBERS):
            return cls(*members.values())

        unknown = {
            name: members.pop(name) for name in src_dict if name not in _ABSENT_MEMBERS
        }
        resource_links = cls(*members.values())
        resource_links.additional_properties = unknown

        return resource_links

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


# Imported last, because models may refer to each other in a circle.
from ..models.link import Link  # noqa: E402
