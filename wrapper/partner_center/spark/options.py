"""The options of the data source, checked."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import attrs

from ..markets import MARKETS

_PROOFS = ("client_secret", "certificate_path", "certificate_password", "refresh_token", "access_token")
_CLIENT = ("tenant_id", "client_id", "authority", "cloud", "base_url", "ca_bundle", "locale", "application", *_PROOFS)
_READ = ("countries", "customers", "category", "page_size", "mode")
_MODES = ("failfast", "collect")


@attrs.frozen(kw_only=True)
class ReadOptions:
    """What to read, and how.

    Attributes:
        kind: What the keys are: ``countries`` or ``customers``.
        keys: The markets, or the ids of the customers.
        category_id: Read only offers of this category.
        page_size: How many offers to request at once.
        collects_failures: Whether a key that cannot be read is a row with its failure, rather than an error.
        variables: ``PARTNER_CENTER_*`` variables that replace those of the executors. Not in the repr: they may be
            secrets.
    """

    kind: str
    keys: tuple[str, ...]
    category_id: str | None
    page_size: int | None
    collects_failures: bool
    variables: Mapping[str, str] = attrs.field(repr=False)

    @classmethod
    def parse(cls, options: Mapping[str, str]) -> Self:
        """Return the options that ``spark.read`` was given.

        Raises:
            ValueError: An option is unknown, missing or invalid.
            OSError: The file of customers cannot be read.
        """
        given = {name.lower(): str(value) for name, value in options.items()}
        known = (*_READ, *_CLIENT)
        if unknown := given.keys() - set(known):
            raise ValueError(f"options must be among {', '.join(known)}, got {', '.join(sorted(unknown))}")
        if ("countries" in given) == ("customers" in given):
            raise ValueError("options must have either countries or customers")
        mode, page_size = given.get("mode", "failfast").lower(), given.get("page_size")
        if mode not in _MODES:
            raise ValueError(f"mode must be one of {', '.join(_MODES)}, got {mode!r}")
        if page_size is not None and not page_size.isdecimal():
            raise ValueError(f"page_size must be a number, got {page_size!r}")
        kind = "countries" if "countries" in given else "customers"
        return cls(
            kind=kind,
            keys=_markets(given["countries"]) if kind == "countries" else _customers(Path(given["customers"])),
            category_id=given.get("category"),
            page_size=None if page_size is None else int(page_size),
            collects_failures=mode == "collect",
            variables={f"PARTNER_CENTER_{name.upper()}": given[name] for name in _CLIENT if name in given},
        )

    def environment(self) -> dict[str, str]:
        """Return the variables of this process, with those of the options instead.

        A secret in the options is used alone, even if the process has another one, which would come first.
        """
        secrets = {f"PARTNER_CENTER_{name.upper()}" for name in _PROOFS}
        hidden = secrets if secrets & self.variables.keys() else frozenset[str]()
        return {name: value for name, value in os.environ.items() if name not in hidden} | dict(self.variables)


def _markets(text: str) -> tuple[str, ...]:
    if text.strip().lower() == "all":
        return tuple(MARKETS)
    return tuple(code.strip().upper() for code in text.split(",") if code.strip())


def _customers(file: Path) -> tuple[str, ...]:
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
