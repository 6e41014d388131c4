"""An application in Microsoft Entra, spoken to through msal under the client's own HTTP settings."""

import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Protocol

import attrs
import httpx

from .._http.network import NetworkSettings
from .._http.redaction import one_line
from ..clouds import Cloud
from ..errors import CredentialError, PartnerCenterError
from ..retry import NETWORK_ERRORS, is_transient
from ._msal_http import MsalHttp, NoAnswerOfEntraError
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
        self, registration: Registration, *, client_proof: ClientProof, cloud: Cloud, network: NetworkSettings
    ) -> None:
        self._authority = (registration.authority or cloud.authority).rstrip("/")
        self._tenant_id = registration.tenant_id
        self._client_id = registration.client_id
        self._client_proof = client_proof
        self._network = network

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
        except NETWORK_ERRORS as error:
            # Not from the error: it holds the request, and may repeat what a proxy wrote back of it.
            reason = one_line(self._http.without_secrets(str(error))) or type(error).__name__
            raise CredentialError(
                f"{self._authority} could not be reached for a token: {reason}.",
                hint="Check the network, the proxy, the CA bundle and the name of the authority.",
                retry_after=0 if is_transient(error) else None,
            ) from None
        except NoAnswerOfEntraError as error:
            raise CredentialError(
                f"{self._authority} gave no token to the application {self._client_id}: {error}.",
                hint="Check the network and the name of the authority: something else may have answered in its place.",
                retry_after=self._http.retry_after(),
            ) from None
        except PartnerCenterError:
            raise
        except Exception as error:  # noqa: BLE001  msal raises kinds of its own, by no documented rule
            # Where the tenant is unknown, msal's exception has lost Entra's code; the answer still has it.
            raise self._refused(self._http.last_refusal or {"error_description": str(error)}) from None
        if "access_token" not in answer:
            raise self._refused(answer)
        refresh_token = answer.get("refresh_token")
        return Grant(
            access_token=AccessToken(answer["access_token"], int(asked_at + _lifetime(answer.get("expires_in")))),
            refresh_token=refresh_token if isinstance(refresh_token, str) and refresh_token else None,
        )

    def close(self) -> None:
        """Close the connections to Entra."""
        if "_http" in self.__dict__:
            self._http.close()

    @cached_property
    def _http(self) -> MsalHttp:
        return MsalHttp(self._network, trusts=self._trusts)

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
            azure_region=False,  # a variable could send the proof of the application to another host
        )

    def _trusts(self, url: httpx.URL) -> bool:
        from msal.authority import WELL_KNOWN_AUTHORITY_HOSTS

        own = httpx.URL(self._authority)
        return url.scheme == "https" and (
            (url.host, url.port) == (own.host, own.port) or (url.host in WELL_KNOWN_AUTHORITY_HOSTS and not url.port)
        )

    def _refused(self, answer: Mapping[str, Any]) -> CredentialError:
        said = {
            name: self._http.without_secrets(text) if isinstance(text, str) else text for name, text in answer.items()
        }
        error = refusal(said, authority=self._authority, tenant_id=self._tenant_id, client_id=self._client_id)
        error.retry_after = self._http.retry_after()
        return error


def _lifetime(expires_in: object) -> int:
    """Return how many seconds a token is good for, within reason: a token is tried out, and renewed where it fails."""
    try:
        seconds = int(str(expires_in))
    except ValueError:
        return 3600
    return min(max(seconds, 1), 86_400)
