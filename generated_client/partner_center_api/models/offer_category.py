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

T = TypeVar("T", bound="OfferCategory")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "attributes",
        "country",
        "id",
        "links",
        "locale",
        "name",
        "rank",
    ),
    UNSET,
)


@_attrs_define(repr=False)
class OfferCategory(_Model):
    """A category of offers.

    Attributes:
        attributes: The metadata of a resource.
        country: The country or region in which the category applies, as a two-letter code.
        id: The id of the category, for the parameter offer_category_id. It is empty for an add-on.
        links: Links of a resource.
        locale: The locale in which the category applies, as a culture name in any letter case.
        name: The name of the category.
        rank: The rank of the category among those of the same product line.
    """

    attributes: ResourceAttributes | None | Unset = UNSET
    """ The metadata of a resource. """
    country: str | None | Unset = UNSET
    """ The country or region in which the category applies, as a two-letter code. """
    id: str | None | Unset = UNSET
    """ The id of the category, for the parameter offer_category_id. It is empty for an add-on. """
    links: ResourceLinks | None | Unset = UNSET
    """ Links of a resource. """
    locale: str | None | Unset = UNSET
    """ The locale in which the category applies, as a culture name in any letter case. """
    name: str | None | Unset = UNSET
    """ The name of the category. """
    rank: int | None | Unset = UNSET
    """ The rank of the category among those of the same product line. """
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

        if self.attributes is not UNSET:
            field_dict["attributes"] = (
                self.attributes.to_dict()
                if isinstance(self.attributes, ResourceAttributes)
                else _copied(self.attributes)
            )

        if self.country is not UNSET:
            field_dict["country"] = self.country

        if self.id is not UNSET:
            field_dict["id"] = self.id

        if self.links is not UNSET:
            field_dict["links"] = (
                self.links.to_dict()
                if isinstance(self.links, ResourceLinks)
                else _copied(self.links)
            )

        if self.locale is not UNSET:
            field_dict["locale"] = self.locale

        if self.name is not UNSET:
            field_dict["name"] = self.name

        if self.rank is not UNSET:
            field_dict["rank"] = self.rank

        return (
            field_dict if by_alias else _by_attribute(self, field_dict, _ABSENT_MEMBERS)
        )

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        if cls is not OfferCategory:
            return as_subclass(cls, OfferCategory.from_dict(src_dict))
        try:
            return as_subclass(cls, _convert(src_dict, OfferCategory_Json).to_model())
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

        offer_category = object.__new__(cls)
        (
            offer_category.attributes,
            offer_category.country,
            offer_category.id,
            offer_category.links,
            offer_category.locale,
            offer_category.name,
            offer_category.rank,
        ) = all_members.values()
        if isinstance(offer_category.attributes, dict):
            offer_category.attributes = _resource_attributes_from_dict(
                offer_category.attributes
            )

        if isinstance(offer_category.links, dict):
            offer_category.links = _resource_links_from_dict(offer_category.links)

        offer_category._additional_properties = unknown_members

        _set_misfits_apart(offer_category, _ABSENT_MEMBERS)
        return offer_category

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Members that the contract does not know are kept, up to 64 names in a process and three levels of depth.

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _reader_of(OfferCategory_Json).read(data))

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


class OfferCategory_Json(_Struct, gc=False, kw_only=True, forbid_unknown_fields=True):
    """The JSON object of which a model is made, as long as it keeps to the contract: msgspec.json.decode() reads it."""

    attributes: ResourceAttributes_Json | None = _member(
        name="attributes", default=_ABSENT
    )
    country: str | None = _member(name="country", default=_ABSENT)
    id: str | None = _member(name="id", default=_ABSENT)
    links: ResourceLinks_Json | None = _member(name="links", default=_ABSENT)
    locale: str | None = _member(name="locale", default=_ABSENT)
    name: str | None = _member(name="name", default=_ABSENT)
    rank: int | None = _member(name="rank", default=_ABSENT)

    KEEPS_UNKNOWN_MEMBERS = True

    def to_model(self, values: tuple[Any, ...] | None = None) -> OfferCategory:
        """Make the model, as from_dict() makes it, of the values of this struct."""
        offer_category = object.__new__(OfferCategory)
        (
            _attributes,
            offer_category.country,
            offer_category.id,
            _links,
            offer_category.locale,
            offer_category.name,
            offer_category.rank,
        ) = values or _values(self)
        offer_category.attributes = (
            _attributes.to_model() if _attributes else _attributes
        )
        offer_category.links = _links.to_model() if _links else _links
        offer_category._additional_properties = None
        return offer_category


# Imported last, because models may refer to each other in a circle.
from ..models.resource_attributes import (
    ResourceAttributes,  # noqa: E402
    ResourceAttributes_Json,  # noqa: E402
)
from ..models.resource_links import (
    ResourceLinks,  # noqa: E402
    ResourceLinks_Json,  # noqa: E402
)

# Bound once, because from_dict() of a small model takes hardly longer than to look it up.
_resource_attributes_from_dict = ResourceAttributes.from_dict
_resource_links_from_dict = ResourceLinks.from_dict
