"""Sign-in on another device: the device codes, issued to a client and redeemed after the user has entered one.

Source: RFC 8628.
"""

import secrets
from typing import Any, Literal

import attrs

from partner_center.emulator.behavior import User
from partner_center.emulator.identity.protocol import IdentityRequest, RequestedScopes, SignInError
from partner_center.emulator.identity.token_responses import TokenResponses

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"
LIFETIME_SECONDS = 900
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""The letters of a user code. They form no words and do not look like digits."""


@attrs.define(eq=False)
class DeviceCode:
    """A device code and its state."""

    value: str = attrs.field(repr=False)
    user_code: str
    scopes: RequestedScopes
    issued_at: float
    state: Literal["pending", "approved", "declined"] = "pending"
    user: User | None = None
    """The user who entered the code."""
    polls: int = 0
    polled_at: float | None = None

    def enter(self, user: User) -> None:
        """Have a user enter the code, and sign in or decline."""
        self.state = "declined" if user.declines else "approved"
        self.user = None if user.declines else user


@attrs.frozen
class DeviceCodes:
    """All device codes that have been issued and not redeemed, and the two endpoints of the sign-in."""

    responses: TokenResponses
    issued: dict[str, DeviceCode] = attrs.field(factory=dict, init=False, repr=False)

    def begin(self, request: IdentityRequest) -> dict[str, Any]:
        """Return the response of the device authorization endpoint, with a new code. Raises SignInError."""
        self.responses.application.identify(request)
        scopes = request.scopes()
        self.responses.check_permissions(scopes)
        user_code = "".join(secrets.choice(LETTERS) for _ in range(9))
        code = DeviceCode(secrets.token_urlsafe(60), user_code, scopes, self.responses.behavior.clock())
        self.issued[code.value] = code
        address = f"{request.origin}/common/oauth2/deviceauth"
        return {
            "user_code": user_code,
            "device_code": code.value,
            "verification_uri": address,
            "expires_in": LIFETIME_SECONDS,
            "interval": self.responses.behavior.device_code_interval,
            "message": f"To sign in, open {address} and enter the code {user_code}.",
        }

    def redeem(self, request: IdentityRequest) -> dict[str, Any]:
        """Return the response to a poll: to `grant_type` with the value of `GRANT_TYPE`.

        Raises:
            SignInError: The request is not valid, or the user has not entered the code.
        """
        proof = self.responses.authenticate_client(request)
        code = self.issued.get(request.required("device_code"))
        if code is None:
            raise SignInError("bad_verification_code", 70018, "The device code was not issued here.")
        user = self._poll(code)
        self.responses.check_user(user, code.scopes.resource)
        del self.issued[code.value]
        return self.responses.for_user(request, user=user, scopes=code.scopes, proof=proof)

    def pending(self, user_code: str) -> DeviceCode:
        """Return the code with a user code. Raises LookupError if no such code is pending."""
        for code in self.issued.values():
            if code.user_code == user_code and code.state == "pending":
                return code
        raise LookupError(f"No pending device code has the user code '{user_code}'.")

    def _poll(self, code: DeviceCode) -> User:
        """Record a poll, and return the user who has entered the code. Raises SignInError if no user has."""
        behavior = self.responses.behavior
        now = behavior.clock()
        too_soon = code.polled_at is not None and now - code.polled_at < behavior.device_code_interval
        code.polls += 1
        code.polled_at = now
        if now >= code.issued_at + LIFETIME_SECONDS:
            raise SignInError("expired_token", 70020, "The device code has expired. Begin again.")
        pending = behavior.device_code_pending
        if code.state == "pending" and pending is not None and code.polls > pending:
            code.enter(behavior.user)
        if code.state == "declined":
            raise SignInError("authorization_declined", 70000, "The user declined to sign in.")
        if code.user is None:
            if too_soon:
                description = f"Wait {behavior.device_code_interval} seconds between two requests."
                raise SignInError("slow_down", 70016, description)
            raise SignInError("authorization_pending", 70016, "The user has not signed in yet. Ask again.")
        return code.user
