"""The checks of what credentials are made of. No message repeats a value that may be a secret."""

import re
from typing import Any

import attrs

from ..arguments import check_authority


def is_identifier(_credential: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept the id of a tenant or an application, which become a part of addresses."""
    # The value is not shown: id and secret are easily given in each other's place.
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", value):
        wants = "a GUID or a domain" if attribute.name == "tenant_id" else "a GUID"
        raise ValueError(f"{attribute.name} wants {wants}, letters, digits, dots and hyphens alone.")


def is_secret(_credential: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept any text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{attribute.name} is empty or no text, but wants a secret.")


def is_secret_or_none(credential: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Accept any text that is not blank, or None."""
    if value is not None:
        is_secret(credential, attribute, value)


def is_authority(_credential: object, _attribute: "attrs.Attribute[Any]", value: str | None) -> None:
    """Accept the address of a Microsoft Entra host, or None."""
    if value is not None:
        check_authority(value)
