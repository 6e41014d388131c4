"""From a credential, ours or azure-core's, to where the tokens of one client come from."""

import inspect
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from .._http.network import NetworkSettings
from .._http.threads import DaemonThreads
from ..clouds import Cloud
from ..errors import CredentialError
from ._token import AsyncTokenCredential, Token, TokenCredential

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from ._sharing import AsyncSharedToken, SharedToken


class TokenSource(Protocol):
    """Where the tokens of a synchronous client come from."""

    def fetch(self, *, renew: bool) -> Token:
        """Return a token; where ``renew`` is set, not one that was given before.

        Raises:
            CredentialError: None can be had.
        """
        ...

    def close(self) -> None:
        """Let go of what it holds open."""


class AsyncTokenSource(Protocol):
    """Where the tokens of an asynchronous client come from."""

    async def fetch(self, *, renew: bool) -> Token:
        """Return a token, without blocking the event loop; where ``renew`` is set, not one that was given before.

        Raises:
            CredentialError: None can be had.
        """
        ...

    def close(self) -> None:
        """Let go of what it holds open."""


@runtime_checkable
class ConnectedCredential(Protocol):
    """One of our credentials, which reaches Microsoft Entra under the settings of the client that uses it."""

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> TokenSource:
        """Return where a client gets its tokens."""
        ...


Credential = ConnectedCredential | TokenCredential
"""What PartnerCenter signs in with."""
AnyCredential = Credential | AsyncTokenCredential
"""What AsyncPartnerCenter signs in with."""


def token_source(credential: Credential, *, cloud: Cloud, network: NetworkSettings) -> "SharedToken":
    """Return where a synchronous client gets its tokens."""
    from ._sharing import SharedToken

    return SharedToken(source_of(credential, cloud=cloud, network=network))


def source_of(credential: Credential, *, cloud: Cloud, network: NetworkSettings) -> TokenSource:
    """Return where a synchronous client gets the tokens of a credential.

    Raises:
        TypeError: It is no credential, or an asynchronous one.
    """
    kind = type(credential).__name__
    if _is_asynchronous(credential):
        raise TypeError(
            f"{kind} is an asynchronous credential: use it with AsyncPartnerCenter, or its synchronous twin."
        )
    if isinstance(credential, ConnectedCredential):
        return credential.connect(cloud=cloud, network=network)
    if not hasattr(credential, "get_token"):
        raise TypeError(
            f"credential is of type {kind}, but wants a credential of partner_center.auth, or an object with the "
            "get_token of azure-core."
        )
    return _OfAzure(credential, cloud.app_only_scope)


def async_token_source(credential: AnyCredential, *, cloud: Cloud, network: NetworkSettings) -> "AsyncSharedToken":
    """Return where an asynchronous client gets the tokens of a credential.

    Raises:
        TypeError: It is no credential.
    """
    from ._sharing import AsyncSharedToken

    if _is_asynchronous(credential):
        return AsyncSharedToken(_OfAsyncAzure(credential, cloud.app_only_scope))
    return AsyncSharedToken(_InThread(source_of(credential, cloud=cloud, network=network)))


def _is_asynchronous(credential: AnyCredential) -> "TypeIs[AsyncTokenCredential]":
    return inspect.iscoroutinefunction(getattr(credential, "get_token", None))


# azure-core knows no forced renewal: its credentials renew their tokens by rules of their own. They belong to whoever
# made them, so they are not closed here either. ".default" is whatever the application may do, with or without a user.
class _OfAzure:
    def __init__(self, credential: TokenCredential, scope: str) -> None:
        self._credential = credential
        self._scope = scope

    def fetch(self, *, renew: bool) -> Token:
        try:
            return self._credential.get_token(self._scope)
        except CredentialError:
            raise
        except Exception as error:
            raise _failed(self._credential, error) from error

    def close(self) -> None:
        pass


class _OfAsyncAzure:
    def __init__(self, credential: AsyncTokenCredential, scope: str) -> None:
        self._credential = credential
        self._scope = scope

    async def fetch(self, *, renew: bool) -> Token:
        try:
            return await self._credential.get_token(self._scope)
        except CredentialError:
            raise
        except Exception as error:
            raise _failed(self._credential, error) from error

    def close(self) -> None:
        pass


class _InThread:
    """A source that blocks, kept off the event loop."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source
        self._in_flight: Future[Token] | None = None

    async def fetch(self, *, renew: bool) -> Token:
        import asyncio

        # One that nobody waits for any more may still be in flight: its token is as good as that of another.
        if self._in_flight is None or self._in_flight.done():
            with DaemonThreads(1) as thread:
                self._in_flight = thread.submit(partial(self._source.fetch, renew=renew))
        outcome = asyncio.wrap_future(self._in_flight)
        # or asyncio would log the failure of a sign-in that nobody waits for any more
        outcome.add_done_callback(lambda done: None if done.cancelled() else done.exception())
        return await asyncio.shield(outcome)

    def close(self) -> None:
        self._source.close()


def _failed(credential: object, error: Exception) -> CredentialError:
    return CredentialError(f"{type(credential).__name__} gave no token: {error}")
