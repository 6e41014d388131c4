"""Checks of the links that the service sends. Only those to a place under the root of the API are followed."""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import httpx

from partner_center_api.models import KeyValuePair, Link

from .._http.members import as_sent
from .._http.network import HEADER
from .._http.redaction import describe_value, one_line, redact_tokens
from ..errors import UnsafeLinkError

# A link may hold the state of the paging. It must not replace the ids, the application or the locale of a call.
_ALLOWED_HEADER = re.compile(r"ms-(?!requestid|correlationid|cv|contract-version|partnercenter-).+", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Servers reject longer ones, and httpx cannot send those of 64 KiB.
_LONGEST_URI = _LONGEST_HEADER = 8192
_MOST_HEADERS = 32
_MOST_DECODINGS = 3


def link_url(link: Link, base: httpx.URL) -> httpx.URL | None:
    """Return the address of a link, or None if it has none. If it is not under the base, raise an UnsafeLinkError.

    The service writes ``/offers?..``, ``/v1/offers?..``, ``offers?..`` or a whole address for the same place under the
    base. (Fact: the form changed in production in November 2021.) Scheme, host and port are always those of the base.
    """
    uri: object = as_sent(link, "uri")
    if not uri:
        return None
    path_and_query = _path_under(base, uri) if isinstance(uri, str) else None
    if path_and_query is None:
        raise _unsafe(link, f"it does not lead to a place under {base}")
    method = as_sent(link, "method")
    if method and str(method).upper() != "GET":
        raise _unsafe(link, "only GET is followed")
    if as_sent(link, "body"):
        raise _unsafe(link, "it asks for a body to be sent")
    return httpx.URL(f"{str(base).rstrip('/')}{path_and_query}")


def link_headers(link: Link) -> Mapping[str, str]:
    """Return the headers of a link to send, or raise an UnsafeLinkError if one cannot be sent."""
    listed: object = as_sent(link, "headers") or []
    if not isinstance(listed, list) or len(listed) > _MOST_HEADERS:
        raise _unsafe(link, f"its headers are not a list of at most {_MOST_HEADERS}")
    headers: dict[str, str] = {}
    for header in listed:
        name, value = (header.key, as_sent(header, "value")) if isinstance(header, KeyValuePair) else (None, None)
        if not isinstance(name, str) or not isinstance(value, str | int):
            raise _unsafe(link, "one of its headers has no name or no value")
        text = str(value).strip(" \t")
        if len(name + text) > _LONGEST_HEADER or not HEADER.fullmatch(f"{name}:{text}"):
            raise _unsafe(link, f"its header {name[:40]!r} cannot be sent as it is")
        if _ALLOWED_HEADER.fullmatch(name):
            headers[name.lower()] = text
    return headers


def _path_under(base: httpx.URL, uri: str) -> str | None:
    """Return the path and query of an address relative to the base, or None if it leads elsewhere."""
    if len(uri) > _LONGEST_URI or not uri.isprintable() or set(uri) & set(" \\") or uri.startswith("//"):
        return None
    try:
        parts = urlsplit(uri)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:  # a broken port or address
        return None
    if parts.scheme or parts.netloc:
        origin = (base.scheme, base.host, base.port or _DEFAULT_PORTS[base.scheme])
        if "@" in parts.netloc or parts.port == 0 or (parts.scheme, parts.hostname, port) != origin:
            return None
    segments = parts.path.removeprefix("/").split("/")
    if not segments[0] or any(_escapes_base(segment) for segment in segments):
        return None
    root = [segment.lower() for segment in base.path.split("/") if segment]
    if [segment.lower() for segment in segments[: len(root)]] == root:
        segments = segments[len(root) :]
    return "/" + "/".join(segments) + (f"?{parts.query}" if parts.query else "")


def _escapes_base(segment: str) -> bool:
    """Tell whether a segment of a path leads elsewhere when a server decodes it, once or several times."""
    for _ in range(_MOST_DECODINGS):
        # Some servers end a segment at a semicolon.
        if segment.partition(";")[0] in {".", ".."} or re.search(r"[/\\?#\x00-\x1f\x7f]", segment):
            return True
        decoded = unquote(segment)
        if decoded == segment:
            return False
        segment = decoded
    return True


def _unsafe(link: Link, reason: str) -> UnsafeLinkError:
    uri: object = as_sent(link, "uri")
    excerpt = redact_tokens(uri)[:500] if isinstance(uri, str) else describe_value(uri)
    message = f"The link {excerpt!r} of the service is not followed: {reason}. Nothing was sent to it."
    return UnsafeLinkError(one_line(message), uri=excerpt)
