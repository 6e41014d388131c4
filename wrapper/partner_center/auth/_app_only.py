"""The tokens of an application that signs in for itself, without a user."""

from ._entra import EntraApplication
from ._token import AccessToken


class AppOnlyTokens:
    """Fetches the tokens of an application."""

    def __init__(self, application: EntraApplication, scope: str) -> None:
        self._application = application
        self._scope = scope

    def fetch(self, *, renew: bool) -> AccessToken:
        return self._application.grant_for_itself(self._scope, renew=renew).access_token

    def close(self) -> None:
        self._application.close()
