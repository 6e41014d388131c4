"""An application in Microsoft Entra, spoken to through msal under the client's own HTTP settings."""

import threading
import time
from functools import cached_property
from typing import Any

import httpx

from .._http import HttpSettings
from ..errors import CredentialError
from ._token import AccessToken


class EntraApplication:
    """An application that proves itself to Microsoft Entra and gets tokens for itself, without a user.

    Nothing is sent, and msal is not imported, before the first token is asked for.
    """

    def __init__(
        self, *, authority: str, tenant_id: str, client_id: str, client_credential: str, http: HttpSettings
    ) -> None:
        self._authority = authority
        self._tenant_id = tenant_id
        self._client_id = client_id
        self._client_credential = client_credential
        self._settings = http
        self._lock = threading.Lock()

    def get_token(self, *scopes: str) -> AccessToken:
        """Return a token for the application, from msal's cache or from Entra.

        Raises:
            CredentialError: Entra refuses, or cannot be reached.
        """
        return self._ask(lambda: self._msal.acquire_token_for_client(list(scopes)))

    def forget_token(self) -> None:
        """Have the next token come from Entra, not from the cache."""
        if "_msal" in self.__dict__:
            self._msal.remove_tokens_for_client()

    def close(self) -> None:
        """Close the connections to Entra."""
        if "_http" in self.__dict__:
            self._http.close()

    @cached_property
    def _http(self) -> httpx.Client:
        return self._settings.client()

    @cached_property
    def _msal(self) -> Any:  # msal carries no types
        import msal

        return msal.ConfidentialClientApplication(
            self._client_id,
            client_credential=self._client_credential,
            authority=f"{self._authority}/{self._tenant_id}",
            http_client=self._http,
            # The caller says which authority to trust. To look it up at login.microsoftonline.com would make sign-in
            # in one cloud depend on another, and tell that host about tenants that are none of its own.
            instance_discovery=False,
        )

    def _ask(self, question: Any) -> AccessToken:
        asked_at = time.time()
        try:
            with self._lock:
                answer = question()
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise CredentialError(
                f"{self._authority} could not be reached for a token: {reason}.",
                hint="Check the network, the proxy, the CA bundle and the name of the authority.",
            ) from error
        except Exception as error:
            raise CredentialError(
                f"No token could be had from {self._authority}/{self._tenant_id} for the application "
                f"{self._client_id}: {error}"
            ) from error
        if "access_token" not in answer:
            raise _refusal(answer, self._tenant_id, self._client_id)
        return AccessToken(answer["access_token"], int(asked_at + answer["expires_in"]))


def _refusal(answer: dict[str, Any], tenant_id: str, client_id: str) -> CredentialError:
    said = str(answer.get("error_description") or answer.get("error") or "no reason given")
    return CredentialError(
        f"Microsoft Entra gave no token to the application {client_id} in the tenant {tenant_id}: {said}",
        code=answer.get("error"),
        correlation_id=answer.get("correlation_id"),
    )
