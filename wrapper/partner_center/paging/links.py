"""Where a link of the service leads: to a place under the API's own base, or nowhere."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

import httpx

from partner_center_api.models import KeyValuePair, Link
from partner_center_api.types import Unset

from .._evidence import one_line, shown_value
from .._http.redaction import without_tokens
from ..errors import UnsafeLinkError

# What a link has no say in: who asks, whom, as what, in which language, for which form of answer, and how the message
# is framed. Some gateways let a header of X- stand for the caller, the host, the method or the path.
_FORBIDDEN_HEADER = re.compile(
    r"""
    authorization | cookie2? | host | date | from | origin | referer | user-agent | via | forwarded | range | expect
    | connection | keep-alive | upgrade | te | trailer | transfer-encoding | http2-settings | alt-used | pragma
    | cache-control | max-forwards | remote-user | true-client-ip | validatemfa
    | ms-requestid | ms-correlationid | ms-cv | ms-partnercenter-application
    | (accept | content | if | proxy | sec | access-control | ocp-apim | x) (-.*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}
# Servers refuse longer ones, and httpx cannot write those of 64 KiB.
_LONGEST_URI = 8192
_MOST_HEADERS = 32
_LONGEST_HEADER = 8192
_SHOWN_OF_A_URI = 500
# How often a path may be encoded over itself. More than that is no path that anybody wrote.
_MOST_DECODINGS = 3


def link_url(link: Link, base: httpx.URL) -> httpx.URL | None:
    """Return where a link leads, or None for a link that names no place.

    The service writes ``/offers?..``, ``/v1/offers?..``, ``offers?..`` or a whole address for the same place; all are
    taken as under the base. (Fact: the form changed in production in November 2021.) Scheme, host and port of what is
    returned are always those of the base, never those that were written.

    Raises:
        UnsafeLinkError: The link leads elsewhere, or is no plain GET.
    """
    uri: object = link.uri
    if uri is None or isinstance(uri, Unset) or uri == "":
        return None
    if not isinstance(uri, str):
        raise _unsafe(shown_value(uri), "it is not a string")
    if len(uri) > _LONGEST_URI:
        raise _unsafe(uri, f"it has {len(uri)} characters, more than {_LONGEST_URI}")
    if not uri.isprintable() or " " in uri or "\\" in uri:
        raise _unsafe(uri, "it holds blanks, backslashes, or characters that cannot be seen")
    if uri.startswith("//"):
        raise _unsafe(uri, "it names another host")
    try:
        parts = urlsplit(uri)
        if parts.scheme or parts.netloc:
            _check_origin(uri, parts, base)
    except ValueError as error:  # what urlsplit says of a broken port or address
        raise _unsafe(uri, one_line(without_tokens(str(error)), 200)) from None
    if link.method and str(link.method).upper() != "GET":
        raise _unsafe(uri, f"it asks for {str(link.method)[:20]!r}, and only GET is followed")
    if link.body:
        raise _unsafe(uri, "it wants a body to be sent")

    path = _path_under(base, uri, parts.path)
    query = f"?{parts.query}" if parts.query else ""
    return httpx.URL(f"{str(base).rstrip('/')}{path}{query}")


def link_headers(link: Link) -> Mapping[str, str]:
    """Return the headers that a link wants to be sent, without those that it has no say in.

    Raises:
        UnsafeLinkError: A name or a value could not stand in a header, or there are too many.
    """
    wanted: object = link.headers
    if wanted is None or isinstance(wanted, Unset):
        return {}
    if not isinstance(wanted, list) or len(wanted) > _MOST_HEADERS:
        raise _unsafe(str(link.uri), f"its headers are no list of at most {_MOST_HEADERS}")
    headers: dict[str, str] = {}
    for header in wanted:
        name: object = header.key if isinstance(header, KeyValuePair) else None
        value: object = header.value if isinstance(header, KeyValuePair) else None
        if not isinstance(name, str) or not isinstance(value, str | int):
            raise _unsafe(str(link.uri), "one of its headers has no name or no value")
        text = str(value).strip(" \t")
        if not re.fullmatch(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", name) or not re.fullmatch(r"[\x20-\x7e\t]*", text):
            raise _unsafe(str(link.uri), f"its header {name[:40]!r} could not be sent as it is")
        if len(name) + len(text) > _LONGEST_HEADER:
            raise _unsafe(str(link.uri), f"its header {name[:40]!r} is longer than {_LONGEST_HEADER} characters")
        if not _FORBIDDEN_HEADER.fullmatch(name.replace("_", "-")):
            headers[name.lower()] = text
    return headers


def same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Tell whether two addresses have the same scheme, host and port."""
    return (one.scheme, one.host, _port(one)) == (other.scheme, other.host, _port(other))


def _port(url: httpx.URL) -> int | None:
    return url.port or DEFAULT_PORTS.get(url.scheme)


def _check_origin(uri: str, parts: SplitResult, base: httpx.URL) -> None:
    if parts.username is not None or parts.password is not None:
        raise _unsafe(uri, "it holds a user name or password")
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise _unsafe(uri, "it is neither a path nor a whole address with a host")
    port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    if (parts.scheme, parts.hostname, port) != (base.scheme, base.host, _port(base)):
        raise _unsafe(uri, f"it leads away from {base.scheme}://{base.netloc.decode('ascii')}")


def _path_under(base: httpx.URL, uri: str, path: str) -> str:
    segments = path.removeprefix("/").split("/")
    if segments[0] == "":
        raise _unsafe(uri, "it has no path")
    if any(_leads_astray(segment) for segment in segments):
        raise _unsafe(uri, "its path does not stay where it is")
    base_segments = [segment for segment in base.path.split("/") if segment]
    if [segment.lower() for segment in segments[: len(base_segments)]] == [
        segment.lower() for segment in base_segments
    ]:
        segments = segments[len(base_segments) :]
    return "/" + "/".join(segments)


def _leads_astray(segment: str) -> bool:
    """Tell whether a segment of a path means another place to a server that decodes it, even more often than once."""
    for _ in range(_MOST_DECODINGS):
        # Some servers end a segment at a semicolon.
        if segment.partition(";")[0] in {".", ".."} or re.search(r"[/\\?#\x00-\x1f\x7f]", segment):
            return True
        decoded = unquote(segment)
        if decoded == segment:
            return False
        segment = decoded
    return True


def _unsafe(uri: str, reason: str) -> UnsafeLinkError:
    beginning = without_tokens(uri)[:_SHOWN_OF_A_URI]
    return UnsafeLinkError(
        one_line(f"The link {beginning!r} of the service is not followed: {reason}. Nothing was sent to it."),
        uri=beginning,
    )
