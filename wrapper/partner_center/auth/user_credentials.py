"""The credentials of an application that acts for a user: a refresh token, a device code, a browser."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import attrs

from .._http.redaction import one_line
from ..clouds import Cloud
from ..errors import CredentialError
from .app_credentials import EntraCredential, check
from .certificates import Certificate, certificate_proof
from .entra import EntraApplication
from .sign_in_errors import SIGN_IN_AGAIN, failure
from .token_stores import MemoryTokenStore, TokenStore
from .tokens import AccessToken

_SECONDS_FOR_THE_BROWSER = 300
_SECONDS_FOR_THE_CODE = 900


def _or_in_memory(store: TokenStore | None) -> TokenStore:
    return MemoryTokenStore() if store is None else store


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class _UserCredential(EntraCredential):
    """Signs in with the refresh token in the store, or else with the user."""

    store: TokenStore = attrs.field(default=None, converter=_or_in_memory)
    _unsaved: list[str] = attrs.field(init=False, repr=False, eq=False, factory=list)

    def _sign_in(self, application: EntraApplication, cloud: Cloud) -> AccessToken:
        scope, error = cloud.app_and_user_scope, None
        # Two uses of one refresh token may end both: a store that can lock is locked until the new one is saved.
        with self._store_errors(), getattr(self.store, "locked", nullcontext)():
            tokens = (*self._unsaved, self.store.load(), getattr(self, "refresh_token", None))
            for refresh_token in dict.fromkeys(filter(None, tokens)):
                try:
                    return self._redeem(application, refresh_token, scope)
                except CredentialError as failed:
                    if SIGN_IN_AGAIN not in (failed.hint or ""):
                        raise
                    error = failed
        return self._ask_user(application, scope, error)

    def _redeem(self, application: EntraApplication, refresh_token: str, scope: str) -> AccessToken:
        return application.ask(lambda app: app.acquire_token_by_refresh_token(refresh_token, [scope]), save=self._save)

    def _ask_user(self, application: EntraApplication, scope: str, error: CredentialError | None) -> AccessToken:
        """Let the user sign in, because of the error of the refresh token if there is one."""
        try:
            return application.ask(lambda app: self._question(app, scope), save=self._save)
        except CredentialError as failed:
            failed.retry_after = None  # a call that is retried must not ask the user again
            raise

    def _question(self, app: Any, scope: str) -> Any:
        raise NotImplementedError

    def _save(self, refresh_token: str) -> None:
        """Save a new refresh token. If that fails, this process still has it."""
        self._unsaved[:] = [refresh_token]
        with self._store_errors():
            self.store.save(refresh_token)
        self._unsaved.clear()

    @contextmanager
    def _store_errors(self) -> Iterator[None]:
        try:
            yield
        except CredentialError:
            raise
        except Exception as error:  # noqa: BLE001 - it may be of any kind
            failed = failure(f"{type(self.store).__name__} failed", error, secrets=self._unsaved)
            raise failed from failed.__cause__


@attrs.frozen(kw_only=True, slots=False)
class RefreshTokenCredential(_UserCredential):
    """Signs in as an application for a user, by a refresh token of an earlier sign-in with multi-factor authentication.

    Each use replaces the refresh token. The new one is saved before the access token is used. The refresh token in the
    store is used first; the one given here if the store has none, or one that is not valid any more. Source: Enable the
    Secure Application Model framework (developer guide).

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The id of the application that the user signed in to.
        client_secret: The application's secret; give this, or a certificate, or neither for a public client.
        certificate: The application's certificate, as ``CertificateCredential`` takes it.
        password: The password of the certificate's key.
        refresh_token: The refresh token of the sign-in; None if the store has it.
        store: Where the refresh token is kept; None for memory only.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument is invalid, or both a secret and a certificate are given.
    """

    client_secret: str | None = attrs.field(default=None, repr=False, validator=check)
    certificate: Certificate | None = attrs.field(default=None, repr=False)
    password: str | None = attrs.field(default=None, repr=False, validator=check)
    refresh_token: str | None = attrs.field(default=None, repr=False, validator=check)

    def __attrs_post_init__(self) -> None:
        if self.certificate is not None:
            if self.client_secret is not None:
                raise ValueError("client_secret and certificate must not both be given. Leave one out")
            key = certificate_proof(self.certificate, password=self.password, send_chain=False)
            object.__setattr__(self, "_key", key)

    def _ask_user(self, application: EntraApplication, scope: str, error: CredentialError | None) -> AccessToken:
        missing = "There is no refresh token: the store is empty, and none was given."
        raise error or CredentialError(missing, hint=SIGN_IN_AGAIN)


def _print_prompt(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


@attrs.frozen(kw_only=True, slots=False)
class DeviceCodeCredential(_UserCredential):
    """Signs in a user who enters a code on a page of Microsoft, on any device.

    The user is asked once. Then the refresh token in the store is used, until it is not valid any more. The application
    must be a public client ("native") that allows public client flows. Source: Partner Center authentication (developer
    guide), app + user.

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The application's id.
        prompt: Shows the user a sentence with address and code; None to write it to standard error.
        store: Where the refresh token is kept; None for memory only.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument is invalid.
    """

    prompt: Callable[[str], None] | None = None

    def _question(self, app: Any, scope: str) -> Any:
        flow = app.initiate_device_flow([scope])
        if "user_code" not in flow:
            return flow
        (self.prompt or _print_prompt)(one_line(flow["message"]))
        flow["expires_at"] = min(flow["expires_at"], time.time() + _SECONDS_FOR_THE_CODE)
        return app.acquire_token_by_device_flow(flow)


@attrs.frozen(kw_only=True, slots=False)
class InteractiveBrowserCredential(_UserCredential):
    """Signs in a user in the browser of this machine, by an authorization code with PKCE.

    The browser is redirected to a port on loopback, so ``http://localhost`` must be a redirect address of the
    application. The user is asked once. Then the refresh token in the store is used, until it is not valid any more.
    Source: Enable the Secure Application Model framework (developer guide).

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The application's id.
        client_secret: The application's secret; None for a public client.
        redirect_port: The port on loopback; None for any that is free.
        store: Where the refresh token is kept; None for memory only.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument is invalid.
    """

    client_secret: str | None = attrs.field(default=None, repr=False, validator=check)
    redirect_port: int | None = None

    def _question(self, app: Any, scope: str) -> Any:
        from msal.oauth2cli import AuthCodeReceiver

        with AuthCodeReceiver(port=self.redirect_port) as receiver:
            address = f"http://localhost:{receiver.get_port()}"
            flow = app.initiate_auth_code_flow([scope], redirect_uri=address, response_mode="form_post")
            response = receiver.get_auth_response(
                auth_uri=flow["auth_uri"],
                auth_uri_callback=lambda address: _print_prompt(f"Open this address in a browser: {address}"),
                state=flow["state"],
                timeout=_SECONDS_FOR_THE_BROWSER,
            )
        if not response:
            return {"error_description": f"nobody signed in within {_SECONDS_FOR_THE_BROWSER} seconds"}
        return app.acquire_token_by_auth_code_flow(flow, response)
