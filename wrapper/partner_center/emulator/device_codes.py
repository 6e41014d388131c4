"""Device codes: handed out, entered by the user or not, and redeemed (RFC 8628)."""

import secrets
from typing import Literal

import attrs

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.scopes import AskedScopes
from partner_center.emulator.sign_in_error import SignInError
from partner_center.emulator.users import User

LIFETIME_SECONDS = 900
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Letters that spell no words and are not taken for digits."""


@attrs.define(eq=False)
class DeviceCode:
    """A device code, and what has become of it."""

    value: str = attrs.field(repr=False)
    user_code: str
    asked: AskedScopes
    issued_at: float
    state: Literal["pending", "approved", "declined"] = "pending"
    user: User | None = None
    """Who has entered the code."""
    polls: int = 0
    polled_at: float | None = None


@attrs.frozen
class DeviceCodes:
    """All device codes that were issued and not redeemed."""

    behaviour: Behaviour
    known: dict[str, DeviceCode] = attrs.field(factory=dict, init=False, repr=False)

    def issue(self, asked: AskedScopes) -> DeviceCode:
        """Return a new device code."""
        user_code = "".join(secrets.choice(LETTERS) for _ in range(9))
        code = DeviceCode(secrets.token_urlsafe(60), user_code, asked, self.behaviour.clock())
        self.known[code.value] = code
        return code

    def approve(self, user_code: str, user: User) -> None:
        """Have a user enter a code. Raises LookupError where there is no such code waiting."""
        code = self._waiting(user_code)
        code.user = user
        code.state = "approved"

    def decline(self, user_code: str) -> None:
        """Have a user say no to a code. Raises LookupError where there is no such code waiting."""
        self._waiting(user_code).state = "declined"

    def redeem(self, value: str) -> tuple[User, AskedScopes]:
        """Return who has entered a code, and what was asked for. Raises SignInError as long as nobody has."""
        code = self.known.get(value)
        if code is None:
            raise SignInError("bad_verification_code", 70018, "The device code is not one that was handed out.")
        now = self.behaviour.clock()
        too_soon = code.polled_at is not None and now - code.polled_at < self.behaviour.device_code_interval
        code.polls += 1
        code.polled_at = now
        if now >= code.issued_at + LIFETIME_SECONDS:
            raise SignInError("expired_token", 70020, "The device code has expired. Begin again.")
        self._let_the_user_answer(code)
        if code.state == "declined":
            raise SignInError("authorization_declined", 70000, "The user has declined to sign in.")
        if code.user is None:
            if too_soon:
                description = f"Wait {self.behaviour.device_code_interval} seconds between two requests."
                raise SignInError("slow_down", 70016, description)
            raise SignInError("authorization_pending", 70016, "The user has not signed in yet. Ask again.")
        return code.user, code.asked

    def _let_the_user_answer(self, code: DeviceCode) -> None:
        pending = self.behaviour.device_code_pending
        if code.state != "pending" or pending is None or code.polls <= pending:
            return
        user = self.behaviour.user
        if user.declines:
            code.state = "declined"
        else:
            code.user = user
            code.state = "approved"

    def _waiting(self, user_code: str) -> DeviceCode:
        for code in self.known.values():
            if code.user_code == user_code and code.state == "pending":
                return code
        raise LookupError(f"No device code waits for a user to enter '{user_code}'.")
