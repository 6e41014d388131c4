"""A request of the identity side: who was asked, and with which form."""

from collections.abc import Mapping, Sequence

import attrs

from partner_center.emulator.scopes import AskedScopes
from partner_center.emulator.sign_in_error import SignInError


@attrs.frozen
class SignInRequest:
    """The form of a request, or the query of one that came from a browser, and the address that it was sent to."""

    form: Mapping[str, str]
    origin: str
    """`https://host` or `https://host:port`, as the caller wrote it."""
    resources: Sequence[str]
    """The APIs for which there are tokens at this address."""

    def required(self, name: str) -> str:
        """Return a parameter. Raises SignInError where it is missing or empty."""
        value = self.form.get(name)
        if not value:
            raise SignInError("invalid_request", 900144, f"The request has to hold the parameter '{name}'.")
        return value

    def scopes(self) -> AskedScopes:
        """Return what the parameter `scope` asks for. Raises SignInError where it is no scope of an API here."""
        return AskedScopes.parse(self.required("scope"), resources=self.resources)
