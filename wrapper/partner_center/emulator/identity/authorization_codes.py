"""Sign-in with a browser: the authorization codes, issued to a redirect and redeemed once.

Source: RFC 6749 section 4.1, RFC 7636.
"""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import urlsplit

import attrs
from starlette.responses import Response

from partner_center.emulator.behavior import User
from partner_center.emulator.identity.browser import form_post_response, query_response
from partner_center.emulator.identity.protocol import (
    IdentityRequest,
    RequestedScopes,
    SignInError,
    invalid_grant,
    new_id,
)
from partner_center.emulator.identity.token_responses import TokenResponses

LIFETIME_SECONDS = 600
LOOPBACK = ("localhost", "127.0.0.1")


@attrs.define(eq=False)
class AuthorizationCode:
    """A code that stands for the sign-in of a user."""

    user: User
    scopes: RequestedScopes
    redirect_uri: str
    code_challenge: str | None
    """The SHA-256 of the verifier, as S256 encodes it. Without it, the code is redeemed without a verifier."""
    nonce: str | None
    issued_at: float
    redeemed: bool = False


@attrs.frozen
class AuthorizationCodes:
    """All authorization codes that have been issued, and the two endpoints of the sign-in."""

    responses: TokenResponses
    issued: dict[str, AuthorizationCode] = attrs.field(factory=dict, init=False, repr=False)

    def authorize(self, request: IdentityRequest) -> Response:
        """Sign the user of `Behavior.user` in at once, and redirect to the application with a code or an error.

        Raises:
            SignInError: The application, its redirect_uri or the response_mode is not valid, so that there is no
                redirect.
        """
        self.responses.application.identify(request)
        redirect_uri = _loopback(request.required("redirect_uri"))
        mode = request.parameters.get("response_mode") or "query"
        respond = {"query": query_response, "form_post": form_post_response}.get(mode)
        if respond is None:
            raise SignInError("invalid_request", 70007, f"response_mode must be query or form_post, got '{mode}'.")
        try:
            fields = self._sign_in(request, redirect_uri)
        except SignInError as error:
            fields = {"error": error.error, "error_description": error.message}
        state = request.parameters.get("state")
        return respond(redirect_uri, fields | ({"state": state} if state else {}))

    def redeem(self, request: IdentityRequest) -> dict[str, Any]:
        """Return the response to `grant_type=authorization_code`. Raises SignInError."""
        proof = self.responses.authenticate_client(request)
        code = self._find(request)
        scopes = request.scopes() if request.parameters.get("scope") else code.scopes
        self.responses.check_permissions(scopes)
        self.responses.check_user(code.user, scopes.resource)
        return self.responses.for_user(request, user=code.user, scopes=scopes, proof=proof, nonce=code.nonce)

    def _sign_in(self, request: IdentityRequest, redirect_uri: str) -> dict[str, str]:
        response_type = request.required("response_type")
        if response_type != "code":
            description = f"response_type must be code, got '{response_type}'."
            raise SignInError("unsupported_response_type", 70005, description)
        challenge = request.parameters.get("code_challenge") or None
        if challenge and request.parameters.get("code_challenge_method") != "S256":
            raise SignInError("invalid_request", 50149, "code_challenge_method must be S256.")
        scopes = request.scopes()
        self.responses.check_permissions(scopes)
        user = self.responses.behavior.user
        if user.declines:
            raise SignInError("access_denied", 65004, "The user declined to sign in to the application.")
        value = f"1.{secrets.token_urlsafe(60)}"
        nonce = request.parameters.get("nonce")
        self.issued[value] = AuthorizationCode(user, scopes, redirect_uri, challenge, nonce, self._now())
        return {"code": value, "session_state": new_id(), **self.responses.client_info(request, user)}

    def _find(self, request: IdentityRequest) -> AuthorizationCode:
        """Return the code of a request, and mark it as redeemed. Raises SignInError if it is not valid."""
        value, redirect_uri = request.required("code"), request.required("redirect_uri")
        verifier = request.parameters.get("code_verifier")
        code = self.issued.get(value)
        if code is None:
            raise invalid_grant(70000, "The authorization code was not issued here.")
        if code.redeemed:
            raise invalid_grant(54005, "The authorization code was already redeemed.")
        if self._now() >= code.issued_at + LIFETIME_SECONDS:
            raise invalid_grant(70008, "The authorization code has expired. Sign in again.")
        if redirect_uri != code.redirect_uri:
            description = f"redirect_uri must be that of the sign-in, got '{redirect_uri}'."
            raise SignInError("invalid_client", 500112, description)
        if code.code_challenge != (_challenge(verifier) if verifier else None):
            raise invalid_grant(501481, "code_verifier does not match the code_challenge of the sign-in.")
        code.redeemed = True
        return code

    def _now(self) -> float:
        return self.responses.behavior.clock()


def _challenge(code_verifier: str) -> str:
    digest = hashlib.sha256(code_verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _loopback(redirect_uri: str) -> str:
    address = urlsplit(redirect_uri)
    if address.scheme != "http" or address.hostname not in LOOPBACK:
        description = f"redirect_uri must be on loopback, such as http://localhost, got '{redirect_uri}'."
        raise SignInError("invalid_request", 50011, description)
    return redirect_uri
