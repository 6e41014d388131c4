from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ResourceCollectionOfOffer")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "totalCount",
        "items",
        "links",
        "attributes",
    ),
    UNSET,
)


@_attrs_define
class ResourceCollectionOfOffer:
    """A page of offers."""

    total_count: int | Unset = UNSET
    """ A count that the service fills in, often with the number of offers on this very page. """
    items: list[Offer] | Unset = UNSET
    """ The offers of this page, in the order of the service. """
    links: ResourceLinks | Unset = UNSET
    """ Where a resource and its neighbours are found. """
    attributes: ResourceAttributes | Unset = UNSET
    """ What kind of resource something is, and which version of it. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Write the JSON object, with what was kept as it came. Members that are UNSET are left out."""
        field_dict: dict[str, Any] = dict(self.additional_properties)

        if self.total_count is not UNSET:
            field_dict["totalCount"] = self.total_count

        if self.items is not UNSET:
            field_dict["items"] = (
                [
                    item.to_dict() if isinstance(item, Offer) else item
                    for item in self.items
                ]
                if isinstance(self.items, list)
                else self.items
            )

        if self.links is not UNSET:
            field_dict["links"] = (
                self.links.to_dict()
                if isinstance(self.links, ResourceLinks)
                else self.links
            )

        if self.attributes is not UNSET:
            field_dict["attributes"] = (
                self.attributes.to_dict()
                if isinstance(self.attributes, ResourceAttributes)
                else self.attributes
            )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        members = {**_ABSENT_MEMBERS, **src_dict}

        if isinstance(value := members["items"], list):
            members["items"] = [
                Offer.from_dict(item) if isinstance(item, dict) else item
                for item in value
            ]

        if isinstance(value := members["links"], dict):
            members["links"] = ResourceLinks.from_dict(value)

        if isinstance(value := members["attributes"], dict):
            members["attributes"] = ResourceAttributes.from_dict(value)

        if len(members) == len(_ABSENT_MEMBERS):
            return cls(*members.values())

        unknown = {
            name: members.pop(name) for name in src_dict if name not in _ABSENT_MEMBERS
        }
        resource_collection_of_offer = cls(*members.values())
        resource_collection_of_offer.additional_properties = unknown

        return resource_collection_of_offer

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
from ..models.offer import Offer  # noqa: E402
from ..models.resource_attributes import ResourceAttributes  # noqa: E402
from ..models.resource_links import ResourceLinks  # noqa: E402
