"""A request of the identity side: who was asked, and with which form."""

from collections.abc import Mapping

import attrs

from partner_center.emulator.sign_in_error import SignInError


@attrs.frozen
class SignInRequest:
    """The form of a request, and the address that it was sent to."""

    form: Mapping[str, str]
    origin: str
    """`https://host` or `https://host:port`, as the caller wrote it."""

    def required(self, name: str) -> str:
        """Return a parameter. Raises SignInError where it is missing or empty."""
        value = self.form.get(name)
        if not value:
            raise SignInError("invalid_request", 900144, f"The request has to hold the parameter '{name}'.")
        return value
