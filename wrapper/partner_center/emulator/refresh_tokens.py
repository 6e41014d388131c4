"""Refresh tokens: kept, redeemed, rotated and revoked."""

import secrets

import attrs

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.sign_in_error import invalid_grant
from partner_center.emulator.switch_values import RefreshTokenReuse
from partner_center.emulator.users import User

INACTIVE_SECONDS = 90 * 86_400
"""After how long a refresh token that nobody redeems is worth nothing."""


@attrs.define(eq=False)
class Family:
    """The refresh tokens that descend from one sign-in."""

    revoked: bool = False
    stolen: bool = False


@attrs.define(eq=False)
class RefreshToken:
    """A refresh token, and what may be had for it."""

    value: str = attrs.field(repr=False)
    client_id: str
    user: User
    resource: str
    family: Family
    used_at: float
    """When it was issued or last redeemed, in seconds since 1970."""
    redeemed: bool = False


@attrs.frozen
class RefreshTokens:
    """All refresh tokens that were issued."""

    behaviour: Behaviour
    known: dict[str, RefreshToken] = attrs.field(factory=dict, init=False, repr=False)

    def issue(self, *, client_id: str, user: User, resource: str, family: Family | None = None) -> str:
        """Return a new refresh token; of a new family unless one is given."""
        value = f"1.{secrets.token_urlsafe(60)}"
        now = self.behaviour.clock()
        self.known[value] = RefreshToken(value, client_id, user, resource, family or Family(), now)
        return value

    def find(self, value: str, *, client_id: str) -> RefreshToken:
        """Return a token that a client may redeem. Raises SignInError where it may not."""
        token = self.known.get(value)
        if token is None or token.client_id != client_id:
            raise invalid_grant(70000, "The refresh token is not one of this application.", suberror="bad_token")
        if token.family.revoked:
            description = "The refresh token was revoked, by a new password or by an administrator."
            raise invalid_grant(50173, description, suberror="bad_token")
        if token.redeemed and self.behaviour.refresh_token_reuse is RefreshTokenReuse.REVOKES:
            token.family.stolen = True
        if token.family.stolen:
            description = "A refresh token of this sign-in was redeemed twice. All of them are revoked."
            raise invalid_grant(70000, description, suberror="bad_token")
        if self.behaviour.clock() - token.used_at > INACTIVE_SECONDS:
            raise invalid_grant(700082, "The refresh token has expired: nobody has redeemed it for 90 days.")
        return token

    def rotate(self, token: RefreshToken) -> str:
        """Redeem a token, and return the one that takes its place."""
        token.redeemed = True
        token.used_at = self.behaviour.clock()
        return self.issue(client_id=token.client_id, user=token.user, resource=token.resource, family=token.family)

    def revoke_all(self) -> None:
        """Revoke every token issued so far."""
        for token in self.known.values():
            token.family.revoked = True
