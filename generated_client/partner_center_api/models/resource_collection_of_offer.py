from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from msgspec import Struct as _Struct
from msgspec import ValidationError as _ValidationError
from msgspec import convert as _convert
from msgspec import field as _member
from msgspec.structs import astuple as _values

from ..types import ABSENT as _ABSENT
from ..types import UNSET, Unset, as_subclass, empty_if_none
from ..types import Model as _Model
from ..types import by_attribute as _by_attribute
from ..types import copied as _copied
from ..types import reader_of as _reader_of
from ..types import set_misfits_apart as _set_misfits_apart

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


@_attrs_define(repr=False)
class ResourceCollectionOfOffer(_Model):
    """A page of offers.

    Attributes:
        total_count: A count of offers. In recorded responses it is the number of offers on this page.
        items: The offers of this page.
        links: Links of a resource.
        attributes: The metadata of a resource.
    """

    total_count: int | None | Unset = UNSET
    """ A count of offers. In recorded responses it is the number of offers on this page. """
    items: list[Offer] | None | Unset = UNSET
    """ The offers of this page. """
    links: ResourceLinks | None | Unset = UNSET
    """ Links of a resource. """
    attributes: ResourceAttributes | None | Unset = UNSET
    """ The metadata of a resource. """
    _additional_properties: dict[str, Any] | None = _attrs_field(
        init=False, default=None, eq=empty_if_none
    )

    def to_dict(self, *, by_alias: bool = True) -> dict[str, Any]:
        """Return the JSON object, with what was kept as it came. Members that are UNSET are left out.

        Args:
            by_alias: Whether members have the names of the contract (`isAddOn`), or those of the attributes (`is_add_on`).
        """
        field_dict: dict[str, Any] = {}
        if self._additional_properties:
            field_dict = _copied(self._additional_properties)

        if self.total_count is not UNSET:
            field_dict["totalCount"] = self.total_count

        if self.items is not UNSET:
            field_dict["items"] = (
                [
                    item.to_dict() if isinstance(item, Offer) else _copied(item)
                    for item in self.items
                ]
                if isinstance(self.items, list)
                else _copied(self.items)
            )

        if self.links is not UNSET:
            field_dict["links"] = (
                self.links.to_dict()
                if isinstance(self.links, ResourceLinks)
                else _copied(self.links)
            )

        if self.attributes is not UNSET:
            field_dict["attributes"] = (
                self.attributes.to_dict()
                if isinstance(self.attributes, ResourceAttributes)
                else _copied(self.attributes)
            )

        return (
            field_dict if by_alias else _by_attribute(self, field_dict, _ABSENT_MEMBERS)
        )

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        if cls is not ResourceCollectionOfOffer:
            return as_subclass(cls, ResourceCollectionOfOffer.from_dict(src_dict))
        try:
            return as_subclass(
                cls, _convert(src_dict, ResourceCollectionOfOffer_Json).to_model()
            )
        except (_ValidationError, UnicodeError):
            pass  # something in it does not conform to the contract, or is a lone surrogate

        all_members = {**_ABSENT_MEMBERS, **src_dict}
        unknown_members = None
        if len(all_members) > len(_ABSENT_MEMBERS):
            unknown_members = {
                name: all_members.pop(name)
                for name in src_dict
                if name not in _ABSENT_MEMBERS
            }

        resource_collection_of_offer = object.__new__(cls)
        (
            resource_collection_of_offer.total_count,
            resource_collection_of_offer.items,
            resource_collection_of_offer.links,
            resource_collection_of_offer.attributes,
        ) = all_members.values()
        if (
            isinstance(resource_collection_of_offer.items, list)
            and resource_collection_of_offer.items
        ):
            resource_collection_of_offer.items = [
                _offer_from_dict(item) if isinstance(item, dict) else item
                for item in resource_collection_of_offer.items
            ]

        if isinstance(resource_collection_of_offer.links, dict):
            resource_collection_of_offer.links = _resource_links_from_dict(
                resource_collection_of_offer.links
            )

        if isinstance(resource_collection_of_offer.attributes, dict):
            resource_collection_of_offer.attributes = _resource_attributes_from_dict(
                resource_collection_of_offer.attributes
            )

        resource_collection_of_offer._additional_properties = unknown_members

        _set_misfits_apart(resource_collection_of_offer, _ABSENT_MEMBERS)
        return resource_collection_of_offer

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Members that the contract does not know are kept, up to 64 names in a process and three levels of depth.

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _reader_of(ResourceCollectionOfOffer_Json).read(data))

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


class ResourceCollectionOfOffer_Json(
    _Struct, gc=False, kw_only=True, forbid_unknown_fields=True
):
    """The JSON object of which a model is made, as long as it keeps to the contract: msgspec.json.decode() reads it."""

    total_count: int | None = _member(name="totalCount", default=_ABSENT)
    items: list[Offer_Json] | None = _member(name="items", default=_ABSENT)
    links: ResourceLinks_Json | None = _member(name="links", default=_ABSENT)
    attributes: ResourceAttributes_Json | None = _member(
        name="attributes", default=_ABSENT
    )

    KEEPS_UNKNOWN_MEMBERS = True

    def to_model(
        self, values: tuple[Any, ...] | None = None
    ) -> ResourceCollectionOfOffer:
        """Make the model, as from_dict() makes it, of the values of this struct."""
        resource_collection_of_offer = object.__new__(ResourceCollectionOfOffer)
        (
            resource_collection_of_offer.total_count,
            _items,
            _links,
            _attributes,
        ) = values or _values(self)
        resource_collection_of_offer.items = (
            [item.to_model() if item else item for item in _items] if _items else _items
        )
        resource_collection_of_offer.links = _links.to_model() if _links else _links
        resource_collection_of_offer.attributes = (
            _attributes.to_model() if _attributes else _attributes
        )
        resource_collection_of_offer._additional_properties = None
        return resource_collection_of_offer


# Imported last, because models may refer to each other in a circle.
from ..models.offer import (
    Offer,  # noqa: E402
    Offer_Json,  # noqa: E402
)
from ..models.resource_attributes import (
    ResourceAttributes,  # noqa: E402
    ResourceAttributes_Json,  # noqa: E402
)
from ..models.resource_links import (
    ResourceLinks,  # noqa: E402
    ResourceLinks_Json,  # noqa: E402
)

# Bound once, because from_dict() of a small model takes hardly longer than to look it up.
_offer_from_dict = Offer.from_dict
_resource_attributes_from_dict = ResourceAttributes.from_dict
_resource_links_from_dict = ResourceLinks.from_dict
