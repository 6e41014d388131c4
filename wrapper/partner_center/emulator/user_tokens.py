"""What a signed-in user gets: an access token, and an id token and a refresh token where they were asked for."""

import base64
import json
from typing import Any

import attrs

from partner_center.emulator.application import Application, Proof
from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.refresh_tokens import RefreshTokens
from partner_center.emulator.scopes import DEFAULT, AskedScopes
from partner_center.emulator.sign_in_error import SignInError
from partner_center.emulator.sign_in_request import SignInRequest
from partner_center.emulator.switch_values import MfaDemand
from partner_center.emulator.tokens import TokenMint
from partner_center.emulator.users import User

PERMISSION = "user_impersonation"
"""The one permission that Partner Center has for an application that acts for a user."""


@attrs.frozen
class UserTokens:
    """Writes the answers of the token endpoint for a user."""

    application: Application
    mint: TokenMint
    refresh_tokens: RefreshTokens
    behaviour: Behaviour

    def check_client(self, request: SignInRequest) -> Proof:
        """Return how the application proved itself. A public client has no need to. Raises SignInError."""
        if self.behaviour.public_client:
            return self.application.identify(request)
        return self.application.prove(request)

    def check_user(self, user: User, resource: str) -> None:
        """Raise SignInError where the user would have to sign in with MFA and has not."""
        demand = self.behaviour.mfa_demand
        if demand is MfaDemand.NONE or user.mfa:
            return
        description = f"You have to use multi-factor authentication to access '{resource}'."
        claims = json.dumps({"access_token": {"capolids": {"essential": True, "values": [user.id]}}})
        raise SignInError(demand, 50076, description, suberror="basic_action", claims=claims)

    def check_permissions(self, asked: AskedScopes) -> None:
        """Raise SignInError where the user cannot be asked for what the application wants."""
        unknown = set(asked.permissions) - {PERMISSION, DEFAULT}
        if unknown:
            description = f"{asked.resource} has no permission '{min(unknown)}'. Ask for {PERMISSION} or {DEFAULT}."
            raise SignInError("invalid_scope", 70011, description)

    def answer(
        self,
        request: SignInRequest,
        *,
        user: User,
        asked: AskedScopes,
        proof: Proof,
        refresh_token: str | None = None,
        nonce: str | None = None,
    ) -> dict[str, Any]:
        """Return the answer to a sign-in or a redemption that is in order.

        `refresh_token` is the one to hand out; without it there is a new one if `offline_access` was asked for.
        """
        client_id = self.application.id
        if refresh_token is None and "offline_access" in asked.sign_in:
            refresh_token = self.refresh_tokens.issue(client_id=client_id, user=user, resource=asked.resource)
        granted = dict.fromkeys([PERMISSION, *asked.permissions])
        body: dict[str, Any] = {
            "token_type": "Bearer",
            "scope": " ".join(f"{asked.resource}/{permission}" for permission in granted),
            "expires_in": self.mint.lifetime,
            "ext_expires_in": self.mint.lifetime,
            "access_token": self.mint.issue(
                client_id=client_id, resource=asked.resource, claims={**user_claims(user), "appidacr": proof}
            ),
        }
        if refresh_token:
            body["refresh_token"] = refresh_token
        if "openid" in asked.sign_in:
            body["id_token"] = self.mint.issue_id_token(
                client_id=client_id, user=user, origin=request.origin, nonce=nonce
            )
        if request.form.get("client_info") == "1":
            body["client_info"] = client_info(user, self.application.tenant_id)
        return body


def user_claims(user: User) -> dict[str, Any]:
    """Return what an access token says of a user."""
    return {
        "acr": "1",
        "amr": user.methods,
        "name": user.name,
        "oid": user.id,
        "scp": PERMISSION,
        "sub": f"{user.id}-subject",
        "unique_name": user.principal_name,
        "upn": user.principal_name,
    }


def client_info(user: User, tenant_id: str) -> str:
    """Return the ids by which msal tells accounts apart, in its encoding."""
    raw = json.dumps({"uid": user.id, "utid": tenant_id}).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
