"""How the client and its credentials reach the network: TLS and proxies, by the same rules for both."""

import ipaddress
import os
import re
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar
from urllib.request import getproxies, proxy_bypass

import attrs
import httpx

from .._version import __version__

MAX_CONNECTIONS = 100
"""How many connections a client opens at most."""
HEADERS: Mapping[str, str] = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "User-Agent": f"partner-center-offers/{__version__}",
}
"""What every request carries."""
HEADER = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\x20-\x7e\t]*")
"""The name and the value of a header that can be sent."""
TransportT = TypeVar("TransportT", httpx.HTTPTransport, httpx.AsyncHTTPTransport)


@attrs.frozen(kw_only=True)
class NetworkSettings:
    """How to reach the network: ``verify`` and ``proxy`` as the client has them.

    Plain http, which is for loopback, never goes through a proxy: the token would be readable there.
    """

    verify: bool | str | ssl.SSLContext = True
    proxy: str | None = attrs.field(default=None, repr=False)  # it may hold a password

    def connect(self, kind: type[TransportT], url: httpx.URL, *, keep: int = 1) -> TransportT:
        """Return what carries requests to an address, and keeps some idle connections."""
        limits = httpx.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=keep)
        try:
            return kind(verify=self.tls_context(), proxy=self.proxy_for(url), limits=limits, trust_env=False)
        except ImportError as error:  # httpx speaks SOCKS through a package that it does not require
            raise ValueError(f"The proxy cannot be used: {error}") from error

    def proxy_for(self, url: httpx.URL) -> str | None:
        """Return the proxy for an address, or None. A ValueError names the variable that is not a proxy's address."""
        if url.scheme != "https" or self.proxy is not None:
            return self.proxy if url.scheme == "https" else None
        proxies = getproxies()
        name = "https" if proxies.get("https") else "all"
        proxy = proxies.get(name)
        if not proxy or _is_excluded(url.host, proxies.get("no", "")) or proxy_bypass(f"{url.host}:{url.port or 443}"):
            return None
        proxy = proxy if "://" in proxy else f"http://{proxy}"
        if not is_proxy_address(proxy):
            must_be = "the address of a proxy, with special characters in its user name and password percent-encoded"
            raise ValueError(f"{name.upper()}_PROXY must be {must_be}")  # its value may hold a password
        return proxy

    def tls_context(self) -> ssl.SSLContext | bool:
        """Return the TLS context, or False to verify nothing. CA certificates that cannot be read are a ValueError."""
        if self.verify is False or isinstance(self.verify, ssl.SSLContext):
            return self.verify
        file = None if self.verify is True else self.verify
        try:
            return _tls_context(file, None if file is None else os.stat(file).st_mtime_ns)
        except OSError as error:  # errors in the content of the file are an OSError too
            source = "SSL_CERT_FILE" if file is None else "verify (or PARTNER_CENTER_CA_BUNDLE)"
            got = f"got {file or os.environ.get('SSL_CERT_FILE')!r}: {error}"
            raise ValueError(f"{source} must be the path of a PEM file with CA certificates, {got}") from error


def is_proxy_address(address: str) -> bool:
    """Tell whether httpx can use an address as that of a proxy."""
    try:
        return bool(httpx.Proxy(address).url.host)
    except (httpx.InvalidURL, ValueError):
        return False


def _is_excluded(host: str, no_proxy: str) -> bool:
    """Tell whether ``NO_PROXY`` lists an IP address in brackets or in a network. urllib knows the other entries."""
    for entry in no_proxy.split(","):
        with suppress(ValueError):  # a name
            if ipaddress.ip_address(host) in ipaddress.ip_network(entry.strip().strip("[]"), strict=False):
                return True
    return False


@lru_cache(maxsize=8)  # a context costs more than all the rest of a client, and is made again for a file that changed
def _tls_context(file: str | None, _modified: int | None) -> ssl.SSLContext:
    return httpx.create_ssl_context() if file is None else ssl.create_default_context(cafile=file)
