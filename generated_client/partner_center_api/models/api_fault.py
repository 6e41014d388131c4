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
from ..types import Plain as _Plain
from ..types import by_attribute as _by_attribute
from ..types import copied as _copied
from ..types import reader_of as _reader_of
from ..types import set_misfits_apart as _set_misfits_apart

T = TypeVar("T", bound="ApiFault")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "code",
        "description",
        "data",
        "source",
        "statusCode",
        "message",
    ),
    UNSET,
)


@_attrs_define(repr=False)
class ApiFault(_Model):
    """The reason why a call failed. Bodies differ in form, and no property is in all of them.

    Attributes:
        code: The code of the error, a number or a string. Status and code together identify the error.
        description: A description of the error.
        data: Details of the error, which only some errors have.
        source: The source of the error.
        status_code: The HTTP status, in responses to throttled calls.
        message: A description of the error, in responses to throttled calls.
    """

    code: int | str | None | Unset = UNSET
    """ The code of the error, a number or a string. Status and code together identify the error. """
    description: str | None | Unset = UNSET
    """ A description of the error. """
    data: list[Any] | None | Unset = UNSET
    """ Details of the error, which only some errors have. """
    source: str | None | Unset = UNSET
    """ The source of the error. """
    status_code: int | None | Unset = UNSET
    """ The HTTP status, in responses to throttled calls. """
    message: str | None | Unset = UNSET
    """ A description of the error, in responses to throttled calls. """
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

        if self.code is not UNSET:
            field_dict["code"] = _copied(self.code)

        if self.description is not UNSET:
            field_dict["description"] = self.description

        if self.data is not UNSET:
            field_dict["data"] = _copied(self.data)

        if self.source is not UNSET:
            field_dict["source"] = self.source

        if self.status_code is not UNSET:
            field_dict["statusCode"] = self.status_code

        if self.message is not UNSET:
            field_dict["message"] = self.message

        return (
            field_dict if by_alias else _by_attribute(self, field_dict, _ABSENT_MEMBERS)
        )

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        if cls is not ApiFault:
            return as_subclass(cls, ApiFault.from_dict(src_dict))
        try:
            return as_subclass(cls, _convert(src_dict, ApiFault_Json).to_model())
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

        api_fault = object.__new__(cls)
        (
            api_fault.code,
            api_fault.description,
            api_fault.data,
            api_fault.source,
            api_fault.status_code,
            api_fault.message,
        ) = all_members.values()
        api_fault._additional_properties = unknown_members

        _set_misfits_apart(api_fault, _ABSENT_MEMBERS)
        return api_fault

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Members that the contract does not know are kept, up to 64 names in a process and three levels of depth.

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _reader_of(ApiFault_Json).read(data))

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


class ApiFault_Json(_Struct, gc=False, kw_only=True, forbid_unknown_fields=True):
    """The JSON object of which a model is made, as long as it keeps to the contract: msgspec.json.decode() reads it."""

    code: str | int | None = _member(name="code", default=_ABSENT)
    description: str | None = _member(name="description", default=_ABSENT)
    data: list[_Plain] | None = _member(name="data", default=_ABSENT)
    source: str | None = _member(name="source", default=_ABSENT)
    status_code: int | None = _member(name="statusCode", default=_ABSENT)
    message: str | None = _member(name="message", default=_ABSENT)

    KEEPS_UNKNOWN_MEMBERS = True

    def to_model(self, values: tuple[Any, ...] | None = None) -> ApiFault:
        """Make the model, as from_dict() makes it, of the values of this struct."""
        api_fault = object.__new__(ApiFault)
        (
            api_fault.code,
            api_fault.description,
            api_fault.data,
            api_fault.source,
            api_fault.status_code,
            api_fault.message,
        ) = values or _values(self)
        api_fault._additional_properties = None
        return api_fault
