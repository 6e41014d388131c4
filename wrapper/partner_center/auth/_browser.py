"""The credential of a user who signs in in a browser on this machine."""

import sys
from typing import Any

import attrs

from .._http.network import NetworkSettings
from ..clouds import Cloud
from ._checks import is_authority, is_identifier, is_secret_or_none
from ._entra import EntraApplication, Grant
from ._token_store import TokenStore, or_in_memory
from ._user_tokens import UserTokens

_SECONDS_TO_SIGN_IN = 300


@attrs.frozen(kw_only=True)
class InteractiveBrowserCredential:
    """Signs in a user in the browser of this machine, by an authorization code with PKCE.

    The browser comes back to a port on loopback, so the application has to have ``http://localhost`` among its redirect
    addresses. The user is asked once: from then on the refresh token in the store gives the tokens, until it is of no
    more use.

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The application's id.
        client_secret: The application's secret, where it is no public client.
        redirect_port: The port on loopback; None for any that is free.
        store: Where the refresh token lives; None for memory alone.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument cannot be right.

    Source: Enable the Secure Application Model framework (developer guide).
    """

    tenant_id: str = attrs.field(validator=is_identifier)
    client_id: str = attrs.field(validator=is_identifier)
    client_secret: str | None = attrs.field(default=None, repr=False, validator=is_secret_or_none)
    redirect_port: int | None = None
    store: TokenStore = attrs.field(default=None, converter=or_in_memory)
    authority: str | None = attrs.field(default=None, validator=is_authority)

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> UserTokens:
        """Return where a client gets its tokens."""
        application = EntraApplication(self, client_proof=self.client_secret, cloud=cloud, network=network)
        return UserTokens(application, cloud.app_and_user_scope, store=self.store, sign_in=self._sign_in)

    def _sign_in(self, application: EntraApplication, scope: str) -> Grant:
        def ask(app: Any) -> Any:
            from msal.oauth2cli import AuthCodeReceiver

            with AuthCodeReceiver(port=self.redirect_port) as receiver:
                flow = app.initiate_auth_code_flow(
                    [scope], redirect_uri=f"http://localhost:{receiver.get_port()}", response_mode="form_post"
                )
                came_back = receiver.get_auth_response(
                    auth_uri=flow["auth_uri"],
                    auth_uri_callback=_show_address,
                    state=flow["state"],
                    timeout=_SECONDS_TO_SIGN_IN,
                )
            if not came_back:
                return {
                    "error": "authorization_timeout",
                    "error_description": f"Nobody signed in within {_SECONDS_TO_SIGN_IN} seconds",
                }
            return app.acquire_token_by_auth_code_flow(flow, came_back)

        return application.ask(ask)


def _show_address(address: str) -> None:
    print(f"No browser opens on this machine. Visit: {address}", file=sys.stderr, flush=True)
