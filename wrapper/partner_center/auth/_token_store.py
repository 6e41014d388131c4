"""Where a refresh token lives between two uses."""

from typing import Protocol

import attrs


class TokenStore(Protocol):
    """Keeps one refresh token: write these two methods for a key vault of your own.

    A refresh token is replaced at each use, and the new one is saved before the access token that came with it is used.
    Both methods may block. What they raise reaches the caller as the cause of a CredentialError.
    """

    def load(self) -> str | None:
        """Return the refresh token, or None where there is none."""
        ...

    def save(self, refresh_token: str | None) -> None:
        """Keep a refresh token in the place of the last one; None forgets it."""
        ...


@attrs.define
class MemoryTokenStore:
    """Keeps a refresh token for as long as the process lives."""

    _refresh_token: str | None = attrs.field(default=None, repr=False)

    def load(self) -> str | None:
        """Return the refresh token, or None where there is none."""
        return self._refresh_token

    def save(self, refresh_token: str | None) -> None:
        """Keep a refresh token in the place of the last one; None forgets it."""
        self._refresh_token = refresh_token


def or_in_memory(store: TokenStore | None) -> TokenStore:
    """Return a store, or a new one in memory where none is given."""
    return MemoryTokenStore() if store is None else store
