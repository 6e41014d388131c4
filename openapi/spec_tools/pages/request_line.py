"""The request line of a page: a method and a URI with placeholders."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl

_REQUEST_LINE = re.compile(
    r"(?P<method>GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS)\s+(?P<uri>(https?://|\{|/)\S+)(\s+HTTP/\S+)?"
)
_PLACEHOLDER = re.compile(r"[{<]([^{}<>]+)[}>]")


@dataclass(frozen=True)
class RequestLine:
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
        match = _REQUEST_LINE.fullmatch(text.strip())
        if match is None:
            return None
        path, _, query = match["uri"].partition("?")
        pairs = parse_qsl(query, keep_blank_values=True)
        names = tuple((name, (_PLACEHOLDER.fullmatch(value) or [value, value])[1]) for name, value in pairs)
        return cls(match["method"], _PLACEHOLDER.sub(r"{\1}", path), names)

    def placeholders(self) -> list[str]:
        """Return the names of the placeholders of the path."""
        return _PLACEHOLDER.findall(self.path)

    def is_example_of(self, template: "RequestLine") -> bool:
        """Return whether this is a call of a template, such as ``/offers/A-1`` of ``/offers/{offer-id}``."""
        own, other = (_after_host(line.path).split("/") for line in (self, template))
        return self.method == template.method and same_segments(own, other)


def same_segments(own: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether the segments of two paths are the same, except for placeholders in the second."""
    return len(own) == len(other) and all(
        re.fullmatch(".+".join(map(re.escape, re.split(r"\{[^{}]*\}", two))), one)
        for one, two in zip(own, other, strict=True)
    )


def _after_host(path: str) -> str:
    return re.sub(r"^(https?://[^/]+|\{[^/]+\})", "", path)
