"""The two clients: PartnerCenter, and AsyncPartnerCenter with the same names."""

import copy
import os
import ssl
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack

import httpx

from ._http.network import HEADERS, NetworkSettings
from .arguments import check, check_base_url, check_callback, check_proxy, check_timeout, check_transport
from .clouds import Cloud
from .config import DEFAULT_TIMEOUT, ClientConfig, ClientOptions, ClientSettings, settings_from_environment
from .events import OnEvent, log_to_stderr
from .retry import RetryPolicy

if TYPE_CHECKING:
    from ._http.async_transport import AsyncTransport
    from ._http.transport import Transport
    from .auth import AccessToken, AnyCredential, Credential
    from .categories import AsyncOfferCategories, OfferCategories
    from .offers import AsyncOffers, Offers

# Imported with the first client, and not here: models, msgspec, asyncio and sign-in take as long as httpx.

CredentialT = TypeVar("CredentialT")
TransportT = TypeVar("TransportT")


class _Client(Generic[CredentialT, TransportT]):
    """The settings, which both clients have."""

    _config: ClientConfig
    _transport: Any

    def __init__(
        self,
        credential: CredentialT,
        *,
        cloud: Cloud = Cloud.GLOBAL,
        base_url: str | None = None,
        locale: str = "en-US",
        application: str | None = None,
        timeout: float | httpx.Timeout = DEFAULT_TIMEOUT,
        retry: RetryPolicy | None = RetryPolicy(),  # noqa: B008 - it is frozen
        max_concurrency: int = 8,
        max_response_bytes: int = 16 * 2**20,  # the largest market on record has 0.6 MB
        max_pages: int = 10_000,
        strict: bool = False,
        validate_mfa: bool = False,
        on_event: OnEvent | None = None,
        verify: bool | str | ssl.SSLContext = True,
        proxy: str | None = None,
        transport: TransportT | None = None,
    ) -> None:
        log_to_stderr(os.environ.get("PARTNER_CENTER_LOG"))
        headers = dict(HEADERS)
        if check("validate_mfa", validate_mfa):
            headers["ValidateMfa"] = "true"  # fact: no page lists this header; three public clients send it
        if check("application", application) is not None:
            headers["MS-PartnerCenter-Application"] = str(application)
            headers["User-Agent"] += f" ({application})"
        config = ClientConfig(
            cloud=check("cloud", cloud),
            base_url=check_base_url(cloud.base_url if base_url is None else base_url),
            headers=headers,
            locale=check("locale", locale),
            timeout=check_timeout(timeout),
            retry=check("retry", retry),
            max_concurrency=check("max_concurrency", max_concurrency),
            max_response_bytes=check("max_response_bytes", max_response_bytes),
            max_pages=check("max_pages", max_pages),
            strict=check("strict", strict),
            on_event=check_callback(on_event),
            network=NetworkSettings(verify=check("verify", verify), proxy=check_proxy(proxy)),
        )
        self._use(config, self._connect(config, credential, transport))

    @classmethod
    def from_env(
        cls,
        *,
        credential: CredentialT | None = None,
        transport: TransportT | None = None,
        **settings: Unpack[ClientSettings],
    ) -> Self:
        """Return a client with the settings in ``PARTNER_CENTER_CLOUD``, ``_BASE_URL``, ``_CA_BUNDLE``, and so on.

        Args:
            credential: The credential; None for the one that ``EnvironmentCredential`` describes.
            transport: As for the client.
            settings: Further arguments of the client. They win over the variables.

        Raises:
            ValueError: A variable is missing or invalid, or an argument is invalid.
            TypeError: An argument has the wrong type.
        """
        from .auth import EnvironmentCredential

        merged: ClientSettings = {**settings_from_environment(os.environ, given=settings), **settings}
        credential_in_use: Any = EnvironmentCredential() if credential is None else credential
        return cls(credential_in_use, transport=transport, **merged)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._config.base_url} locale={self._config.locale!r}>"

    @property
    def cloud(self) -> Cloud:
        """The national cloud."""
        return self._config.cloud

    @property
    def base_url(self) -> str:
        """The root of the API with its version."""
        return str(self._config.base_url)

    @property
    def locale(self) -> str:
        """The language of names and descriptions, if a query does not name another."""
        return self._config.locale

    def with_options(self, **options: Unpack[ClientOptions]) -> Self:
        """Return a client with other options, which shares connections, sign-in and rate limit with this one.

        Args:
            options: ``locale``, ``timeout`` and ``retry`` instead of this client's; additional ``headers``; one
                ``correlation_id`` for all calls, instead of one for each query; ``max_concurrency``, how many calls of
                the new client may be in flight at once, within the limit of this one.

        Raises:
            ValueError: An option is invalid.
            TypeError: An option has the wrong type, or is unknown.
        """
        config, transport = self._config.with_options(options, ClientOptions), self._transport
        if "max_concurrency" in options:
            transport = transport.limited_to(config.max_concurrency)
        client = copy.copy(self)
        client._use(config, transport)  # noqa: SLF001 - of the same class
        return client

    def _connect(self, config: ClientConfig, credential: CredentialT, transport: TransportT | None) -> Any:
        raise NotImplementedError

    def _use(self, config: ClientConfig, transport: Any) -> None:
        raise NotImplementedError


class PartnerCenter(_Client["Credential", httpx.BaseTransport]):
    """A client of Partner Center. All threads of a process can share one. Use it in a ``with`` statement, or close it.

    After a fork, the client opens its own connections in the child. Begin an iteration anew there.

    Args:
        credential: A credential of ``partner_center.auth``, or any object with azure-core's ``get_token(*scopes)``.
        cloud: The national cloud.
        base_url: The root of the API with its version, instead of the cloud's.
        locale: The language of names and descriptions, as a culture name.
        application: The name of your application, which the service logs with each call. It is in the user agent too.
        timeout: The seconds to wait for a connection, and for each part of a response, or an ``httpx.Timeout``.
        retry: How to retry; None to send each request once.
        max_concurrency: How many calls may be in flight at once, from 1 to 100.
        max_response_bytes: How many bytes a response may have, after decompression.
        max_pages: How many pages a query may have.
        strict: Whether a page that does not conform to the contract is an error, rather than a page with ``problems``.
        validate_mfa: Whether to ask the service, with each call, if the user signed in with multi-factor
            authentication. The answer is the ``mfa_compliant`` of each page.
        on_event: Called with each request, response, retry, delay and problem, an object of ``partner_center.events``.
            Threads that share the client may call it at the same time.
        verify: True for the CA certificates that httpx trusts, the path of a PEM file with others, or an
            ``ssl.SSLContext``. Sign-in uses it too.
        proxy: The address of a proxy, instead of the one in ``HTTPS_PROXY``. Sign-in uses it too. For SOCKS, install
            ``httpx[socks]``.
        transport: The httpx transport that sends requests to the API, with its own ``verify`` and ``proxy``. Sign-in
            does not use it. If the client used it before a fork, calls in the child raise a RuntimeError.

    Raises:
        ValueError: An argument is invalid. Nothing is sent before the first offer is asked for.
        TypeError: An argument has the wrong type.
    """

    @property
    def offers(self) -> "Offers":
        """The offers that the partner may sell: ``by_country``, ``by_customer``, ``by_countries``, ``by_customers``,
        ``get`` and ``add_ons``.
        """
        return self._offers

    @property
    def categories(self) -> "OfferCategories":
        """The categories of these offers: ``by_country`` and ``by_customer``."""
        return self._categories

    def _connect(
        self, config: ClientConfig, credential: "Credential", transport: httpx.BaseTransport | None
    ) -> "Transport":
        from ._http.connections import Connections
        from ._http.transport import Transport
        from .auth.sources import token_source

        check_transport(transport, "handle_request")
        self._tokens = token_source(credential, cloud=config.cloud, network=config.network)
        connector = partial(config.network.connector, httpx.HTTPTransport, config.base_url)
        connections = Connections[httpx.BaseTransport](connector, given=transport)
        return Transport(connections, self._tokens, max_concurrency=config.max_concurrency)

    def _use(self, config: ClientConfig, transport: "Transport") -> None:
        from . import bulk, categories, offers
        from .paging import pagers

        self._config, self._transport = config, transport
        pager, batch = partial(pagers.OfferPager, transport), partial(bulk.OfferBatch, transport)
        self._offers = offers.Offers(config, transport, pager, batch)
        self._categories = categories.OfferCategories(config, partial(pagers.OfferCategoryPager, transport))

    def sign_in(self) -> "AccessToken":
        """Return the access token that the next call would send, after signing in if there is none.

        Raises:
            CredentialError: No token is available.
        """
        return self._tokens.sign_in()

    def close(self) -> None:
        """Close the connections. Later calls raise a RuntimeError."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class AsyncPartnerCenter(_Client["AnyCredential", httpx.AsyncBaseTransport]):
    """An asynchronous client of Partner Center, with the same names and arguments as ``PartnerCenter``.

    All tasks of an asyncio event loop can share one. Use it in an ``async with`` statement, or ``await aclose()``. When
    its event loop is closed, it can be used in another; in two open ones, or in Trio, it raises a RuntimeError. Its
    credential may also be an object with azure-core's asynchronous ``get_token(*scopes)``.
    """

    @property
    def offers(self) -> "AsyncOffers":
        """The offers that the partner may sell: ``by_country``, ``by_customer``, ``by_countries``, ``by_customers``,
        ``get`` and ``add_ons``.
        """
        return self._offers

    @property
    def categories(self) -> "AsyncOfferCategories":
        """The categories of these offers: ``by_country`` and ``by_customer``."""
        return self._categories

    def _connect(
        self, config: ClientConfig, credential: "AnyCredential", transport: httpx.AsyncBaseTransport | None
    ) -> "AsyncTransport":
        from ._http.async_transport import AsyncTransport
        from ._http.connections import Connections
        from .auth.sources import async_token_source

        check_transport(transport, "handle_async_request")
        self._tokens = async_token_source(credential, cloud=config.cloud, network=config.network)
        connector = partial(config.network.connector, httpx.AsyncHTTPTransport, config.base_url)
        connections = Connections[httpx.AsyncBaseTransport](connector, given=transport)
        return AsyncTransport(connections, self._tokens, max_concurrency=config.max_concurrency)

    def _use(self, config: ClientConfig, transport: "AsyncTransport") -> None:
        from . import bulk, categories, offers
        from .paging import pagers

        self._config, self._transport = config, transport
        pager, batch = partial(pagers.AsyncOfferPager, transport), partial(bulk.AsyncOfferBatch, transport)
        self._offers = offers.AsyncOffers(config, transport, pager, batch)
        self._categories = categories.AsyncOfferCategories(config, partial(pagers.AsyncOfferCategoryPager, transport))

    async def sign_in(self) -> "AccessToken":
        """Return the access token that the next call would send. See ``PartnerCenter.sign_in``."""
        return await self._tokens.sign_in()

    async def aclose(self) -> None:
        """Close the connections. Later calls raise a RuntimeError."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    if not TYPE_CHECKING:  # type checkers find this mistake without help

        def __enter__(self):
            raise TypeError("AsyncPartnerCenter needs `async with`.")

        def __exit__(self, *error):
            raise NotImplementedError

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()
