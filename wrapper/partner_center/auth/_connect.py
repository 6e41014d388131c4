"""From a credential, ours or azure-core's, to what fetches tokens for one client."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import attrs
from anyio.to_thread import run_sync

from .._http import HttpSettings
from ..clouds import Cloud
from ..errors import CredentialError
from ._sharing import AsyncFetch, Fetch
from ._token import AsyncTokenCredential, Token, TokenCredential

if TYPE_CHECKING:
    from typing_extensions import TypeIs


class Connection(TokenCredential, Protocol):
    """What gives the tokens of one of our credentials to one client."""

    def forget_token(self) -> None:
        """Have the next token come from Microsoft Entra, not from a cache."""

    def close(self) -> None:
        """Close what it holds open."""


@runtime_checkable
class ConnectedCredential(Protocol):
    """One of our credentials, which reaches Microsoft Entra under the settings of the client that uses it."""

    def connect(self, *, cloud: Cloud, http: HttpSettings) -> Connection:
        """Return what gives tokens to one client."""
        ...


Credential = ConnectedCredential | TokenCredential
AnyCredential = Credential | AsyncTokenCredential


@attrs.frozen
class TokenSource:
    """Where the tokens of a synchronous client come from, and how to let go of it."""

    fetch: Fetch
    close: Callable[[], None]


@attrs.frozen
class AsyncTokenSource:
    """Where the tokens of an asynchronous client come from, and how to let go of it."""

    fetch: AsyncFetch
    close: Callable[[], None]


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
        connection = credential.connect(cloud=cloud, http=http)
        return TokenSource(partial(_fetch_connected, connection, cloud.app_only_scope), connection.close)
    if not hasattr(credential, "get_token"):
        raise TypeError(
            f"credential is of type {kind}, but wants a credential of partner_center.auth, or an object with the "
            "get_token of azure-core."
        )
    return TokenSource(partial(_fetch, credential, cloud.app_only_scope), _nothing_to_close)


def async_token_source(credential: AnyCredential, *, cloud: Cloud, http: HttpSettings) -> AsyncTokenSource:
    """Return where an asynchronous client gets the tokens of a credential.

    Raises:
        TypeError: It is no credential.
    """
    if _is_asynchronous(credential):
        return AsyncTokenSource(partial(_fetch_awaited, credential, cloud.app_only_scope), _nothing_to_close)
    source = token_source(credential, cloud=cloud, http=http)
    return AsyncTokenSource(partial(_fetch_in_thread, source.fetch), source.close)


def _is_asynchronous(credential: AnyCredential) -> "TypeIs[AsyncTokenCredential]":
    return inspect.iscoroutinefunction(getattr(credential, "get_token", None))


def _fetch_connected(connection: Connection, scope: str, *, renew: bool) -> Token:
    if renew:
        connection.forget_token()
    return connection.get_token(scope)


# azure-core knows no forced renewal: its credentials renew their tokens by rules of their own, so `renew` is theirs.
def _fetch(credential: TokenCredential, scope: str, *, renew: bool) -> Token:
    try:
        return credential.get_token(scope)
    except Exception as error:
        raise _failed(credential, error) from error


async def _fetch_awaited(credential: AsyncTokenCredential, scope: str, *, renew: bool) -> Token:
    try:
        return await credential.get_token(scope)
    except Exception as error:
        raise _failed(credential, error) from error


async def _fetch_in_thread(fetch: Fetch, *, renew: bool) -> Token:
    return await run_sync(lambda: fetch(renew=renew))


def _failed(credential: object, error: Exception) -> CredentialError:
    return CredentialError(f"{type(credential).__name__} gave no token: {error}")


def _nothing_to_close() -> None:
    """A credential that is not ours belongs to whoever made it."""
