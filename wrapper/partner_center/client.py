"""The two clients: PartnerCenter, and AsyncPartnerCenter of the same names."""

import inspect
import os
import ssl
from types import TracebackType
from typing import Self, Unpack

import httpx

from ._environment import ClientSettings, settings_from_environment
from ._events import OnEvent
from ._http.clock import SYSTEM_CLOCK
from ._http.network import DEFAULT_TIMEOUT, HttpSettings
from ._http.tracing import tracing
from ._http.transport import AsyncTransport, Conduct, Transport
from ._limits import DEFAULT_MAX_CONCURRENCY, DEFAULT_MAX_PAGES, DEFAULT_MAX_RESPONSE_BYTES, Limits
from ._mfa import VALIDATE_MFA
from .auth import AnyCredential, Credential, EnvironmentCredential
from .auth._bearer import AsyncBearerAuth, BearerAuth
from .auth._sharing import AsyncSharedToken, SharedToken
from .auth._source import async_token_source, token_source
from .clouds import Cloud
from .config import (
    check_application,
    check_base_url,
    check_cloud,
    check_flag,
    check_locale,
    check_proxy,
    check_timeout,
    check_transport,
    check_verify,
)
from .offers import AsyncOffers, OfferQuestions, Offers
from .retry import RetryPolicy


class PartnerCenter:
    """A client of Partner Center. One client serves all threads of a process; use it in a ``with``, or close it.

    Args:
        credential: A credential of ``partner_center.auth``, or any object with azure-core's ``get_token(*scopes)``.
        cloud: The national cloud.
        base_url: The root of the API with its version, instead of the cloud's.
        locale: The language of names and descriptions, as a culture name.
        application: The name of your application, which the service notes with each call.
        timeout: The seconds that an attempt may take to connect, and to go without a byte, or an ``httpx.Timeout``.
        retry: How to try again where it may help; None for not at all.
        max_concurrency: How many calls may be in flight at once, from 1.
        max_response_bytes: How large an answer may be, in bytes after decompression.
        max_pages: How many pages an enumeration may have.
        strict: Whether an item that is no offer is an error, rather than one of the page's ``problems``.
        validate_mfa: Whether to ask the service, with each call, if the user signed in with a second factor; each page
            then tells in ``mfa_compliant``.
        on_event: What to call with each retry, delay and problem, as objects of ``partner_center.events``: a plain
            function, which the threads that share a client may call at the same time.
        verify: True for the CA certificates that httpx trusts, the path of a PEM file with others, or an
            ``ssl.SSLContext``. Sign-in uses it too.
        proxy: The address of a proxy, instead of what ``HTTPS_PROXY`` says. Sign-in uses it too. For SOCKS, install
            ``httpx[socks]``.
        transport: What carries the calls to the API, instead of httpx's own; sign-in does not use it. It brings its own
            ``verify`` and ``proxy``.

    Raises:
        ValueError: An argument cannot be right. Nothing is sent before the first offer is asked for.
        TypeError: An argument is of a kind that it cannot be.
    """

    offers: Offers
    """What the partner may sell."""

    def __init__(
        self,
        credential: Credential,
        *,
        cloud: Cloud = Cloud.GLOBAL,
        base_url: str | None = None,
        locale: str = "en-US",
        application: str | None = None,
        timeout: float | httpx.Timeout = DEFAULT_TIMEOUT,
        retry: RetryPolicy | None = RetryPolicy(),  # noqa: B008 - it is frozen
        max_concurrency: int = DEFAULT_MAX_CONCURRENCY,
        max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES,
        max_pages: int = DEFAULT_MAX_PAGES,
        strict: bool = False,
        validate_mfa: bool = False,
        on_event: OnEvent | None = None,
        verify: bool | str | ssl.SSLContext = True,
        proxy: str | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        url = httpx.URL(check_base_url(check_cloud(cloud).base_url if base_url is None else base_url))
        limits = Limits(max_concurrency=max_concurrency, max_response_bytes=max_response_bytes, max_pages=max_pages)
        conduct = _conduct(retry, limits, strict=strict, on_event=on_event)
        questions = OfferQuestions(base_url=url, locale=check_locale(locale), max_pages=limits.max_pages)
        headers = _headers(application, validate_mfa=validate_mfa)
        http = _http_settings(verify, proxy, timeout, limits)
        check_transport(transport, "handle_request")
        self._tokens = token_source(credential, cloud=cloud, http=http)
        self._http = http.client(base_url=str(url), headers=headers, transport=transport)
        self._http.auth = BearerAuth(SharedToken(self._tokens), url)
        self._transport = Transport(self._http, conduct)
        self.offers = Offers(questions, self._transport)

    @classmethod
    def from_env(cls, **settings: Unpack[ClientSettings]) -> Self:
        """Return a client as the ``PARTNER_CENTER_*`` variables describe it.

        ``EnvironmentCredential`` says which it signs in by; ``CLOUD``, ``BASE_URL``, ``CA_BUNDLE``, ``LOCALE`` and
        ``APPLICATION`` are arguments of the client.

        Args:
            settings: Other arguments of the client, or the same in the place of what the variables say.

        Raises:
            ValueError: A variable is missing, or it or an argument cannot be right.
            TypeError: An argument is of a kind that it cannot be.
        """
        every: ClientSettings = {**settings_from_environment(os.environ), **settings}
        return cls(EnvironmentCredential(), **every)

    def close(self) -> None:
        """Close the connections to the API and to Microsoft Entra. What is asked for after that is a RuntimeError."""
        self._transport.close()
        self._tokens.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncPartnerCenter:
    """An asynchronous client of Partner Center, of the same names as ``PartnerCenter``.

    One client serves all tasks of an event loop; use it in an ``async with``, or ``await aclose()``. It takes the same
    arguments, and asynchronous credentials too.

    Raises:
        ValueError: An argument cannot be right. Nothing is sent before the first offer is asked for.
        TypeError: An argument is of a kind that it cannot be.
    """

    offers: AsyncOffers
    """What the partner may sell."""

    def __init__(
        self,
        credential: AnyCredential,
        *,
        cloud: Cloud = Cloud.GLOBAL,
        base_url: str | None = None,
        locale: str = "en-US",
        application: str | None = None,
        timeout: float | httpx.Timeout = DEFAULT_TIMEOUT,
        retry: RetryPolicy | None = RetryPolicy(),  # noqa: B008 - it is frozen
        max_concurrency: int = DEFAULT_MAX_CONCURRENCY,
        max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES,
        max_pages: int = DEFAULT_MAX_PAGES,
        strict: bool = False,
        validate_mfa: bool = False,
        on_event: OnEvent | None = None,
        verify: bool | str | ssl.SSLContext = True,
        proxy: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        url = httpx.URL(check_base_url(check_cloud(cloud).base_url if base_url is None else base_url))
        limits = Limits(max_concurrency=max_concurrency, max_response_bytes=max_response_bytes, max_pages=max_pages)
        conduct = _conduct(retry, limits, strict=strict, on_event=on_event)
        questions = OfferQuestions(base_url=url, locale=check_locale(locale), max_pages=limits.max_pages)
        headers = _headers(application, validate_mfa=validate_mfa)
        http = _http_settings(verify, proxy, timeout, limits)
        check_transport(transport, "handle_async_request")
        self._tokens = async_token_source(credential, cloud=cloud, http=http)
        self._http = http.async_client(base_url=str(url), headers=headers, transport=transport)
        self._http.auth = AsyncBearerAuth(AsyncSharedToken(self._tokens), url)
        self._transport = AsyncTransport(self._http, conduct)
        self.offers = AsyncOffers(questions, self._transport)

    @classmethod
    def from_env(cls, **settings: Unpack[ClientSettings]) -> Self:
        """Return a client as the ``PARTNER_CENTER_*`` variables describe it.

        ``EnvironmentCredential`` says which it signs in by; ``CLOUD``, ``BASE_URL``, ``CA_BUNDLE``, ``LOCALE`` and
        ``APPLICATION`` are arguments of the client.

        Args:
            settings: Other arguments of the client, or the same in the place of what the variables say.

        Raises:
            ValueError: A variable is missing, or it or an argument cannot be right.
            TypeError: An argument is of a kind that it cannot be.
        """
        every: ClientSettings = {**settings_from_environment(os.environ), **settings}
        return cls(EnvironmentCredential(), **every)

    async def aclose(self) -> None:
        """Close the connections to the API and to Microsoft Entra. What is asked for after that is a RuntimeError."""
        await self._transport.aclose()
        self._tokens.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()


def _headers(application: str | None, *, validate_mfa: bool) -> dict[str, str]:
    """Return what every call carries and no operation of the contract lists."""
    headers = {"Accept": "application/json", **(VALIDATE_MFA if check_flag("validate_mfa", validate_mfa) else {})}
    if check_application(application) is not None:
        headers["MS-PartnerCenter-Application"] = str(application)
    return headers


def _http_settings(
    verify: bool | str | ssl.SSLContext, proxy: str | None, timeout: float | httpx.Timeout, limits: Limits
) -> HttpSettings:
    return HttpSettings(
        verify=check_verify(verify),
        proxy=check_proxy(proxy),
        timeout=check_timeout(timeout),
        max_response_bytes=limits.max_response_bytes,
    )


def _conduct(retry: RetryPolicy | None, limits: Limits, *, strict: bool, on_event: OnEvent | None) -> Conduct:
    if retry is not None and not isinstance(retry, RetryPolicy):
        raise TypeError(f"retry is {retry!r}, but wants a RetryPolicy, or None to send each call once only.")
    if on_event is not None and not callable(on_event):
        raise TypeError(f"on_event is {on_event!r}, but wants something to call with each event, or None.")
    if inspect.iscoroutinefunction(on_event) or inspect.iscoroutinefunction(type(on_event).__call__):
        raise TypeError(
            f"on_event is {on_event!r}, which is asynchronous and would not be awaited, but wants a plain function. It "
            "can start a task."
        )
    return Conduct(
        policy=retry,
        max_concurrency=limits.max_concurrency,
        strict=check_flag("strict", strict),
        on_event=on_event,
        tracing=tracing(),
        clock=SYSTEM_CLOCK,
    )
