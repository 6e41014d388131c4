"""What the transports need of a credential."""

from typing import Protocol


class Tokens(Protocol):
    """Where the tokens of a client come from."""

    def get(self) -> str:
        """Return a token for a call now."""
        ...

    def replace(self, rejected: str) -> str:
        """Return another token than one that the service rejected, or the same one if there is no other."""
        ...


class AsyncTokens(Protocol):
    """Where the tokens of an asynchronous client come from. See ``Tokens``."""

    async def get(self) -> str: ...

    async def replace(self, rejected: str) -> str: ...
