"""Authorization codes: handed out to a redirect, and redeemed once with PKCE (RFC 6749 section 4.1, RFC 7636)."""

import base64
import hashlib
import secrets

import attrs

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.scopes import AskedScopes
from partner_center.emulator.sign_in_error import SignInError, invalid_grant
from partner_center.emulator.users import User

LIFETIME_SECONDS = 600


@attrs.frozen(kw_only=True)
class AuthorizationRequest:
    """What a user was asked to sign in for."""

    redirect_uri: str
    asked: AskedScopes
    code_challenge: str | None
    """The SHA-256 of the verifier, as S256 writes it. Without, the code is good for anybody."""
    nonce: str | None


@attrs.define(eq=False)
class AuthorizationCode:
    """A code that stands for the sign-in of a user."""

    request: AuthorizationRequest
    user: User
    issued_at: float
    redeemed: bool = False


@attrs.frozen
class AuthorizationCodes:
    """All authorization codes that were issued."""

    behaviour: Behaviour
    known: dict[str, AuthorizationCode] = attrs.field(factory=dict, init=False, repr=False)

    def issue(self, request: AuthorizationRequest, user: User) -> str:
        """Return a new code for a user who has signed in."""
        value = f"1.{secrets.token_urlsafe(60)}"
        self.known[value] = AuthorizationCode(request, user, self.behaviour.clock())
        return value

    def redeem(self, value: str, *, redirect_uri: str, code_verifier: str | None) -> AuthorizationCode:
        """Return what a code stands for. Raises SignInError where it is no good, or comes a second time."""
        code = self.known.get(value)
        if code is None:
            raise invalid_grant(70000, "The authorization code is not one that was handed out.")
        if code.redeemed:
            raise invalid_grant(54005, "The authorization code was redeemed before.")
        if self.behaviour.clock() >= code.issued_at + LIFETIME_SECONDS:
            raise invalid_grant(70008, "The authorization code has expired. Sign in again.")
        if redirect_uri != code.request.redirect_uri:
            description = f"The redirect_uri '{redirect_uri}' is not the one of the sign-in."
            raise SignInError("invalid_client", 500112, description)
        if code.request.code_challenge != (_challenge(code_verifier) if code_verifier else None):
            raise invalid_grant(501481, "The code_verifier does not match the code_challenge of the sign-in.")
        code.redeemed = True
        return code


def _challenge(code_verifier: str) -> str:
    digest = hashlib.sha256(code_verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
