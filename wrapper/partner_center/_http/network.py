"""How the client and its credentials reach the network: TLS and proxies, by the same rules for both."""

import ipaddress
import os
import re
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Literal, TypeVar
from urllib.request import getproxies, proxy_bypass

import attrs
import httpx

from .._version import __version__
from ..retry import causes

MAX_CONNECTIONS = 100
"""How many connections a client opens at most."""
HEADERS: Mapping[str, str] = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "User-Agent": f"partner-center-offers/{__version__}",
}
"""The headers of every request."""
PROXY_ADDRESS = (
    "the address of a proxy such as 'http://proxy.example:8080' or 'socks5://proxy.example:1080', with special "
    "characters in its user name and password percent-encoded"
)
HEADER = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\x20-\x7e\t]*")
"""The name and the value of a header that can be sent."""
# Messages of OpenSSL that occur only if ssl.VERIFY_X509_STRICT is set.
_REJECTED_IF_STRICT = {
    "Basic Constraints of CA cert not marked critical",
    "CA cert does not include key usage extension",
    "Missing Authority Key Identifier",
    "Missing Subject Key Identifier",
}
TransportT = TypeVar("TransportT", httpx.HTTPTransport, httpx.AsyncHTTPTransport)


@attrs.frozen(kw_only=True)
class NetworkSettings:
    """How to reach the network: ``verify`` and ``proxy``, as in the arguments of the client.

    Plain http, which is for loopback, never goes through a proxy: the token would be readable there.
    """

    verify: bool | str | ssl.SSLContext = True
    proxy: str | None = attrs.field(default=None, repr=False)  # it may hold a password

    def connector(self, kind: type[TransportT], url: httpx.URL) -> Callable[[], TransportT]:
        """Return a function that makes a transport for an address, with at most one connection."""
        verify, address = self.tls_context(), self.proxy_for(url)
        proxy = None if address is None else httpx.Proxy(address)
        if proxy is not None and proxy.url.scheme == "https":  # a proxy over TLS has a context of its own
            proxy.ssl_context = verify or httpx.create_ssl_context(verify=False)
        limits = httpx.Limits(max_connections=1)

        def connect() -> TransportT:
            try:
                return kind(verify=verify, proxy=proxy, limits=limits, trust_env=False)
            except ImportError as error:  # httpx speaks SOCKS through a package that it does not require
                raise ValueError(f"The proxy cannot be used (see `proxy`, HTTPS_PROXY, ALL_PROXY): {error}") from error

        return connect

    def connect(self, kind: type[TransportT], url: httpx.URL) -> TransportT:
        return self.connector(kind, url)()

    def proxy_for(self, url: httpx.URL) -> str | None:
        """Return the proxy for an address, or None. A ValueError names the variable that is not a proxy's address."""
        if url.scheme != "https" or self.proxy is not None:
            return self.proxy if url.scheme == "https" else None
        proxies = getproxies()
        name = "https" if proxies.get("https") else "all"
        proxy = proxies.get(name, "").strip()
        if not proxy or _is_excluded(url.host, proxies.get("no", "")) or proxy_bypass(f"{url.host}:{url.port or 443}"):
            return None
        proxy = proxy if "://" in proxy else f"http://{proxy}"
        if not is_proxy_address(proxy):
            variable = f"{name}_proxy" if os.environ.get(f"{name}_proxy") else f"{name.upper()}_PROXY"
            raise ValueError(f"{variable} must be {PROXY_ADDRESS}")  # its value may hold a password
        return proxy

    def tls_context(self) -> ssl.SSLContext | Literal[False]:
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
        url = httpx.Proxy(address).url
        return bool(url.host) and (url.port is None or 0 < url.port < 65_536)
    except (httpx.InvalidURL, ValueError):
        return False


def describe_network_error(error: Exception) -> str:
    """Return the message of an error of httpx, with advice if it is about a proxy or a certificate."""
    reason = ", ".join([str(error) or type(error).__name__, *getattr(error, "__notes__", [])]).rstrip(".")
    if isinstance(error, httpx.ProxyError):
        reason = f"the proxy, not Partner Center, refused the connection: {reason}"
    failures = [cause for cause in causes(error) if isinstance(cause, ssl.SSLCertVerificationError)]
    if any(failure.verify_message in _REJECTED_IF_STRICT for failure in failures):
        reason += (
            ". Since Python 3.13, CA certificates must conform to RFC 5280. To accept others, pass an ssl.SSLContext "
            "without the flag ssl.VERIFY_X509_STRICT as `verify`"
        )
    elif failures:
        reason += (
            ". If a proxy inspects TLS, name a PEM file with its CA certificate in `verify`, SSL_CERT_FILE, or for "
            "from_env in PARTNER_CENTER_CA_BUNDLE. REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE do not count"
        )
    return reason


def _is_excluded(host: str, no_proxy: str) -> bool:
    """Tell whether ``NO_PROXY`` lists an IP address in brackets or in a network. urllib knows the other entries."""
    for entry in no_proxy.split(","):
        with suppress(ValueError):  # a name
            if ipaddress.ip_address(host) in ipaddress.ip_network(entry.strip().strip("[]"), strict=False):
                return True
    return False


@lru_cache(maxsize=8)  # it takes longer than the rest of a client, and is repeated if the file changed
def _tls_context(file: str | None, _modified: int | None) -> ssl.SSLContext:
    return httpx.create_ssl_context() if file is None else ssl.create_default_context(cafile=file)
