"""How the client and its credentials reach the network: one set of rules for both."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TypedDict

import attrs
import httpx

from .._limits import DEFAULT_MAX_RESPONSE_BYTES
from .._version import __version__
from .body import ACCEPTED_CODINGS, read_bounded

USER_AGENT = f"partner-center-offers/{__version__}"
_OWN_HEADERS = {"User-Agent": USER_AGENT, "Accept-Encoding": ACCEPTED_CODINGS}
# Reading is slow where a whole market comes in one answer; connecting never is.
DEFAULT_TIMEOUT = httpx.Timeout(60, connect=10)


class _NoCookies(httpx.Cookies):
    """Takes no cookie: it would tie calls to one another, and to a server that has its bad day."""

    def extract_cookies(self, response: httpx.Response) -> None:
        pass


_NO_COOKIES = _NoCookies()


class _Cookieless:
    """What httpx's clients look their cookies up in, in place of a jar, which takes as long as reading a small page."""

    @property
    def cookies(self) -> httpx.Cookies:
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise AttributeError("these clients have no cookies")


class _Client(_Cookieless, httpx.Client):
    pass


class _AsyncClient(_Cookieless, httpx.AsyncClient):
    pass


class _Proxy(TypedDict):
    proxy: str | None
    trust_env: bool


@attrs.frozen(kw_only=True)
class HttpSettings:
    """How to reach the network.

    Attributes:
        verify: True for the certificates that httpx trusts, a path to a file of CA certificates in PEM, or a context.
        proxy: The address of a proxy, or None for what the environment says. Plain http, which is for loopback, goes
            through none: a token would be readable there.
        timeout: Of each attempt.
        max_response_bytes: How many bytes a body may have, before and after decompression.
    """

    verify: bool | str | ssl.SSLContext = True
    proxy: str | None = attrs.field(default=None, repr=False)  # it may hold a password
    timeout: httpx.Timeout = DEFAULT_TIMEOUT
    max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES

    def client(
        self, *, base_url: str = "", headers: dict[str, str] | None = None, transport: httpx.BaseTransport | None = None
    ) -> httpx.Client:
        """Return a new client under these settings.

        Raises:
            ValueError: A setting cannot be right.
        """
        with _settings_may_be_wrong():
            return _Client(
                base_url=base_url,
                headers={**_OWN_HEADERS, **(headers or {})},
                event_hooks={"response": [self._receive]},
                verify=self._verify,
                **self._proxy_for(base_url),
                timeout=self.timeout,
                transport=transport,
            )

    def async_client(
        self, *, base_url: str, headers: dict[str, str], transport: httpx.AsyncBaseTransport | None
    ) -> httpx.AsyncClient:
        """Return a new asynchronous client under these settings.

        Raises:
            ValueError: A setting cannot be right.
        """
        with _settings_may_be_wrong():
            return _AsyncClient(
                base_url=base_url,
                headers={**_OWN_HEADERS, **headers},
                event_hooks={"response": [self._receive_async]},
                verify=self._verify,
                **self._proxy_for(base_url),
                timeout=self.timeout,
                transport=transport,
            )

    def _receive(self, response: httpx.Response) -> None:
        read_bounded(response, limit=self.max_response_bytes)
        # Redirects are not followed, so there is no need to make a request of whatever a server calls a location.
        if response.is_redirect:
            response.headers.pop("Location", None)

    async def _receive_async(self, response: httpx.Response) -> None:
        self._receive(response)

    def _proxy_for(self, base_url: str) -> _Proxy:
        if base_url.startswith("http:"):
            return {"proxy": None, "trust_env": False}
        return {"proxy": self.proxy, "trust_env": True}

    @property
    def _verify(self) -> bool | ssl.SSLContext:
        if isinstance(self.verify, str):
            return _trusting(self.verify)
        return _trusting_what_httpx_trusts() if self.verify is True else self.verify


@contextmanager
def _settings_may_be_wrong() -> Iterator[None]:
    try:
        yield
    except ImportError as error:  # httpx speaks SOCKS by a package that it does not bring
        raise ValueError(f"The proxy cannot be used: {error}") from error


def _trusting(ca_bundle: str) -> ssl.SSLContext:
    """Return the TLS context for a file of CA certificates, a new one where the file is another than it was."""
    try:
        file = Path(ca_bundle).stat()
        return _context(ca_bundle, (file.st_mtime_ns, file.st_ino))
    except OSError as error:  # what is wrong in the file is one too
        raise ValueError(
            f"verify (PARTNER_CENTER_CA_BUNDLE) is {ca_bundle!r}, but wants the path of a PEM file with CA "
            f"certificates: {error}."
        ) from error


# A context costs more than all the rest of a client.
@lru_cache(maxsize=8)
def _context(ca_bundle: str, _state_of_file: tuple[int, int]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_bundle)


@cache
def _trusting_what_httpx_trusts() -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise ValueError(f"SSL_CERT_FILE names CA certificates that cannot be read: {error}.") from error
