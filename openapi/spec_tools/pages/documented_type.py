"""Types as the documentation writes them, such as ``string[]`` or ``SupportedBillingCycles[] (int32)``."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

_PRIMITIVES = ("string", "integer", "number", "boolean", "object", "file")
_SHORT = {
    "int": ("integer", "int32"),
    "long": ("integer", "int64"),
    "bool": ("boolean", None),
    "guid": ("string", "uuid"),
}
_PLURALS = re.compile(r"array of (?P<item>[A-Za-z][\w.]*?)s?")
_MAP = re.compile(r"<\s*(?P<key>[\w.]+)\s*,\s*(?P<value>[\w.\[\],]+)\s*>(?P<array>\[\])?")
_FORMATS = (
    *("int32", "int64", "float", "double", "byte", "binary", "password", "date", "date-time"),
    *("uuid", "uri", "url", "email", "hostname", "ipv4", "ipv6", "duration"),
)
_SURE_FORMATS = ("int32", "int64", "float", "double", "date-time")  # the others may also be names of properties
_TYPE = re.compile(r"(?P<name>[A-Za-z]\w*(\.\w+)*(\[[\w.,]+\])?)(?P<array>\[\])?(\s*\((?P<format>[\w-]+)\))?")
_SPACED = re.compile(  # any name before a format of numbers, but only a type before a format that is also a word
    rf"(?P<name>(?:{'|'.join(_PRIMITIVES)}|[A-Za-z][\w.]*\[\])(?=\s+(?:{'|'.join(_FORMATS)})$)"
    rf"|[A-Za-z][\w.]*(?=\s+(?:{'|'.join(_SURE_FORMATS)})$))\s+(?P<format>\S+)"
)
_VALUE = re.compile(r"(?P<value>\S+?)(\s*\((?P<format>[\w-]+)\))?")
_LIMIT = re.compile(
    r"(?P<key>(?:min|max)(?:Length|imum|Items|Properties)|pattern|multipleOf|uniqueItems|default|readOnly|nullable)"
    r"\s*[:=]\s*(?P<value>.*)"
)


@dataclass(frozen=True)
class DocumentedType:
    """A type.

    Attributes:
        name: A primitive type, the name of a definition, ``<string, string>``, or ``enum`` for an inline enum.
        array: Whether it is an array of these.
        format: The format, such as int32.
        values: The values of an inline enum.
        limits: The limits of the value, such as ``("minLength", "1")``.
    """

    name: str
    array: bool = False
    format: str | None = None
    values: tuple[str, ...] = ()
    limits: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        name = f"enum of {', '.join(self.values)}" if self.values else self.name
        return name + ("[]" if self.array else "") + (f" ({self.format})" if self.format else "")


class ReadType(NamedTuple):
    """The type that a cell has, or None, and the lines of the cell that are not understood."""

    type: DocumentedType | None
    rest: list[str]


def read_type(text: str) -> ReadType:
    """Read the cell of a type."""
    text = re.sub(r"<\s*([\w.]+)\s*,\s*", r"<\1, ", text)  # a map whose parts are on two lines
    lines = [part.strip() for part in text.splitlines() if part.strip()]
    limits = tuple((match["key"], match["value"].strip()) for line in lines if (match := _LIMIT.fullmatch(line)))
    first, *others = [line for line in lines if not _LIMIT.fullmatch(line)] or [""]
    if first.replace(" ", "").lower().startswith("enum:"):
        return _read_enum(first.partition(":")[2], others, limits)
    format_ = others.pop(0).strip("()") if others and others[0].strip("()") in _FORMATS else None
    read = _read_name(first)
    if read is None:
        return ReadType(None, [])
    return ReadType(DocumentedType(read.name, read.array, read.format or format_, limits=limits), others)


def is_surely_a_type(text: str, definitions: Collection[str]) -> bool:
    """Return whether a line of copied text is a type and no name or description.

    Args:
        text: The line.
        definitions: The names of the definitions of the page.
    """
    type_ = _read_name(text)
    return type_ is not None and (
        type_.name in (*_PRIMITIVES, *_SHORT)
        or type_.name in definitions
        or type_.array
        or type_.format is not None
        or bool(re.search(r"[.\[<]", type_.name))
    )


def continues_type(text: str) -> bool:
    """Return whether a line of copied text belongs to the type above it: a format or a limit."""
    return text.strip("()") in _SURE_FORMATS or bool(_LIMIT.fullmatch(text))


def enum_value(text: str) -> str | None:
    """Return the value of an enum that a line states, or None."""
    match = _VALUE.fullmatch(text.lstrip("•*-◦ "))
    return match["value"] if match else None


def _read_enum(inline: str, others: list[str], limits: tuple[tuple[str, str], ...]) -> ReadType:
    parts = [part.strip().lstrip("•*-◦ ") for part in [*inline.split(","), *others] if part.strip()]
    matches = [match for part in parts if (match := _VALUE.fullmatch(part))]
    rest = [part for part in parts if not _VALUE.fullmatch(part)]
    formats = {match["format"] for match in matches if match["format"]}
    if not matches or len(formats) > 1:
        return ReadType(None, [])
    values = tuple(match["value"] for match in matches)
    return ReadType(DocumentedType("enum", format=next(iter(formats), None), values=values, limits=limits), rest)


def _read_name(text: str) -> DocumentedType | None:
    spaced, listed, mapped = _SPACED.fullmatch(text), _PLURALS.fullmatch(text), _MAP.fullmatch(text)
    if mapped:
        return DocumentedType(f"<{mapped['key']}, {mapped['value']}>", array=bool(mapped["array"]))
    if listed:
        return DocumentedType(listed["item"], array=True)
    match = _TYPE.fullmatch(f"{spaced['name']} ({spaced['format']})" if spaced else text)
    if match is None:
        return None
    name, format_ = _SHORT.get(match["name"], (match["name"], None))
    return DocumentedType(name, array=bool(match["array"]), format=match["format"] or format_)
