"""From bytes to JSON values, with one kind of failure."""

import json
from typing import Any


class JsonError(ValueError):
    """The bytes are not JSON."""


def parse_json(body: bytes) -> Any:
    """Return the JSON value in some bytes, with or without a byte order mark.

    Raises:
        JsonError: They hold none.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise JsonError(str(error)) from error
