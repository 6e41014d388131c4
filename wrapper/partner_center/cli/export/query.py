"""What an export asks for, in a form that outlives the process."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import attrs

from ... import AsyncOfferBatch
from ...markets import MARKETS
from ...offers import AsyncOffers

_VERSION = 1


@attrs.frozen(kw_only=True)
class Question:
    """Which catalogues to export, and what of them.

    Attributes:
        owners: What the catalogues are of: ``countries`` or ``customers``.
        catalogues: The markets, or the ids of the customers, in the order of the file to be written.
        all_markets: Whether the markets are all that there are, and not those that somebody named.
        category_id: Only offers of this category.
        page_size: How many offers to ask for at once.
        locale: The language of names and descriptions, instead of the client's.
    """

    owners: str
    catalogues: tuple[str, ...]
    all_markets: bool = False
    category_id: str | None
    page_size: int | None
    locale: str | None

    def ask(self, offers: AsyncOffers, catalogues: Iterable[str], *, concurrency: int) -> AsyncOfferBatch:
        """Return some of the catalogues, to be iterated over.

        Raises:
            ValueError: Something in the question cannot be right.
        """
        by = offers.by_countries if self.owners == "countries" else offers.by_customers
        return by(
            catalogues,
            concurrency=concurrency,
            category_id=self.category_id,
            page_size=self.page_size,
            locale=self.locale,
        )

    def to_json(self) -> str:
        """Return a text that ``from_json`` reads."""
        return json.dumps({"version": _VERSION, **attrs.asdict(self)}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the question in a text.

        Raises:
            ValueError: It holds none that this version understands.
        """
        try:
            members = json.loads(text)
            version = members.pop("version")
            if version == _VERSION:
                return cls(**members | {"catalogues": tuple(members["catalogues"])})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ValueError("it is not readable") from error
        raise ValueError(f"it is of version {version}, but this is version {_VERSION}")


def countries_named(text: str) -> Sequence[str]:
    """Return the markets in a list of codes with commas between them, or all of them for ``all``."""
    if text.strip().lower() == "all":
        return MARKETS
    return [code.strip().upper() for code in text.split(",") if code.strip()]


def customers_in(file: Path) -> Sequence[str]:
    """Return the ids of customers in a file: one a line; empty lines, and those that begin with ``#``, say nothing.

    Raises:
        ValueError: It cannot be read, or is no text.
    """
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines()]
    except OSError as error:
        raise ValueError(f"--customers is {str(file)!r}, which cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{file} is not a text in UTF-8, but wants the id of a customer on each line.") from error
    return [line for line in lines if line and not line.startswith("#")]
