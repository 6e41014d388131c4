"""Refresh tokens: issued, redeemed, rotated and revoked."""

import secrets

import attrs

from partner_center.emulator.behavior import Behavior, RefreshTokenReuse, User
from partner_center.emulator.identity.protocol import invalid_grant

INACTIVE_SECONDS = 90 * 86_400
"""How long a refresh token is valid without a redemption."""


@attrs.define(eq=False)
class TokenFamily:
    """The refresh tokens of one sign-in."""

    revoked: bool = False
    reused: bool = False


@attrs.define(eq=False)
class RefreshToken:
    """A refresh token, and what it can be redeemed for."""

    value: str = attrs.field(repr=False)
    client_id: str
    user: User
    resource: str
    family: TokenFamily
    used_at: float
    """When it was issued or last redeemed, in seconds since 1970."""
    redeemed: bool = False


@attrs.frozen
class RefreshTokens:
    """All refresh tokens that have been issued."""

    behavior: Behavior
    issued: dict[str, RefreshToken] = attrs.field(factory=dict, init=False, repr=False)

    def issue(self, *, client_id: str, user: User, resource: str, family: TokenFamily | None = None) -> str:
        """Return a new refresh token, of a new family unless one is given."""
        value = f"1.{secrets.token_urlsafe(60)}"
        now = self.behavior.clock()
        self.issued[value] = RefreshToken(value, client_id, user, resource, family or TokenFamily(), now)
        return value

    def find(self, value: str, *, client_id: str) -> RefreshToken:
        """Return a refresh token that an application can redeem. Raises SignInError if it cannot."""
        token = self.issued.get(value)
        if token is None or token.client_id != client_id:
            description = "The refresh token was not issued to this application."
            raise invalid_grant(70000, description, suberror="bad_token")
        if token.family.revoked:
            description = "The refresh token was revoked by a new password or by an administrator."
            raise invalid_grant(50173, description, suberror="bad_token")
        if token.redeemed and self.behavior.refresh_token_reuse is RefreshTokenReuse.REVOKES:
            token.family.reused = True
        if token.family.reused:
            description = "A refresh token of this sign-in was redeemed twice. All of them are revoked."
            raise invalid_grant(70000, description, suberror="bad_token")
        if self.behavior.clock() - token.used_at > INACTIVE_SECONDS:
            raise invalid_grant(700082, "The refresh token has expired: it was not redeemed for 90 days.")
        return token

    def rotate(self, token: RefreshToken) -> str:
        """Redeem a refresh token, and return the one that replaces it."""
        token.redeemed = True
        token.used_at = self.behavior.clock()
        return self.issue(client_id=token.client_id, user=token.user, resource=token.resource, family=token.family)

    def revoke_all(self) -> None:
        """Revoke every refresh token that has been issued."""
        for token in self.issued.values():
            token.family.revoked = True
