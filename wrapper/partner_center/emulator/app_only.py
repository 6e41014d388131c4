"""Tokens for the application itself, without a user: `grant_type=client_credentials`."""

from typing import Any

import attrs

from partner_center.emulator.application import Application
from partner_center.emulator.sign_in_error import SignInError
from partner_center.emulator.sign_in_request import SignInRequest
from partner_center.emulator.tokens import AUDIENCE, TokenMint

SCOPE = f"{AUDIENCE}/.default"


@attrs.frozen
class AppOnlyGrant:
    """Answers the token endpoint for an application that has proved itself."""

    application: Application
    mint: TokenMint

    def __call__(self, request: SignInRequest) -> dict[str, Any]:
        """Return the answer. Raises SignInError where there is no token to be had."""
        proof = self.application.prove(request)
        scope = request.required("scope")
        if not scope.endswith("/.default"):
            description = f"The scope '{scope}' is not valid: client credentials take one that ends in /.default."
            raise SignInError("invalid_scope", 1002012, description)
        if scope != SCOPE:
            raise SignInError("invalid_scope", 70011, f"The scope '{scope}' is not known. Ask for {SCOPE}.")
        return {
            "token_type": "Bearer",
            "expires_in": self.mint.lifetime,
            "ext_expires_in": self.mint.lifetime,
            "access_token": self.mint.issue(client_id=self.application.id, claims={"appidacr": proof}),
        }
