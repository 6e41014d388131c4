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

T = TypeVar("T", bound="Link")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "body",
        "headers",
        "method",
        "uri",
    ),
    UNSET,
)


@_attrs_define(repr=False)
class Link(_Model):
    """A URI, and the method to call it with.

    Attributes:
        body: The body to send. Recorded links have none.
        headers: The headers to send.
        method: The HTTP method.
        uri: The address: a path with or without the version and with or without a leading slash, or a full URL. A
            link may have none.
    """

    body: str | None | Unset = UNSET
    """ The body to send. Recorded links have none. """
    headers: list[KeyValuePair] | None | Unset = UNSET
    """ The headers to send. """
    method: str | None | Unset = UNSET
    """ The HTTP method. """
    uri: str | None | Unset = UNSET
    """ The address: a path with or without the version and with or without a leading slash, or a full URL. A link
    may have none. """
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

        if self.body is not UNSET:
            field_dict["body"] = self.body

        if self.headers is not UNSET:
            field_dict["headers"] = (
                [
                    item.to_dict() if isinstance(item, KeyValuePair) else _copied(item)
                    for item in self.headers
                ]
                if isinstance(self.headers, list)
                else _copied(self.headers)
            )

        if self.method is not UNSET:
            field_dict["method"] = self.method

        if self.uri is not UNSET:
            field_dict["uri"] = self.uri

        return (
            field_dict if by_alias else _by_attribute(self, field_dict, _ABSENT_MEMBERS)
        )

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        if cls is not Link:
            return as_subclass(cls, Link.from_dict(src_dict))
        try:
            return as_subclass(cls, _convert(src_dict, Link_Json).to_model())
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

        link = object.__new__(cls)
        (
            link.body,
            link.headers,
            link.method,
            link.uri,
        ) = all_members.values()
        if isinstance(link.headers, list) and link.headers:
            link.headers = [
                _key_value_pair_from_dict(item) if isinstance(item, dict) else item
                for item in link.headers
            ]

        link._additional_properties = unknown_members

        _set_misfits_apart(link, _ABSENT_MEMBERS)
        return link

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Members that the contract does not know are kept, up to 64 names in a process and three levels of depth.

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _reader_of(Link_Json).read(data))

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


class Link_Json(_Struct, gc=False, kw_only=True, forbid_unknown_fields=True):
    """The JSON object of which a model is made, as long as it keeps to the contract: msgspec.json.decode() reads it."""

    body: str | None = _member(name="body", default=_ABSENT)
    headers: list[KeyValuePair_Json] | None = _member(name="headers", default=_ABSENT)
    method: str | None = _member(name="method", default=_ABSENT)
    uri: str | None = _member(name="uri", default=_ABSENT)

    KEEPS_UNKNOWN_MEMBERS = True

    def to_model(self, values: tuple[Any, ...] | None = None) -> Link:
        """Make the model, as from_dict() makes it, of the values of this struct."""
        link = object.__new__(Link)
        (
            link.body,
            _headers,
            link.method,
            link.uri,
        ) = values or _values(self)
        link.headers = (
            [item.to_model() if item else item for item in _headers]
            if _headers
            else _headers
        )
        link._additional_properties = None
        return link


# Imported last, because models may refer to each other in a circle.
from ..models.key_value_pair import (
    KeyValuePair,  # noqa: E402
    KeyValuePair_Json,  # noqa: E402
)

# Bound once, because from_dict() of a small model takes hardly longer than to look it up.
_key_value_pair_from_dict = KeyValuePair.from_dict
