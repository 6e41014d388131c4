"""How two versions of an offer differ. No I/O."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from partner_center_api.models import Offer


@attrs.frozen
class MemberChange:
    """A member of an offer that has another value.

    Attributes:
        name: Its name on the wire; of a member of an object, with that of the object, such as ``category.rank``.
        old: The value before, or None if there was none.
        new: The value after, or None if there is none.
    """

    name: str
    old: Any
    new: Any

    def __str__(self) -> str:
        return f"{self.name}: {self.old!r} -> {self.new!r}"


@attrs.frozen
class _OfferDifference:
    key: str
    offer: Offer

    @property
    def offer_id(self) -> str:
        """The id of the offer, empty if it has none."""
        return str(self.offer.id or "")


@attrs.frozen
class Added(_OfferDifference):
    """An offer of the market or customer ``key`` that was not there before."""


@attrs.frozen
class Removed(_OfferDifference):
    """An offer of the market or customer ``key`` that is no longer there."""


@attrs.frozen
class Changed(_OfferDifference):
    """An offer of the market or customer ``key`` with other values than before.

    Attributes:
        offer: The offer after the change.
        old: The offer before the change.
        members: What has changed, in the order of the names.
    """

    old: Offer
    members: tuple[MemberChange, ...]


Difference = Added | Removed | Changed


def member_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], *, ignore: Collection[str] = ()
) -> tuple[MemberChange, ...]:
    """Return what differs between two versions of an offer, given the members of their JSON objects.

    The order of members and of lists of strings, and the letter case of locales, which vary from response to response,
    are no changes. A member that is null is the same as one that is absent.
    """
    return tuple(_changes(old, new, "", frozenset(ignore)))


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any], prefix: str, ignore: frozenset[str]
) -> Iterator[MemberChange]:
    for member in sorted(old.keys() | new.keys()):
        name = prefix + member
        before, after = old.get(member), new.get(member)
        if before == after or name in ignore:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _changes(before, after, f"{name}.", ignore)
        elif _comparable(member, before) != _comparable(member, after):
            yield MemberChange(name, before, after)


def _comparable(member: str, value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return value.casefold() if member == "locale" and isinstance(value, str) else value
