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


@_attrs_define(repr=False)
class OfferProduct(_Model):
    """A product, which may have several offers.

    Attributes:
        id: The id of the product.
        name: The name of the product.
        type_: The type of the product. Recorded products have none.
        unit: The unit of the product.
    """

    id: str | None | Unset = UNSET
    """ The id of the product. """
    name: str | None | Unset = UNSET
    """ The name of the product. """
    type_: str | None | Unset = UNSET
    """ The type of the product. Recorded products have none. """
    unit: str | None | Unset = UNSET
    """ The unit of the product. """
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

        if self.id is not UNSET:
            field_dict["id"] = self.id

        if self.name is not UNSET:
            field_dict["name"] = self.name

        if self.type_ is not UNSET:
            field_dict["type"] = self.type_

        if self.unit is not UNSET:
            field_dict["unit"] = self.unit

        return (
            field_dict if by_alias else _by_attribute(self, field_dict, _ABSENT_MEMBERS)
        )

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        if cls is not OfferProduct:
            return as_subclass(cls, OfferProduct.from_dict(src_dict))
        try:
            return as_subclass(cls, _convert(src_dict, OfferProduct_Json).to_model())
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

        offer_product = object.__new__(cls)
        (
            offer_product.id,
            offer_product.name,
            offer_product.type_,
            offer_product.unit,
        ) = all_members.values()
        offer_product._additional_properties = unknown_members

        _set_misfits_apart(offer_product, _ABSENT_MEMBERS)
        return offer_product

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Members that the contract does not know are kept, up to 64 names in a process and three levels of depth.

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _reader_of(OfferProduct_Json).read(data))

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

    id: str | None = _member(name="id", default=_ABSENT)
    name: str | None = _member(name="name", default=_ABSENT)
    type_: str | None = _member(name="type", default=_ABSENT)
    unit: str | None = _member(name="unit", default=_ABSENT)

    KEEPS_UNKNOWN_MEMBERS = True

    def to_model(self, values: tuple[Any, ...] | None = None) -> OfferProduct:
        """Make the model, as from_dict() makes it, of the values of this struct."""
        offer_product = object.__new__(OfferProduct)
        (
            offer_product.id,
            offer_product.name,
            offer_product.type_,
            offer_product.unit,
        ) = values or _values(self)
        offer_product._additional_properties = None
        return offer_product
