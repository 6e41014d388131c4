"""What an export asks for, in a form that is stored with what has been read."""

import json
from collections.abc import Iterable, Sequence
from typing import Self

import attrs

from partner_center import AsyncOfferBatch, AsyncOffers
from partner_center.markets import MARKETS

_VERSION = 3


@attrs.frozen(kw_only=True)
class ExportQuery:
    """The markets or customers to read, and which offers of them.

    Attributes:
        kind: What the keys are: ``countries`` or ``customers``.
        keys: The markets, or the ids of the customers, in the order of the file.
        all_markets: Whether the keys are all markets, rather than markets that the user named.
        category_id: Read only offers of this category.
        page_size: How many offers to request at once.
        locale: The language of names and descriptions.
        cloud: The name of the cloud.
        base_url: The root of the API.
    """

    kind: str
    keys: tuple[str, ...]
    all_markets: bool = False
    category_id: str | None
    page_size: int | None
    locale: str
    cloud: str
    base_url: str

    @property
    def key_noun(self) -> str:
        """What a key is: ``country`` or ``customer``."""
        return "country" if self.kind == "countries" else "customer"

    def batch(self, offers: AsyncOffers, keys: Iterable[str], *, concurrency: int) -> AsyncOfferBatch:
        """Return the offers of some of the keys, to iterate over.

        Raises:
            ValueError: A part of the query is invalid.
        """
        operation = offers.by_countries if self.kind == "countries" else offers.by_customers
        return operation(
            keys,
            concurrency=concurrency,
            category_id=self.category_id,
            page_size=self.page_size,
            locale=self.locale,
        )

    def difference(self, stored: Self) -> str | None:
        """Return how this query differs from a stored one, in words; None if they are equal."""
        if stored.keys != self.keys or stored.kind != self.kind:
            return f"it has other {stored.kind}"
        names = [
            field.name for field in attrs.fields(type(self)) if getattr(self, field.name) != getattr(stored, field.name)
        ]
        return (
            " and ".join(
                f"its {name.replace('_', ' ')} is {getattr(stored, name)!r}, not {getattr(self, name)!r}"
                for name in names
            )
            or None
        )

    def to_json(self) -> str:
        """Return a text that ``from_json`` reads."""
        return json.dumps({"version": _VERSION, **attrs.asdict(self)}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the query in a text.

        Raises:
            ValueError: The text holds no query of this version.
        """
        try:
            members = json.loads(text)
            version = members.pop("version")
            if version == _VERSION:
                return cls(**members | {"keys": tuple(members["keys"])})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ValueError("it cannot be read") from error
        raise ValueError(f"it has version {version}, but this is version {_VERSION}")


def parse_countries(text: str) -> Sequence[str]:
    """Return the markets in a list of codes separated by commas, or all markets for ``all``."""
    if text.strip().lower() == "all":
        return MARKETS
    return [code.strip().upper() for code in text.split(",") if code.strip()]
