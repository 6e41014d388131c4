"""What a token is, and what gives one: the protocols of azure-core, so that its credentials fit."""

from collections.abc import Awaitable
from typing import NamedTuple, Protocol


class Token(Protocol):
    """A token, as azure-core and this package shape it."""

    @property
    def token(self) -> str: ...

    @property
    def expires_on(self) -> int: ...


class AccessToken(NamedTuple):
    """A token of this package.

    Attributes:
        token: What is sent.
        expires_on: When it expires, in seconds since the epoch.
    """

    token: str
    expires_on: int

    def __repr__(self) -> str:
        return f"AccessToken(token=..., expires_on={self.expires_on})"


class TokenCredential(Protocol):
    """Anything with azure-core's ``get_token``, such as the credentials of azure-identity."""

    def get_token(self, *scopes: str) -> Token:
        """Return a token for some scopes."""
        ...


class AsyncTokenCredential(Protocol):
    """Anything with the asynchronous ``get_token`` of azure-core."""

    def get_token(self, *scopes: str) -> Awaitable[Token]:
        """Return a token for some scopes."""
        ...
