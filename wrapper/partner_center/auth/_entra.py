"""An application in Microsoft Entra, spoken to through msal under the client's own HTTP settings."""

import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Protocol

import attrs
import httpx

from .._http import HttpSettings
from ..clouds import Cloud
from ..errors import CredentialError
from ._msal_http import MsalHttp
from ._msal_logs import mask_codes
from ._refusals import refusal
from ._token import AccessToken

ClientProof = str | Mapping[str, str] | None
"""What proves that the application is who it says, as msal takes it: a secret, a certificate's key, or nothing."""


@attrs.frozen(kw_only=True)
class Grant:
    """What Entra gave: an access token, and for a signed-in user a refresh token."""

    access_token: AccessToken
    refresh_token: str | None = attrs.field(repr=False)


class Registration(Protocol):
    """Where an application is registered, as credentials say it."""

    @property
    def tenant_id(self) -> str: ...

    @property
    def client_id(self) -> str: ...

    @property
    def authority(self) -> str | None: ...


class EntraApplication:
    """An application that asks Microsoft Entra for tokens.

    Nothing is sent, and msal is not imported, before the first token is asked for. Each method raises CredentialError
    where Entra refuses, or cannot be reached.
    """

    def __init__(
        self, registration: Registration, *, client_proof: ClientProof, cloud: Cloud, http: HttpSettings
    ) -> None:
        self._authority = (registration.authority or cloud.authority).rstrip("/")
        self._tenant_id = registration.tenant_id
        self._client_id = registration.client_id
        self._client_proof = client_proof
        self._settings = http

    def grant_for_itself(self, scope: str, *, renew: bool) -> Grant:
        """Return what Entra gives the application without a user, from msal's cache unless it is to be renewed."""

        def ask(app: Any) -> Any:
            if renew:
                app.remove_tokens_for_client()
            return app.acquire_token_for_client([scope])

        return self.ask(ask)

    def grant_for_refresh_token(self, refresh_token: str, scope: str) -> Grant:
        """Return what Entra gives for a refresh token."""
        return self.ask(lambda app: app.acquire_token_by_refresh_token(refresh_token, [scope]))

    def ask(self, question: Callable[[Any], Any]) -> Grant:
        """Put a question to Entra: a function from msal's application to its answer."""
        asked_at = time.time()
        try:
            answer = question(self._msal)
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise CredentialError(
                f"{self._authority} could not be reached for a token: {reason}.",
                hint="Check the network, the proxy, the CA bundle and the name of the authority.",
            ) from error
        except Exception as error:  # msal raises ValueError and kinds of its own, by no documented rule
            # Where the tenant is unknown, msal's exception has lost Entra's code; the answer still has it.
            raise self._refused(self._http.last_refusal or {"error_description": str(error)}) from error
        if "access_token" not in answer:
            raise self._refused(answer)
        return Grant(
            access_token=AccessToken(answer["access_token"], int(asked_at + int(answer["expires_in"]))),
            refresh_token=answer.get("refresh_token"),
        )

    def close(self) -> None:
        """Close the connections to Entra."""
        if "_http" in self.__dict__:
            self._http.close()

    @cached_property
    def _http(self) -> MsalHttp:
        return MsalHttp(self._settings.client())

    @cached_property
    def _msal(self) -> Any:  # msal carries no types
        import msal

        mask_codes()
        kind = msal.PublicClientApplication if self._client_proof is None else msal.ConfidentialClientApplication
        return kind(
            self._client_id,
            client_credential=self._client_proof,
            authority=f"{self._authority}/{self._tenant_id}",
            http_client=self._http,
            # The caller says which authority to trust. To look it up at login.microsoftonline.com would make sign-in
            # in one cloud depend on another, and tell that host about tenants that are none of its own.
            instance_discovery=False,
        )

    def _refused(self, answer: Mapping[str, Any]) -> CredentialError:
        return refusal(answer, authority=self._authority, tenant_id=self._tenant_id, client_id=self._client_id)
