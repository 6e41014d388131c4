"""The credential of a user who signs in on another device, by a code."""

import sys
import time
from collections.abc import Callable
from typing import Any

import attrs

from .._http.network import NetworkSettings
from .._http.redaction import one_line
from ..clouds import Cloud
from ._checks import is_authority, is_identifier
from ._entra import EntraApplication, Grant
from ._token_store import TokenStore, or_in_memory
from ._user_tokens import UserTokens

_SECONDS_TO_SIGN_IN = 900


def _print_prompt(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


@attrs.frozen(kw_only=True)
class DeviceCodeCredential:
    """Signs in a user who enters a code on a page of Microsoft, on any device.

    The user is asked once: from then on the refresh token in the store gives the tokens, until it is of no more use.
    The application is a public client ("native") that allows public client flows.

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The application's id.
        prompt: Shows the user what to do, a sentence with address and code; None writes it to standard error.
        store: Where the refresh token lives; None for memory alone.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument cannot be right.

    Source: Partner Center authentication (developer guide), app + user.
    """

    tenant_id: str = attrs.field(validator=is_identifier)
    client_id: str = attrs.field(validator=is_identifier)
    prompt: Callable[[str], None] | None = None
    store: TokenStore = attrs.field(default=None, converter=or_in_memory)
    authority: str | None = attrs.field(default=None, validator=is_authority)

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> UserTokens:
        """Return where a client gets its tokens."""
        application = EntraApplication(self, client_proof=None, cloud=cloud, network=network)
        return UserTokens(application, cloud.app_and_user_scope, store=self.store, sign_in=self._sign_in)

    def _sign_in(self, application: EntraApplication, scope: str) -> Grant:
        def ask(app: Any) -> Any:
            flow = app.initiate_device_flow([scope])
            if "user_code" not in flow:
                return flow  # a refusal
            (self.prompt or _print_prompt)(one_line(flow["message"]))
            # Within reason, whatever was sent: not without a pause, and not for ever.
            flow["interval"] = min(max(int(flow.get("interval", 5)), 1), 60)
            flow["expires_at"] = min(flow.get("expires_at", 0), time.time() + _SECONDS_TO_SIGN_IN)
            return app.acquire_token_by_device_flow(flow)

        return application.ask(ask)
