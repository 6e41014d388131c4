"""Types as the documentation writes them, such as ``string[]`` or ``SupportedBillingCycles[] (int32)``."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

_PRIMITIVES = ("string", "integer", "number", "boolean", "object", "file")
_TYPE = re.compile(r"(?P<name>[A-Za-z]\w*(\.\w+)*(\[[\w.,]+\])?)(?P<array>\[\])?(\s*\((?P<format>[\w-]+)\))?")
_FORMAT = re.compile(r"int32|int64|float|double")  # the formats of numbers: others are words that also name things
_VALUE = re.compile(r"(?P<value>\S+?)(\s*\((?P<format>[\w-]+)\))?")


@dataclass(frozen=True)
class DocumentedType:
    """A type.

    Attributes:
        name: A primitive type, the name of a definition, or ``enum`` where the values stand in place.
        array: Whether it is an array of these.
        format: The format, such as int32.
        values: The values of an enum in place.
    """

    name: str
    array: bool = False
    format: str | None = None
    values: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read a type as a page writes it, or return None where the text is no type."""
        first, *others = [part.strip() for part in text.splitlines() if part.strip()] or [""]
        if first.replace(" ", "").startswith("enum:"):
            inline = first.partition(":")[2].strip()
            found = [_VALUE.fullmatch(part.lstrip("•*- ")) for part in ([inline] if inline else []) + others]
            matches = [match for match in found if match]
            formats = {match["format"] for match in matches}
            if not matches or len(matches) < len(found) or len(formats) > 1:
                return None
            return cls("enum", format=formats.pop(), values=tuple(match["value"] for match in matches))
        if len(others) == 1 and is_a_format(others[0]) and "(" not in first:
            first, others = f"{first} ({others[0]})", []
        match = _TYPE.fullmatch(first)
        if match is None or others:
            return None
        return cls(match["name"], array=bool(match["array"]), format=match["format"])

    def __str__(self) -> str:
        name = f"enum of {', '.join(self.values)}" if self.values else self.name
        return name + ("[]" if self.array else "") + (f" ({self.format})" if self.format else "")


def is_surely_a_type(text: str, definitions: Collection[str]) -> bool:
    """Tell whether a word that may also be a name or a description is a type, given the page's definitions."""
    type_ = DocumentedType.read(text)
    return type_ is not None and (
        type_.name in _PRIMITIVES
        or type_.name in definitions
        or type_.array
        or type_.format is not None
        or bool(re.search(r"[.\[]", type_.name))
    )


def is_a_format(text: str) -> bool:
    """Tell whether a word is a format on a line of its own, below its type."""
    return bool(_FORMAT.fullmatch(text))
