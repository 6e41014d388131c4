"""A new access token for a refresh token: `grant_type=refresh_token`."""

from typing import Any

import attrs

from partner_center.emulator.refresh_tokens import RefreshTokens
from partner_center.emulator.scopes import AskedScopes
from partner_center.emulator.sign_in_request import SignInRequest
from partner_center.emulator.user_tokens import PERMISSION, UserTokens


@attrs.frozen
class RefreshGrant:
    """Answers the token endpoint for whoever holds a refresh token."""

    refresh_tokens: RefreshTokens
    user_tokens: UserTokens

    def __call__(self, request: SignInRequest) -> dict[str, Any]:
        """Return the answer. Raises SignInError where the token is no good; it is not used up then."""
        proof = self.user_tokens.check_client(request)
        client_id = self.user_tokens.application.id
        token = self.refresh_tokens.find(request.required("refresh_token"), client_id=client_id)
        if request.form.get("scope"):
            asked = request.scopes()
        else:
            asked = AskedScopes(token.resource, (PERMISSION,), frozenset())
        self.user_tokens.check_permissions(asked)
        self.user_tokens.check_user(token.user, asked.resource)
        rotated = self.refresh_tokens.rotate(token)
        return self.user_tokens.answer(request, user=token.user, asked=asked, proof=proof, refresh_token=rotated)
