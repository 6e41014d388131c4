"""The responses of the token endpoint: for the application alone, and for a user."""

import base64
import json
from typing import Any

import attrs

from partner_center.emulator.behavior import Behavior, MfaDemand, User
from partner_center.emulator.identity.application import Application, Proof
from partner_center.emulator.identity.protocol import DEFAULT_SCOPE, IdentityRequest, RequestedScopes, SignInError
from partner_center.emulator.identity.refresh_tokens import RefreshTokens
from partner_center.emulator.identity.tokens import USER_PERMISSION, TokenIssuer, user_claims


@attrs.frozen
class TokenResponses:
    """Builds the responses, and does the checks that all grants share."""

    application: Application
    tokens: TokenIssuer
    refresh_tokens: RefreshTokens
    behavior: Behavior

    def for_application(self, request: IdentityRequest) -> dict[str, Any]:
        """Return the response to `grant_type=client_credentials`. Raises SignInError."""
        proof = self.application.authenticate(request)
        scopes = request.scopes()
        if scopes.permissions != (DEFAULT_SCOPE,):
            description = (
                f"scope must end in /{DEFAULT_SCOPE} for client credentials, got '{request.required('scope')}'."
            )
            raise SignInError("invalid_scope", 1002012, description)
        return self._with_access_token(scopes.resource, {"appidacr": proof})

    def for_refresh_token(self, request: IdentityRequest) -> dict[str, Any]:
        """Return the response to `grant_type=refresh_token`.

        Raises:
            SignInError: The refresh token is not valid, or the request is not. The token is not used up then.
        """
        proof = self.authenticate_client(request)
        token = self.refresh_tokens.find(request.required("refresh_token"), client_id=self.application.client_id)
        if request.parameters.get("scope"):
            scopes = request.scopes()
        else:
            scopes = RequestedScopes(token.resource, (USER_PERMISSION,))
        self.check_permissions(scopes)
        self.check_user(token.user, scopes.resource)
        rotated = self.refresh_tokens.rotate(token)
        return self.for_user(request, user=token.user, scopes=scopes, proof=proof, refresh_token=rotated)

    def for_user(
        self,
        request: IdentityRequest,
        *,
        user: User,
        scopes: RequestedScopes,
        proof: Proof,
        refresh_token: str | None = None,
        nonce: str | None = None,
    ) -> dict[str, Any]:
        """Return the response to a sign-in or a redemption that is valid.

        Args:
            request: The request.
            user: The user who signed in.
            scopes: What the access token is for.
            proof: How the application authenticated.
            refresh_token: The refresh token of the response. Without it, the response has a new one if the scopes have
                `offline_access`.
            nonce: The nonce of the id token.
        """
        client_id = self.application.client_id
        if refresh_token is None and "offline_access" in scopes.openid:
            refresh_token = self.refresh_tokens.issue(client_id=client_id, user=user, resource=scopes.resource)
        granted = dict.fromkeys([USER_PERMISSION, *scopes.permissions])
        body = self._with_access_token(scopes.resource, {**user_claims(user), "appidacr": proof})
        body["scope"] = " ".join(f"{scopes.resource}/{permission}" for permission in granted)
        if refresh_token:
            body["refresh_token"] = refresh_token
        if "openid" in scopes.openid:
            body["id_token"] = self.tokens.issue_id_token(
                client_id=client_id, user=user, origin=request.origin, nonce=nonce
            )
        return body | self.client_info(request, user)

    def client_info(self, request: IdentityRequest, user: User) -> dict[str, str]:
        """Return the encoded ids that msal uses to distinguish accounts, if the request asks for them."""
        if request.parameters.get("client_info") != "1":
            return {}
        ids = json.dumps({"uid": user.id, "utid": self.application.tenant_id}).encode()
        return {"client_info": base64.urlsafe_b64encode(ids).decode().rstrip("=")}

    def authenticate_client(self, request: IdentityRequest) -> Proof:
        """Return how the application authenticated. A public client does not have to. Raises SignInError."""
        if self.behavior.public_client:
            return self.application.identify(request)
        return self.application.authenticate(request)

    def check_user(self, user: User, resource: str) -> None:
        """Raise SignInError if MFA is demanded and the user signed in without it."""
        demand = self.behavior.mfa_demand
        if demand is MfaDemand.NONE or user.mfa:
            return
        description = f"You must use multi-factor authentication to access '{resource}'."
        claims = json.dumps({"access_token": {"capolids": {"essential": True, "values": [user.id]}}})
        raise SignInError(demand, 50076, description, suberror="basic_action", claims=claims)

    def check_permissions(self, scopes: RequestedScopes) -> None:
        """Raise SignInError if the scopes ask for a permission that Partner Center does not have."""
        unknown = set(scopes.permissions) - {USER_PERMISSION, DEFAULT_SCOPE}
        if unknown:
            description = (
                f"The permission must be {USER_PERMISSION} or {DEFAULT_SCOPE}, got '{min(unknown)}' "
                f"of {scopes.resource}."
            )
            raise SignInError("invalid_scope", 70011, description)

    def _with_access_token(self, resource: str, claims: dict[str, Any]) -> dict[str, Any]:
        return {
            "token_type": "Bearer",
            "expires_in": self.tokens.lifetime,
            "ext_expires_in": self.tokens.lifetime,
            "access_token": self.tokens.issue(client_id=self.application.client_id, resource=resource, claims=claims),
        }
