"""From a credential, ours or azure-core's, to the tokens of one client."""

import inspect
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from .._http.network import NetworkSettings
from ..clouds import Cloud
from .token_cache import TokenCache
from .tokens import AccessToken, AsyncTokenCredential, Token, TokenCredential

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Connection = tuple[TokenCache, Callable[[], Token]]
"""The cache of a credential's token for a cloud, and the function that fetches a token for it."""


@runtime_checkable
class ConnectedCredential(Protocol):
    """A credential of this package, which signs in with the network settings of the client that uses it."""

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> Connection:
        """Return how a client gets the tokens for a cloud."""
        ...


Credential = ConnectedCredential | TokenCredential
"""What PartnerCenter signs in with."""
AnyCredential = Credential | AsyncTokenCredential
"""What AsyncPartnerCenter signs in with."""


class TokenSource:
    """Where the tokens of a synchronous client come from. It holds nothing open."""

    def __init__(self, get: Callable[[str | None], AccessToken]) -> None:
        self._get = get

    def get(self) -> str:
        """Return a token that can be sent now, or raise a CredentialError if none is available."""
        return self._get(None).token

    def replace(self, rejected: str) -> str:
        """Return another token than one that the service rejected, or the same one if there is no other."""
        return self._get(rejected).token

    def sign_in(self) -> AccessToken:
        return self._get(None)


class AsyncTokenSource:
    """Where the tokens of an asynchronous client come from. See ``TokenSource``."""

    def __init__(self, get: Callable[[str | None], Awaitable[AccessToken]]) -> None:
        self._get = get

    async def get(self) -> str:
        return (await self._get(None)).token

    async def replace(self, rejected: str) -> str:
        return (await self._get(rejected)).token

    async def sign_in(self) -> AccessToken:
        return await self._get(None)


def token_source(credential: Credential, *, cloud: Cloud, network: NetworkSettings) -> TokenSource:
    """Return where a synchronous client gets its tokens. Raise a TypeError if that is not a synchronous credential."""
    if _is_asynchronous(credential):
        raise TypeError(f"credential must be synchronous, got {type(credential).__name__}. Use AsyncPartnerCenter")
    cache, fetch = _connect(credential, cloud, network)
    return TokenSource(partial(cache.get, fetch))


def async_token_source(credential: AnyCredential, *, cloud: Cloud, network: NetworkSettings) -> AsyncTokenSource:
    """Return where an asynchronous client gets its tokens. Raise a TypeError if that is not a credential."""
    if _is_asynchronous(credential):
        cache = TokenCache(type(credential).__name__)
        start = partial(cache.start_task, partial(credential.get_token, cloud.app_only_scope))
    else:
        cache, fetch = _connect(credential, cloud, network)
        start = partial(cache.start_thread, fetch)
    return AsyncTokenSource(partial(cache.get_async, start))


def _connect(credential: Credential, cloud: Cloud, network: NetworkSettings) -> Connection:
    if isinstance(credential, ConnectedCredential):
        return credential.connect(cloud=cloud, network=network)
    if not hasattr(credential, "get_token"):
        must_be = "a credential of partner_center.auth, or an object with azure-core's get_token"
        raise TypeError(f"credential must be {must_be}, got {type(credential).__name__}")
    # Other credentials renew their tokens by their own rules, and belong to the program, which closes them. The scope
    # ".default" stands for all that the application may do, with or without a user.
    return TokenCache(type(credential).__name__), partial(credential.get_token, cloud.app_only_scope)


def _is_asynchronous(credential: AnyCredential) -> "TypeIs[AsyncTokenCredential]":
    return inspect.iscoroutinefunction(getattr(credential, "get_token", None))
