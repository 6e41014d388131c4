"""Signing in on another device: the endpoint that hands out device codes, and the grant that redeems them."""

from typing import Any

import attrs

from partner_center.emulator.device_codes import LIFETIME_SECONDS, DeviceCodes
from partner_center.emulator.sign_in_request import SignInRequest
from partner_center.emulator.user_tokens import UserTokens

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"


@attrs.frozen
class DeviceSignIn:
    """Answers both endpoints."""

    codes: DeviceCodes
    user_tokens: UserTokens

    def begin(self, request: SignInRequest) -> dict[str, Any]:
        """Return a new code, and what the user has to be told. Raises SignInError."""
        self.user_tokens.application.identify(request)
        asked = request.scopes()
        self.user_tokens.check_permissions(asked)
        code = self.codes.issue(asked)
        address = f"{request.origin}/common/oauth2/deviceauth"
        return {
            "user_code": code.user_code,
            "device_code": code.value,
            "verification_uri": address,
            "expires_in": LIFETIME_SECONDS,
            "interval": self.codes.behaviour.device_code_interval,
            "message": f"To sign in, open {address} and enter the code {code.user_code}.",
        }

    def redeem(self, request: SignInRequest) -> dict[str, Any]:
        """Return the tokens of the user who has entered the code. Raises SignInError, as long as nobody has, too."""
        proof = self.user_tokens.check_client(request)
        value = request.required("device_code")
        user, asked = self.codes.redeem(value)
        self.user_tokens.check_user(user, asked.resource)
        self.codes.known.pop(value)
        return self.user_tokens.answer(request, user=user, asked=asked, proof=proof)
