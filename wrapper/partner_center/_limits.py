"""What a client never exceeds, whatever the service sends."""

import attrs

from ._whole_numbers import whole

MOST_AT_ONCE = 100
"""How many connections httpx opens at most; nobody works on more pages either."""


@attrs.frozen(kw_only=True)
class Limits:
    """Bounds of a client.

    Attributes:
        max_concurrency: How many calls may be in flight at once, at most ``MOST_AT_ONCE``: more would wait for a
            connection instead of here.
        max_response_bytes: How many bytes a body may have, before and after decompression.
        max_pages: How many pages an enumeration may have.
    """

    max_concurrency: int = attrs.field(validator=whole(1, MOST_AT_ONCE))
    max_response_bytes: int = attrs.field(validator=whole(1, 2**31 - 1))
    max_pages: int = attrs.field(validator=whole(1, 2**31 - 1))


DEFAULT_MAX_CONCURRENCY = 8
# The largest market on record is 0.6 MB in one answer.
DEFAULT_MAX_RESPONSE_BYTES = 64 * 2**20
# Ten thousand pages of one offer each are more than any market on record holds; pages of usual sizes are far fewer.
DEFAULT_MAX_PAGES = 10_000
