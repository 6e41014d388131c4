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

T = TypeVar("T", bound="OfferProduct")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "id",
        "name",
        "type",
        "unit",
    ),
    UNSET,
)


@_attrs_define
class OfferProduct:
    """The product that an offer sells.

    Attributes:
        id: The identifier of the product.
        name: The name of the product.
        type_: The kind of product. Never recorded.
        unit: What one unit of the product is called.
    """

    id: str | Unset = UNSET
    """ The identifier of the product. """
    name: str | Unset = UNSET
    """ The name of the product. """
    type_: str | Unset = UNSET
    """ The kind of product. Never recorded. """
    unit: str | Unset = UNSET
    """ What one unit of the product is called. """
    _additional_properties: dict[str, Any] | None = _attrs_field(
        init=False, default=None, eq=empty_if_none
    )

    def to_dict(self) -> dict[str, Any]:
        """Write the JSON object, with what was kept as it came. Members that are UNSET are left out."""
        field_dict: dict[str, Any] = {}
        if self._additional_properties:
            field_dict.update(self._additional_properties)

        if self.id is not UNSET:
            field_dict["id"] = self.id

        if self.name is not UNSET:
            field_dict["name"] = self.name

        if self.type_ is not UNSET:
            field_dict["type"] = self.type_

        if self.unit is not UNSET:
            field_dict["unit"] = self.unit

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        if cls is not OfferProduct:
            return as_subclass(cls, OfferProduct.from_dict(src_dict))

        all_members = {**_ABSENT_MEMBERS, **src_dict}
        unknown_members = None
        if len(all_members) > len(_ABSENT_MEMBERS):
            unknown_members = {
                name: all_members.pop(name)
                for name in src_dict
                if name not in _ABSENT_MEMBERS
            }

        offer_product = object.__new__(cls)
        (
            offer_product.id,
            offer_product.name,
            offer_product.type_,
            offer_product.unit,
        ) = all_members.values()
        offer_product._additional_properties = unknown_members

        return offer_product

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _decode(data, type=OfferProduct_Json).to_model())

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


class OfferProduct_Json(_Struct, gc=False, kw_only=True, forbid_unknown_fields=True):
    """The JSON object of which a model is made, as long as it keeps to the contract: msgspec.json.decode() reads it."""

    id: _Plain = _member(name="id", default=_ABSENT)
    name: _Plain = _member(name="name", default=_ABSENT)
    type_: _Plain = _member(name="type", default=_ABSENT)
    unit: _Plain = _member(name="unit", default=_ABSENT)

    def to_model(self) -> OfferProduct:
        """Make the model, as from_dict() makes it."""
        offer_product = object.__new__(OfferProduct)
        (
            offer_product.id,
            offer_product.name,
            offer_product.type_,
            offer_product.unit,
        ) = _values(self)
        offer_product._additional_properties = None
        return offer_product
