"""What passes between a caller and the emulator: a request as it was received, and a ready answer to it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Literal
from urllib.parse import parse_qsl

import attrs
from starlette.datastructures import Headers, QueryParams

Side = Literal["identity", "api"]


@attrs.define(eq=False)
class ReceivedRequest:
    """A request that the emulator received."""

    side: Side
    """Which part of the emulator it was for: the sign-in endpoints, or everything under /v1."""
    method: str
    path: str
    query: QueryParams
    headers: Headers
    """The headers, found in any letter case."""
    body: bytes = b""
    """The body, as far as it was read to answer the request."""
    status: int | None = None
    """The status of the answer; None until there is one."""

    @property
    def form(self) -> dict[str, str]:
        """The fields of the body where it is a form, as the requests of the sign-in endpoints are."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@attrs.frozen
class Answer:
    """An answer that `Behaviour.intercept` gives in the place of the emulator's own.

    Its length and the date are added on the way out; whatever else it needs, it has to bring.
    """

    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = attrs.field(factory=dict)
    body: bytes = b""
