"""The switches: how the emulator behaves, changeable while it runs."""

import time
from collections.abc import Callable
from enum import StrEnum

import attrs

from partner_center.emulator.exchange import Answer, ReceivedRequest


class LinkForm(StrEnum):
    """How the `uri` of a page's links is written. The service has used each of these forms."""

    PATH = "path"
    """`/offers?country=US&offset=20&size=20`"""
    VERSIONED_PATH = "versioned_path"
    """`/v1/offers?country=US&offset=20&size=20`"""
    RELATIVE = "relative"
    """`offers?country=US&offset=20&size=20`"""
    ABSOLUTE = "absolute"
    """`https://localhost:PORT/v1/offers?country=US&offset=20&size=20`"""


@attrs.define
class Behaviour:
    """What the emulator does differently from call to call; each attribute may be set at any time.

    A value of the wrong kind raises TypeError or ValueError where it is set.
    """

    token_lifetime: int = attrs.field(default=3600, validator=attrs.validators.instance_of(int))
    """How many seconds a token lasts, counted from its issue."""

    clock: Callable[[], float] = time.time
    """What time it is for the tokens, in seconds since 1970. Put it forward, and tokens expire without a wait."""

    secret_expired: bool = attrs.field(default=False, validator=attrs.validators.instance_of(bool))
    """Whether the time of the client secret is over."""

    assertions_only_once: bool = attrs.field(default=False, validator=attrs.validators.instance_of(bool))
    """Whether a client assertion is refused when it comes a second time. msal sends each for nine minutes, and Entra
    takes it."""

    link_form: LinkForm = attrs.field(default=LinkForm.PATH, converter=LinkForm)
    """How the links of a page are written; the value of a LinkForm will do."""

    next_links: bool = attrs.field(default=True, validator=attrs.validators.instance_of(bool))
    """Whether a page links to the next one. Without, a caller has to count offsets until a page comes short."""

    link_headers: dict[str, str] = attrs.field(factory=dict, validator=attrs.validators.instance_of(dict))
    """Headers that the next link asks for, such as `{"MS-ContinuationToken": "..."}`. As long as they are set, each
    request with an offset above 0 has to bring them, or is answered 400. Those that no client should take from a
    link, such as Authorization, are handed out but not asked for."""

    intercept: Callable[[ReceivedRequest], Answer | None] | None = None
    """Sees each request of both sides before it is served. What it returns is sent as it is; None lets the request
    through. It runs in the thread of the server, so it must not wait."""

    def reset(self) -> None:
        """Set everything back to the way it was at the start."""
        fresh = Behaviour()
        for field in attrs.fields(Behaviour):
            setattr(self, field.name, getattr(fresh, field.name))
