"""Checks of arguments. An invalid one is rejected before anything is sent, with a message that names it."""

import inspect
import ipaddress
import re
import ssl
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

import httpx

from ._http.network import HEADER, MAX_CONNECTIONS, PROXY_ADDRESS, is_proxy_address
from .clouds import Cloud
from .retry import RetryPolicy

T = TypeVar("T")

_INT32_MAX = 2**31 - 1
_A_DAY = 86_400  # a longer timeout is a mistake, and the operating system rejects some millions
# An id becomes one segment of a path: no slashes, no ``..``. The length is limited because httpx cannot send an
# address of 64 KiB.
_ID = r"(?!\.\.?$)(?! )[^/\\]{1,500}(?<! )"
_TEXTS = {
    "country": ("[A-Za-z]{2}", "a two-letter code such as 'US'"),
    "customer_id": (_ID, "the id of a customer, the GUID of its Entra tenant"),
    "offer_id": (_ID, "the id of an offer, a GUID or another id without slashes such as 'MS-AZR-0145P'"),
    "category_id": (r"(?=.*\S).{1,500}", "the id of a category such as 'Enterprise_Key', or None"),
    "locale": ("[A-Za-z0-9]+(-[A-Za-z0-9]+)*", "the name of a culture such as 'en-US'"),
    "correlation_id": (r"[!-~]{1,100}", "a GUID, or another id without blanks"),
    "application": (r"(?! )[\x20-\x7e]+(?<! )", "printable ASCII without blanks at its ends, or None"),
}
_NUMBERS = {
    "page_size": (1, _INT32_MAX),
    "offset": (0, _INT32_MAX),
    "ahead": (0, MAX_CONNECTIONS),
    "concurrency": (1, MAX_CONNECTIONS),
    "max_concurrency": (1, MAX_CONNECTIONS),
    "max_response_bytes": (1, _INT32_MAX),
    "max_pages": (1, _INT32_MAX),
}
_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "cloud": ((Cloud,), "a Cloud such as Cloud.CHINA or Cloud.named('china')"),
    "strict": ((bool,), "True or False"),
    "validate_mfa": ((bool,), "True or False"),
    "retry": ((RetryPolicy, type(None)), "a RetryPolicy, or None to send each request once"),
    "verify": ((bool, str, ssl.SSLContext), "True, the path of a PEM file, or an ssl.SSLContext"),
    "proxy": ((str, type(None)), "the address of a proxy such as 'http://proxy.example:8080', or None"),
    "timeout": ((int, float, httpx.Timeout), "a number of seconds, or an httpx.Timeout"),
}
_OPTIONAL = {"category_id", "application", "page_size", "offset"}


def check(name: str, value: T, *, source: str | None = None) -> T:
    """Return the value of an argument, or raise a TypeError or a ValueError that names the argument or its source."""
    kind: type[Exception] = ValueError
    if name in _TEXTS:
        pattern, must_be = _TEXTS[name]
        is_valid = isinstance(value, str) and value.isprintable() and re.fullmatch(pattern, value) is not None
    elif name in _NUMBERS:
        lowest, highest = _NUMBERS[name]
        must_be = f"a whole number from {lowest} to {highest}"
        is_valid = isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
    else:
        kinds, must_be = _TYPES[name]
        kind, is_valid = TypeError, isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
    if not is_valid and not (value is None and name in _OPTIONAL):
        raise kind(f"{source or name} must be {must_be}, got {value!r}")
    return value


def check_unique(name: str, argument: str, values: Iterable[str]) -> list[str]:
    """Return the values of a list of arguments. A repeated one is a ValueError: it would return its offers twice."""
    if isinstance(values, str):
        raise TypeError(f"{name} must be a list of strings, got the string {values!r}")
    checked: dict[str, str] = {}
    for value in values:
        if check(argument, value).casefold() in checked:
            raise ValueError(f"{name} must contain each value once, got {value!r} twice")
        checked[value.casefold()] = value
    return list(checked.values())


def check_timeout(timeout: float | httpx.Timeout) -> httpx.Timeout:
    """Return a timeout, or raise a TypeError or a ValueError."""
    check("timeout", timeout)
    if not isinstance(timeout, httpx.Timeout) and not 0 < timeout <= _A_DAY:
        raise ValueError(f"timeout must be a number of seconds above 0 and up to a day, got {timeout!r}")
    return httpx.Timeout(timeout)


def check_headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Return further headers, or raise a TypeError or a ValueError if they cannot be sent."""
    for name, value in headers.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise TypeError(f"headers must be strings, got {name!r}: {value!r}")
        if not HEADER.fullmatch(f"{name}:{value}") or name.lower() in {"authorization", "host"}:
            raise ValueError(f"headers must have names and values that can be sent, got {name!r}")
    return headers


def check_callback(on_event: T) -> T:
    """Return a callback, or raise a TypeError if it cannot be called, or would have to be awaited."""
    is_async = any(map(inspect.iscoroutinefunction, (on_event, type(on_event).__call__)))
    if on_event is not None and (is_async or not callable(on_event)):
        raise TypeError(f"on_event must be a function that is not a coroutine function, or None, got {on_event!r}")
    return on_event


def check_transport(transport: Any, method: str) -> None:
    """Raise a TypeError if httpx could not send a request through a transport."""
    if transport is not None and not callable(getattr(transport, method, None)):
        raise TypeError(f"transport must be an httpx transport with `{method}`, or None, got {transport!r}")


def check_proxy(proxy: str | None) -> str | None:
    """Return the address of a proxy, or raise a TypeError or a ValueError that does not show it."""
    if check("proxy", proxy) is not None and not is_proxy_address(str(proxy)):
        raise ValueError(f"proxy must be {PROXY_ADDRESS}")  # it may hold a password
    return proxy


def check_base_url(base_url: str, *, source: str = "base_url") -> httpx.URL:
    """Return the root of the API, or raise a TypeError or a ValueError."""
    must_be = "the root of the API with its version, such as 'https://api.partnercenter.microsoft.com/v1'"
    parts = _split_address(source, base_url, must_be, schemes={"http", "https"})
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        must_be = "begin with https unless its host is loopback, because plain http shows the token"
        raise ValueError(f"{source} must {must_be}, got {base_url!r}")
    return httpx.URL(base_url.rstrip("/"))


def check_authority(authority: str, *, source: str = "authority") -> None:
    """Raise a TypeError or a ValueError for what is not the address of a Microsoft Entra host."""
    must_be = "https and a host, such as 'https://login.microsoftonline.com', without the tenant"
    if _split_address(source, authority, must_be, schemes={"https"}).path.strip("/"):
        raise ValueError(f"{source} must be {must_be}, got {authority!r}")


def _is_loopback(host: str) -> bool:
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split_address(name: str, address: str, must_be: str, *, schemes: set[str]) -> SplitResult:
    """Return the parts of an address with a host, and without user name, query and fragment."""
    if not isinstance(address, str):
        raise TypeError(f"{name} must be {must_be}, got {address!r}")
    if "@" in (address.partition("//")[2] or address).partition("/")[0]:
        raise ValueError(f"{name} must not contain a user name or password. Use a credential.")
    if address.isprintable() and not set(address) & set(" \\?#"):
        # Both are needed: each accepts addresses that the other rejects.
        with suppress(ValueError, httpx.InvalidURL):
            httpx.URL(address)
            parts = urlsplit(address)
            if parts.scheme in schemes and parts.hostname and parts.hostname.encode("idna") and parts.port != 0:
                return parts
    raise ValueError(f"{name} must be {must_be}, got {address!r}")
