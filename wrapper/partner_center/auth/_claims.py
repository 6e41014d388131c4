"""What an access token says of itself. It is read to be shown, and proves nothing: only the service checks it."""

from typing import Any

import attrs

# Some three thousand years from now, in seconds since the epoch.
_LATEST = 1e11


@attrs.frozen
class Claims:
    """The claims of a token.

    Source: the page on the partner security requirements shows them for Partner Center.
    """

    _claims: dict[str, Any] = attrs.field(repr=False)

    @property
    def audience(self) -> str | None:
        """What the token is for."""
        return self._text("aud")

    @property
    def tenant_id(self) -> str | None:
        """The tenant that it comes from."""
        return self._text("tid")

    @property
    def user(self) -> str | None:
        """Who signed in; None for an application without a user."""
        return self._text("upn") or self._text("unique_name") or self._text("preferred_username")

    @property
    def is_for_a_user(self) -> bool:
        """Whether the application acts for a user. Only such tokens carry delegated permissions."""
        return self._text("scp") is not None

    @property
    def has_second_factor(self) -> bool:
        """Whether the user signed in with a second factor."""
        methods = self._claims.get("amr")
        return isinstance(methods, list) and "mfa" in methods

    @property
    def expires_on(self) -> float | None:
        """When it expires, in seconds since the epoch."""
        expires_on = self._claims.get("exp")
        return expires_on if isinstance(expires_on, int | float) and abs(expires_on) < _LATEST else None

    def _text(self, name: str) -> str | None:
        value = self._claims.get(name)
        return value if isinstance(value, str) and value else None


def claims_of(token: str) -> Claims | None:
    """Return the claims of a token, or None for one that cannot be read."""
    import jwt

    try:
        return Claims(jwt.decode(token, options={"verify_signature": False}))
    except jwt.PyJWTError:
        return None
