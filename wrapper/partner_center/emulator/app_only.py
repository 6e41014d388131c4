"""Tokens for the application itself, without a user: `grant_type=client_credentials`."""

from typing import Any

import attrs

from partner_center.emulator.application import Application
from partner_center.emulator.scopes import DEFAULT
from partner_center.emulator.sign_in_error import SignInError
from partner_center.emulator.sign_in_request import SignInRequest
from partner_center.emulator.tokens import TokenMint


@attrs.frozen
class AppOnlyGrant:
    """Answers the token endpoint for an application that has proved itself."""

    application: Application
    mint: TokenMint

    def __call__(self, request: SignInRequest) -> dict[str, Any]:
        """Return the answer. Raises SignInError where there is no token to be had."""
        proof = self.application.prove(request)
        asked = request.scopes()
        if asked.permissions != (DEFAULT,):
            description = f"Client credentials take a scope that ends in /{DEFAULT}, not {request.form['scope']}."
            raise SignInError("invalid_scope", 1002012, description)
        token = self.mint.issue(client_id=self.application.id, resource=asked.resource, claims={"appidacr": proof})
        return {
            "token_type": "Bearer",
            "expires_in": self.mint.lifetime,
            "ext_expires_in": self.mint.lifetime,
            "access_token": token,
        }
