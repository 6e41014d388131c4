"""The columns of the tables, under each of the names that pages give them."""

from collections.abc import Sequence

_NAMES = {
    "name": ("name", "parameter", "parameter name", "property", "property name", "header", "header name", "field"),
    "in": ("in", "location", "located in", "passed in"),
    "required": ("required", "required?", "mandatory", "is required"),
    "type": ("type", "data type", "value type"),
    "description": ("description", "descriptions", "details", "meaning", "remarks", "summary"),
    "value": ("value", "values", "enum value"),
    "default": ("default", "default value"),
    "method": ("method", "http method", "verb"),
    "request uri": ("request uri", "request url", "uri", "url", "endpoint"),
}
_COLUMNS = {name: column for column, names in _NAMES.items() for name in names}
_LONGEST = max(len(name.split()) for name in _COLUMNS)
_FIRST = {"name", "value", "method"}


def columns_of(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a table, given the cells of its head. An unknown column keeps its name in lower case."""
    found: list[str] = []
    for number, cell in enumerate(cells):
        text = " ".join(cell.lower().split())
        column = _COLUMNS.get(text, text)
        found.append(column if column and column not in found else f"{text} ({number + 1})")
    return tuple(found)


def unknown_columns(columns: Sequence[str]) -> list[str]:
    """Return the columns that are not known."""
    return [column for column in columns if column not in _NAMES]


def columns_in(text: str) -> tuple[str, ...] | None:
    """Return the columns that a line of copied text names, or None if it is not the head of a table.

    The names are apart by tabs, bars or spaces.
    """
    if not text[:1].isupper() and not text.startswith("|"):
        return None
    for mark in ("\t", "|"):
        if mark in text:
            columns = columns_of([cell.strip() for cell in text.strip(f"{mark} ").split(mark)])
            return columns if len(columns) > 1 and _is_head(columns) else None
    columns = columns_of(_names_in(text.split()))
    return columns if len(columns) > 1 and _is_head(columns) and not unknown_columns(columns) else None


def column_name(text: str) -> bool:
    """Return whether a line of copied text may be a cell of the head of a table."""
    return text[:1].isupper() and text.lower() in _COLUMNS


def _is_head(columns: Sequence[str]) -> bool:
    return columns[0] in _FIRST and len(set(columns) & set(_NAMES)) > 1


def _names_in(words: Sequence[str]) -> list[str]:
    """Split words into names of columns, the longest first. Other words are kept as they are."""
    found: list[str] = []
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST, len(words) - start), 0, -1):
            name = " ".join(words[start : start + length])
            if length == 1 or name.lower() in _COLUMNS:
                found.append(name)
                start += length
                break
    return found
