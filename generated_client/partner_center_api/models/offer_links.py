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

T = TypeVar("T", bound="OfferLinks")


# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "learnMore",
        "next",
        "previous",
        "self",
    ),
    UNSET,
)


@_attrs_define(repr=False)
class OfferLinks(_Model):
    """Links to an offer and to further information about it.

    Attributes:
        learn_more: A URI, and the method to call it with.
        next_: A URI, and the method to call it with.
        previous: A URI, and the method to call it with.
        self_: A URI, and the method to call it with.
    """

    learn_more: Link | None | Unset = UNSET
    """ A URI, and the method to call it with. """
    next_: Link | None | Unset = UNSET
    """ A URI, and the method to call it with. """
    previous: Link | None | Unset = UNSET
    """ A URI, and the method to call it with. """
    self_: Link | None | Unset = UNSET
    """ A URI, and the method to call it with. """
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

        if self.learn_more is not UNSET:
            field_dict["learnMore"] = (
                self.learn_more.to_dict()
                if isinstance(self.learn_more, Link)
                else _copied(self.learn_more)
            )

        if self.next_ is not UNSET:
            field_dict["next"] = (
                self.next_.to_dict()
                if isinstance(self.next_, Link)
                else _copied(self.next_)
            )

        if self.previous is not UNSET:
            field_dict["previous"] = (
                self.previous.to_dict()
                if isinstance(self.previous, Link)
                else _copied(self.previous)
            )

        if self.self_ is not UNSET:
            field_dict["self"] = (
                self.self_.to_dict()
                if isinstance(self.self_, Link)
                else _copied(self.self_)
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
        if cls is not OfferLinks:
            return as_subclass(cls, OfferLinks.from_dict(src_dict))
        try:
            return as_subclass(cls, _convert(src_dict, OfferLinks_Json).to_model())
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

        offer_links = object.__new__(cls)
        (
            offer_links.learn_more,
            offer_links.next_,
            offer_links.previous,
            offer_links.self_,
        ) = all_members.values()
        if isinstance(offer_links.learn_more, dict):
            offer_links.learn_more = _link_from_dict(offer_links.learn_more)

        if isinstance(offer_links.next_, dict):
            offer_links.next_ = _link_from_dict(offer_links.next_)

        if isinstance(offer_links.previous, dict):
            offer_links.previous = _link_from_dict(offer_links.previous)

        if isinstance(offer_links.self_, dict):
            offer_links.self_ = _link_from_dict(offer_links.self_)

        offer_links._additional_properties = unknown_members

        _set_misfits_apart(offer_links, _ABSENT_MEMBERS)
        return offer_links

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Members that the contract does not know are kept, up to 64 names in a process and three levels of depth.

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _reader_of(OfferLinks_Json).read(data))

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


class OfferLinks_Json(_Struct, gc=False, kw_only=True, forbid_unknown_fields=True):
    """The JSON object of which a model is made, as long as it keeps to the contract: msgspec.json.decode() reads it."""

    learn_more: Link_Json | None = _member(name="learnMore", default=_ABSENT)
    next_: Link_Json | None = _member(name="next", default=_ABSENT)
    previous: Link_Json | None = _member(name="previous", default=_ABSENT)
    self_: Link_Json | None = _member(name="self", default=_ABSENT)

    KEEPS_UNKNOWN_MEMBERS = True

    def to_model(self, values: tuple[Any, ...] | None = None) -> OfferLinks:
        """Make the model, as from_dict() makes it, of the values of this struct."""
        offer_links = object.__new__(OfferLinks)
        (
            _learn_more,
            _next_,
            _previous,
            _self_,
        ) = values or _values(self)
        offer_links.learn_more = _learn_more.to_model() if _learn_more else _learn_more
        offer_links.next_ = _next_.to_model() if _next_ else _next_
        offer_links.previous = _previous.to_model() if _previous else _previous
        offer_links.self_ = _self_.to_model() if _self_ else _self_
        offer_links._additional_properties = None
        return offer_links


# Imported last, because models may refer to each other in a circle.
from ..models.link import (
    Link,  # noqa: E402
    Link_Json,  # noqa: E402
)

# Bound once, because from_dict() of a small model takes hardly longer than to look it up.
_link_from_dict = Link.from_dict
