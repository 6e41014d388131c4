"""What a client never exceeds, whatever the service sends."""

from collections.abc import Callable

import attrs


def _from_1_to(highest: int) -> Callable[[object, "attrs.Attribute[int]", int], None]:
    def check(_limits: object, attribute: "attrs.Attribute[int]", value: int) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= highest:
            raise ValueError(f"{attribute.name} is {value!r}, but wants a whole number from 1 to {highest}.")

    return check


@attrs.frozen(kw_only=True)
class Limits:
    """Bounds of a client.

    Attributes:
        max_concurrency: How many calls may be in flight at once. httpx opens at most 100 connections, so more than
            that would wait for a connection instead of here.
        max_response_bytes: How many bytes a body may have, before and after decompression.
        max_pages: How many pages an enumeration may have.
    """

    max_concurrency: int = attrs.field(validator=_from_1_to(100))
    max_response_bytes: int = attrs.field(validator=_from_1_to(2**31 - 1))
    max_pages: int = attrs.field(validator=_from_1_to(2**31 - 1))


DEFAULT_MAX_CONCURRENCY = 8
# The largest market on record is 0.6 MB in one answer.
DEFAULT_MAX_RESPONSE_BYTES = 64 * 2**20
# Ten thousand pages of one offer each are more than any market on record holds; pages of usual sizes are far fewer.
DEFAULT_MAX_PAGES = 10_000
