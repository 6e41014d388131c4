"""What a token is, what gives one, and what a token says about itself."""

from collections.abc import Awaitable, Mapping
from typing import Any, NamedTuple, Protocol


class Token(Protocol):
    """An access token of azure-core or of this package."""

    @property
    def token(self) -> str: ...

    @property
    def expires_on(self) -> int: ...


class AccessToken(NamedTuple):
    """An access token, without the word Bearer, and when it expires, in seconds since the epoch."""

    token: str
    expires_on: int

    def __repr__(self) -> str:
        return f"AccessToken(token=..., expires_on={self.expires_on})"


class TokenCredential(Protocol):
    """Any object with azure-core's ``get_token``, such as the credentials of azure-identity.

    Each client caches the token for itself. Clients that share a credential of this package share its token.
    """

    def get_token(self, *scopes: str) -> Token:
        """Return a token for some scopes."""
        ...


class AsyncTokenCredential(Protocol):
    """Any object with azure-core's asynchronous ``get_token``. Each client caches the token for itself."""

    def get_token(self, *scopes: str) -> Awaitable[Token]:
        """Return a token for some scopes."""
        ...


class Claims:
    """The claims in an access token, as the page on the partner security requirements shows them.

    They prove nothing: only the service checks a token.

    Attributes:
        audience: What the token is for.
        tenant_id: The tenant that issued the token.
        user: The name of the user who signed in; None for an application without a user.
        is_for_a_user: Whether the application acts for a user. Only such tokens have delegated permissions.
        has_second_factor: Whether the user signed in with multi-factor authentication.
        expires_on: When the token expires, in seconds since the epoch; None if it does not say.
    """

    def __init__(self, claims: Mapping[str, Any]) -> None:
        def text(*names: str) -> str | None:
            return next((value for name in names if isinstance(value := claims.get(name), str) and value), None)

        methods, expires_on = claims.get("amr"), claims.get("exp")
        is_time = isinstance(expires_on, int | float) and abs(expires_on) < 1e11  # in three thousand years
        self.audience = text("aud")
        self.tenant_id = text("tid")
        self.user = text("upn", "unique_name", "preferred_username")
        self.is_for_a_user = text("scp") is not None
        self.has_second_factor = isinstance(methods, list) and "mfa" in methods
        self.expires_on: float | None = expires_on if is_time else None


def read_claims(token: str) -> Claims | None:
    """Return the claims in an access token, or None if it is not a JSON Web Token. Nothing is verified."""
    import jwt  # imports cryptography

    try:
        return Claims(jwt.decode(token, options={"verify_signature": False}))
    except jwt.PyJWTError:
        return None
