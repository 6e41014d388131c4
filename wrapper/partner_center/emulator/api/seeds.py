"""The seeds: offers that a test puts in place of those of a market or customer. They need not match the contract."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import attrs

from partner_center.emulator.api.customers import Customer
from partner_center.emulator.server.contract import Json
from partner_center_api.models import Offer

SeedOffers = Iterable[Offer | Mapping[str, Any]]
"""Offers as objects of the library or as JSON objects."""

_COUNTRY = re.compile("[A-Za-z]{2}")
_GUID = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


@attrs.define
class Seeds:
    """The offers of a test, by the key of a market (two capital letters) or of a customer (its id in lower case)."""

    _offers: dict[str, list[Json]] = attrs.field(factory=dict)

    def __bool__(self) -> bool:
        return bool(self._offers)

    @property
    def markets(self) -> tuple[str, ...]:
        """The markets that have seeds."""
        return tuple(filter(_COUNTRY.fullmatch, self._offers))

    @property
    def customers(self) -> tuple[Customer, ...]:
        """The customers that have seeds. Each is in the US and has no qualifications."""
        return tuple(Customer(key, "Seeded", "US") for key in self._offers if not _COUNTRY.fullmatch(key))

    def offers(self, key: str) -> list[Json] | None:
        """Return a copy of the offers of a market or customer; None if it has no seeds."""
        return deepcopy(self._offers.get(key))

    def update(self, offers: Mapping[str, SeedOffers]) -> None:
        """Replace the seeds of some markets and customers.

        Raises:
            ValueError: A key is neither a country nor a customer id, or an offer is not JSON.
            TypeError: An offer is neither an `Offer` nor a JSON object.
        """
        self._offers.update({_normalized(key): _json_objects(key, of_key) for key, of_key in offers.items()})

    def clear(self) -> None:
        """Remove all seeds."""
        self._offers.clear()


def read_seeds(path: Path, key: str | None) -> dict[str, list[Json]]:
    """Return the offers in a file, by key.

    Args:
        path: The body of a response of the API; or a file of the command `partner-center`: the JSON or JSON lines of
            `offers list`, or the JSON lines of `offers export`.
        key: The market or customer of the offers. None for an export, in which each line has the key of its offer.

    Raises:
        OSError: The file cannot be read.
        ValueError: The file has another content, or the key is missing or not expected.
    """
    offers: dict[str, list[Json]] = {} if key is None else {key: []}
    for place, value in _values(path):
        key_of_line, offer = _key_and_offer(value, place)
        if key_of_line is not None and key is not None:
            raise ValueError(f"key must be None, got {key!r}: {place} has the key {key_of_line!r}.")
        key_of_offer = key_of_line or key
        if key_of_offer is None:
            raise ValueError(f"{place} does not name its market or customer. Pass it as key, such as key='US'.")
        offers.setdefault(key_of_offer, []).append(offer)
    return offers


def _key_and_offer(value: Any, place: str) -> tuple[str | None, Json]:
    """Return the offer in a line, and its market or customer if the line is of an export."""
    match value:
        case {"offer": dict(offer), **rest} if len(rest) == 1:
            return str(*rest.values()), offer
        case dict():
            return None, value
        case _:
            raise ValueError(f"{place} must be a JSON object, got {str(value)[:100]!r}.")


def _values(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield each value of a file, and its place in the file."""
    text = path.read_text("utf-8-sig").strip()
    items = _items(text)
    if items is not None:
        for number, item in enumerate(items, start=1):
            yield f"{path}, item {number},", item
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            place = f"{path}, line {number},"
            try:
                yield place, json.loads(line)
            except ValueError as error:
                raise ValueError(f"{place} is not JSON: {error}") from error


def _items(text: str) -> list[Any] | None:
    """Return the items of a JSON list or of the body of a page; None if the text is neither."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    match value:
        case list(items) | {"items": list(items)}:
            return items
        case _:
            return None


def _normalized(key: str) -> str:
    if _COUNTRY.fullmatch(key):
        return key.upper()
    if _GUID.fullmatch(key):
        return key.lower()
    raise ValueError(f"A key must be a two-letter country code or the id of a customer, a GUID, got {key!r}.")


def _json_objects(key: str, offers: SeedOffers) -> list[Json]:
    if isinstance(offers, Mapping | Offer):
        raise TypeError(f"The offers of {key!r} must be a list, got one {type(offers).__name__}. Put it in a list.")
    return [_json_object(key, offer) for offer in offers]


def _json_object(key: str, offer: Offer | Mapping[str, Any]) -> Json:
    if not isinstance(offer, Offer | Mapping):
        raise TypeError(f"An offer of {key!r} must be an Offer or a dict, got {type(offer).__name__}.")
    value = offer.to_dict() if isinstance(offer, Offer) else dict(offer)
    try:
        copied: Json = json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise ValueError(f"An offer of {key!r} must be JSON: {error}.") from error
    return copied
