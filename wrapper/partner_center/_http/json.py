"""From bytes to JSON values, with one kind of error."""

import json
from typing import Any

import msgspec

# Offers are six levels deep. The bound is far above that, and far below the depth at which copying, comparing or
# printing a value fails with a RecursionError.
MAX_DEPTH = 100
_decode = msgspec.json.Decoder().decode


class JsonError(ValueError):
    """The bytes are not JSON."""


def parse_json(body: bytes) -> tuple[Any, tuple[str, ...]]:
    """Return the JSON value in some bytes, and what had to be repaired to read it.

    UTF-8, UTF-16 and UTF-32 are read, with or without a byte order mark. NaN and Infinity are kept as numbers. If an
    object has a name twice, the last value is kept.

    Raises:
        JsonError: The bytes are not JSON, or nested deeper than ``MAX_DEPTH``.
    """
    problems: tuple[str, ...] = ()
    try:
        try:
            value = _loads(body)
        except UnicodeDecodeError as error:
            value = json.loads(body.decode("utf-8-sig", errors="replace"))
            problems = (f"Byte {error.start} of the body is not UTF-8; U+FFFD replaces what could not be read.",)
    except RecursionError as error:
        raise JsonError(f"it is nested deeper than {MAX_DEPTH} levels") from error
    except ValueError as error:
        raise JsonError(str(error)) from error
    if _is_too_deep(value):
        raise JsonError(f"it is nested deeper than {MAX_DEPTH} levels")
    return value, problems


def _loads(body: bytes) -> Any:
    # msgspec takes half the time, and is strict. The standard library reads, or rejects, what msgspec rejects.
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(body)


def _is_too_deep(value: Any) -> bool:
    layer = [value] if type(value) in {dict, list} else []
    for _ in range(MAX_DEPTH):
        if not layer:
            return False
        values = (inner for outer in layer for inner in (outer.values() if type(outer) is dict else outer))
        layer = [inner for inner in values if type(inner) is dict or type(inner) is list]
    return bool(layer)
