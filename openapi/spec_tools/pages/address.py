"""The line of a page that says what to call: a method and a URI with placeholders."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl

_CALL = re.compile(r"(?P<method>GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS)\s+(?P<uri>(https?://|\{|/)\S+)(\s+HTTP/\S+)?")
_PLACEHOLDER = re.compile(r"[{<]([^{}<>]+)[}>]")


@dataclass(frozen=True)
class Call:
    """A method and a URI.

    Attributes:
        method: The method.
        path: The URI before its query, with placeholders in braces.
        query: The parameters of the query: the name that is sent, and the placeholder of its value.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read a line such as ``GET {baseURL}/v1/offers?country={country-id} HTTP/1.1``, or return None."""
        match = _CALL.fullmatch(text.strip())
        if match is None:
            return None
        path, _, query = match["uri"].partition("?")
        pairs = parse_qsl(query, keep_blank_values=True)
        names = tuple((name, (_PLACEHOLDER.fullmatch(value) or [value, value])[1]) for name, value in pairs)
        return cls(match["method"], _PLACEHOLDER.sub(r"{\1}", path), names)

    def placeholders(self) -> list[str]:
        """Return the placeholders of the path."""
        return _PLACEHOLDER.findall(self.path)
