"""Where a link of the service leads: to a place under the API's own base, or nowhere."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

import httpx

from partner_center_api.models import KeyValuePair, Link
from partner_center_api.types import Unset

from .errors import UnsafeLinkError

# What a link may not set: it decides who is asked as whom, or how the message is framed.
_FORBIDDEN_HEADERS = frozenset(
    {
        "authorization",
        "connection",
        "content-length",
        "cookie",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def link_url(link: Link, base: httpx.URL) -> httpx.URL | None:
    """Return where a link leads, or None for a link that names no place.

    The service writes ``/offers?..``, ``/v1/offers?..``, ``offers?..`` or a whole address for the same place; all are
    taken as under the base. (Fact: the form changed in production in November 2021.)

    Raises:
        UnsafeLinkError: The link leads elsewhere, or is no plain GET.
    """
    uri: object = link.uri
    if uri is None or isinstance(uri, Unset) or uri == "":
        return None
    if not isinstance(uri, str):
        raise UnsafeLinkError(f"The service sent a link whose uri is {uri!r}, not a string.", uri=repr(uri))
    if re.search(r"[\x00-\x20\x7f-\x9f\\]", uri):
        raise _unsafe(uri, "it holds blanks, control characters or backslashes")
    if uri.startswith("//"):
        raise _unsafe(uri, "it names another host")
    try:
        parts = urlsplit(uri)
        if parts.scheme or parts.netloc:
            _check_origin(uri, parts, base)
    except ValueError as error:  # what urlsplit says of a broken port or address
        raise _unsafe(uri, str(error)) from error
    if link.method and str(link.method).upper() != "GET":
        raise _unsafe(uri, f"it asks for {link.method}, and only GET is followed")
    if link.body:
        raise _unsafe(uri, "it wants a body to be sent")

    path = _path_under(base, uri, parts.path)
    query = f"?{parts.query}" if parts.query else ""
    return httpx.URL(f"{str(base).rstrip('/')}{path}{query}")


def link_headers(link: Link) -> Mapping[str, str]:
    """Return the headers that a link wants to be sent, without those that it has no say in.

    Raises:
        UnsafeLinkError: A name or a value could not stand in a header.
    """
    headers = {}
    for header in link.headers if isinstance(link.headers, list) else []:
        if not isinstance(header, KeyValuePair) or not isinstance(header.key, str) or not isinstance(header.value, str):
            continue
        if not re.fullmatch(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", header.key) or not re.fullmatch(
            r"[\x20-\x7e\t]*", header.value
        ):
            raise _unsafe(str(link.uri), f"its header {header.key!r} could not be sent as it is")
        if header.key.lower() not in _FORBIDDEN_HEADERS:
            headers[header.key] = header.value
    return headers


def same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Tell whether two addresses have the same scheme, host and port."""
    return (one.scheme, one.host, _port(one)) == (other.scheme, other.host, _port(other))


def _port(url: httpx.URL) -> int | None:
    return url.port or _DEFAULT_PORTS.get(url.scheme)


def _check_origin(uri: str, parts: SplitResult, base: httpx.URL) -> None:
    if parts.username is not None or parts.password is not None:
        raise _unsafe(uri, "it holds a user name or password")
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise _unsafe(uri, f"its scheme is not {base.scheme}")
    if (parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS[parts.scheme]) != (
        base.scheme,
        base.host,
        _port(base),
    ):
        raise _unsafe(uri, f"it leads away from {base.scheme}://{base.netloc.decode('ascii')}")


def _path_under(base: httpx.URL, uri: str, path: str) -> str:
    segments = path.removeprefix("/").split("/")
    for segment in segments:
        decoded = unquote(segment)
        if decoded in {".", ".."} or re.search(r"[/\\\x00-\x1f]", decoded):
            raise _unsafe(uri, "its path does not stay where it is")
    if segments[0] == "":
        raise _unsafe(uri, "it has no path")
    base_segments = [segment for segment in base.path.split("/") if segment]
    if [segment.lower() for segment in segments[: len(base_segments)]] == [
        segment.lower() for segment in base_segments
    ]:
        segments = segments[len(base_segments) :]
    return "/" + "/".join(segments)


def _unsafe(uri: str, reason: str) -> UnsafeLinkError:
    return UnsafeLinkError(
        f"The link {uri!r} of the service is not followed: {reason}. Nothing was sent to it.", uri=uri
    )
