"""What an export asks for, in a form that is stored with what has been read."""

import json
from collections.abc import Iterable, Sequence
from typing import Self

import attrs

from partner_center import OfferBatch, Offers
from partner_center.markets import MARKETS

_VERSION = 1  # of the journal, too


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

    def batch(self, offers: Offers, keys: Iterable[str], *, concurrency: int) -> OfferBatch:
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

    def check_same(self, stored: Self) -> None:
        """Check that a stored query is the same as this one.

        Raises:
            ValueError: It is not. The message says what differs and what to do.
        """
        differences = [
            f"its {name.replace('_', ' ')} is {getattr(stored, name)!r}, not {getattr(self, name)!r}"
            for name in (field.name for field in attrs.fields(type(self)) if field.name not in {"kind", "keys"})
            if getattr(stored, name) != getattr(self, name)
        ]
        if (stored.kind, stored.keys) != (self.kind, self.keys):
            differences = [f"it has other {self.kind}"]
        if differences:
            raise ValueError(
                f"{' and '.join(differences)}. Use the same options and PARTNER_CENTER_* variables as before, or "
                "delete the folder to start again."
            )

    def to_json(self) -> str:
        """Return a text that ``from_json`` reads."""
        return json.dumps({"version": _VERSION, **attrs.asdict(self)})

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
            raise ValueError("its query cannot be read. Delete the folder to start again.") from error
        raise ValueError(f"it has version {version}, but this is version {_VERSION}. Delete the folder to start again.")


def parse_countries(text: str) -> Sequence[str]:
    """Return the markets in a list of codes separated by commas, or all markets for ``all``."""
    if text.strip().lower() == "all":
        return MARKETS
    return [code.strip().upper() for code in text.split(",") if code.strip()]
