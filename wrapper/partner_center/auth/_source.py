"""From a credential, ours or azure-core's, to where the tokens of one client come from."""

import inspect
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from .._http.network import HttpSettings
from .._tasks import outcome_of, start_in_thread
from ..clouds import Cloud
from ..errors import CredentialError
from ._token import AsyncTokenCredential, Token, TokenCredential

if TYPE_CHECKING:
    from asyncio import Future

    from typing_extensions import TypeIs


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

    def connect(self, *, cloud: Cloud, http: HttpSettings) -> TokenSource:
        """Return where a client gets its tokens."""
        ...


Credential = ConnectedCredential | TokenCredential
"""What PartnerCenter signs in with."""
AnyCredential = Credential | AsyncTokenCredential
"""What AsyncPartnerCenter signs in with."""


def token_source(credential: Credential, *, cloud: Cloud, http: HttpSettings) -> TokenSource:
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
        return credential.connect(cloud=cloud, http=http)
    if not hasattr(credential, "get_token"):
        raise TypeError(
            f"credential is of type {kind}, but wants a credential of partner_center.auth, or an object with the "
            "get_token of azure-core."
        )
    return _OfAzure(credential, cloud.app_only_scope)


def async_token_source(credential: AnyCredential, *, cloud: Cloud, http: HttpSettings) -> AsyncTokenSource:
    """Return where an asynchronous client gets the tokens of a credential.

    Raises:
        TypeError: It is no credential.
    """
    if _is_asynchronous(credential):
        return _OfAsyncAzure(credential, cloud.app_only_scope)
    return _InThread(token_source(credential, cloud=cloud, http=http))


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
        self._under_way: Future[Token] | None = None

    async def fetch(self, *, renew: bool) -> Token:
        # One that nobody waits for any more may still be under way: its token is as good as that of another.
        if self._under_way is None or self._under_way.done():
            self._under_way = start_in_thread(partial(self._source.fetch, renew=renew))
            self._under_way.add_done_callback(_take_note)
        return await outcome_of(self._under_way)

    def close(self) -> None:
        self._source.close()


def _take_note(fetch: "Future[Token]") -> None:
    """Look at the failure of a fetch, of which asyncio would complain where nobody waits for it any more."""
    if not fetch.cancelled():
        fetch.exception()


def _failed(credential: object, error: Exception) -> CredentialError:
    return CredentialError(f"{type(credential).__name__} gave no token: {error}")
