"""Hypothesis strategies for pages, made from the contract: valid pages with some changes."""

import copy
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

_CONTRACT = YAML(typ="safe").load(Path(__file__).parents[2] / "openapi" / "partner-center-offers.yaml")
_SCHEMAS: dict[str, Any] = _CONTRACT["components"]["schemas"]

# With lone surrogates, which JSON can represent and the service may send.
_TEXT = st.text(st.characters(), max_size=8)
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=4,
)


def _value(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that match a schema."""
    if "$ref" in schema:
        return st.deferred(lambda: _value(_SCHEMAS[schema["$ref"].rpartition("/")[2]]))
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return st.one_of([_value(one) for one in schema[several]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "object" if "properties" in schema:
            members = {name: _value(member) for name, member in schema["properties"].items()}
            return st.fixed_dictionaries({}, optional=members)
        case "array":
            return st.lists(_value(schema["items"]), max_size=3)
        case "integer":
            return st.integers(-(2**31), 2**31 - 1)
        case "boolean":
            return st.booleans()
        case "string":
            return _TEXT
    return _ANYTHING


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in a value as its container and its key or index."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, member in inner for place in ((value, key), *_places(member))]


_PAGE = _value(_SCHEMAS["ResourceCollectionOfOffer"])


@st.composite
def pages(draw: st.DrawFn) -> dict[str, Any]:
    """Return a page without a next link, with arbitrary values in some places."""
    page: dict[str, Any] = copy.deepcopy(draw(_PAGE))
    page.setdefault("items", [])
    for _ in range(draw(st.integers(0, 4))):
        places = _places(page)
        holder, key = draw(st.sampled_from(places))
        if draw(st.booleans()):
            holder[key] = draw(_ANYTHING)
        elif isinstance(holder, dict):
            holder[draw(_TEXT)] = draw(_ANYTHING)
        else:
            holder.insert(key, draw(_ANYTHING))
    return page
