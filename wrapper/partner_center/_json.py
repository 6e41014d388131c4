"""From bytes to JSON values, with one kind of failure."""

import json
from typing import Any

import attrs
import msgspec

# Offers are six levels deep. The bound is far above, and far below where Python's own recursion ends, so that whoever
# copies, compares or prints what came does not fail in its place.
MAX_DEPTH = 100


class JsonError(ValueError):
    """The bytes are not JSON."""


@attrs.frozen
class Parsed:
    """A JSON value, and what had to be mended to read it.

    NaN and Infinity, which JSON does not have, are kept as numbers; of a name that comes twice in an object the last
    value is kept. Both as Python's own parser does: a market of offers is worth more than the rule.
    """

    value: Any
    problems: tuple[str, ...] = ()


def parse_json(body: bytes) -> Parsed:
    """Return the JSON value in some bytes: UTF-8, UTF-16 or UTF-32, with or without a byte order mark.

    Raises:
        JsonError: They hold none, or one nested deeper than ``MAX_DEPTH``.
    """
    problems: tuple[str, ...] = ()
    try:
        try:
            value = _loads(body)
        except UnicodeDecodeError as error:
            value = json.loads(body.decode("utf-8-sig", errors="replace"))
            problems = (f"Byte {error.start} of the body is no UTF-8; U+FFFD stands where text could not be read.",)
    except RecursionError as error:
        raise JsonError(f"it is nested deeper than {MAX_DEPTH} levels") from error
    except ValueError as error:
        raise JsonError(str(error)) from error
    if isinstance(value, dict | list) and _is_too_deep(value):
        raise JsonError(f"it is nested deeper than {MAX_DEPTH} levels")
    return Parsed(value, problems)


def _loads(body: bytes) -> Any:
    """Return what ``json.loads`` returns, mostly in half its time.

    msgspec refuses a byte order mark, UTF-16, lone surrogates, NaN and numbers that no float holds. Python's own parser
    has the last word on what it refuses, for these reasons or because it is broken. What it takes, both read alike.
    """
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(body)


_decode = msgspec.json.Decoder().decode


def _is_too_deep(value: Any) -> bool:
    layer = [value]
    for _ in range(MAX_DEPTH):
        layer = [
            inner
            for outer in layer
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) is dict or type(inner) is list  # parsers make no others, and this takes half of isinstance()
        ]
        if not layer:
            return False
    return True
