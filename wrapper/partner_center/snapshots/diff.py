"""Compares two snapshots, and holds one pair of offers in memory at a time."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

from partner_center_api.models import Offer

from ..bulk import BatchOffer
from .compare import Added, Changed, Difference, Removed, member_changes
from .source import Snapshot, open_snapshot

Source: TypeAlias = "str | Path | Iterable[BatchOffer]"
"""The file of an export, JSON lines or Parquet, or offers such as those of ``partner.offers.by_countries(...)``."""


def diff(old: Source, new: Source, *, ignore: Collection[str] = ()) -> Iterator[Difference]:
    """Yield how the offers of each market or customer have changed.

    Offers are the same if they have the same id. The order of offers, of members and of lists, and the letter case of
    locales, are no changes; a member that is null is the same as one that is absent.

    Args:
        old: The file of an export, ending in ``.jsonl`` or ``.parquet``; or offers, each with its market or customer.
        new: The same for the later state.
        ignore: The names of members whose changes do not count, as on the wire, such as ``description`` or
            ``category.rank``.

    Raises (while iterating):
        ValueError: A file is not an export.
        OSError: A file cannot be read.
        ExceptionGroup, PartnerCenterError: The offers of some markets or customers could not be read.
    """
    with ExitStack() as files:
        before = files.enter_context(open_snapshot(old))
        after = files.enter_context(open_snapshot(new))
        for key in dict.fromkeys((*before.keys(), *after.keys())):
            yield from _key_differences(key, before, after, ignore)


def keys_of(source: Source) -> list[str]:
    """Return the markets or customers that have offers in a snapshot, in the order of the snapshot."""
    with open_snapshot(source) as snapshot:
        return list(snapshot.keys())


def _key_differences(key: str, before: Snapshot, after: Snapshot, ignore: Collection[str]) -> Iterator[Difference]:
    old, new = before.offers(key), after.offers(key)
    for identity, position in old.items():
        if identity not in new:
            yield Removed(key, Offer.from_dict(before.read(position)))
        elif position.digest != new[identity].digest:
            was, is_now = before.read(position), after.read(new[identity])
            if changes := member_changes(was, is_now, ignore=ignore):
                yield Changed(key, Offer.from_dict(is_now), Offer.from_dict(was), changes)
    for identity, position in new.items():
        if identity not in old:
            yield Added(key, Offer.from_dict(after.read(position)))
