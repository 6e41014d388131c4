"""The emulator as a whole: both sides behind one HTTPS server."""

import os
import secrets
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import attrs
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Router
from starlette.types import ASGIApp

from partner_center.emulator.addresses import Addresses
from partner_center.emulator.api import OffersApi
from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.browser import Browser
from partner_center.emulator.catalogue import Catalogue, made_up_catalogue
from partner_center.emulator.certificate import RegisteredCertificate
from partner_center.emulator.connect_proxy import ConnectProxy
from partner_center.emulator.connexion_app import connexion_app
from partner_center.emulator.contract import load_contract
from partner_center.emulator.entra import Entra
from partner_center.emulator.exchange import ReceivedRequest
from partner_center.emulator.reception import Reception
from partner_center.emulator.resources import GLOBAL
from partner_center.emulator.server import HttpsServer
from partner_center.emulator.service_headers import ServiceHeaders
from partner_center.emulator.token_door import TokenDoor
from partner_center.emulator.tokens import TokenMint
from partner_center.emulator.user_tokens import user_claims
from partner_center.emulator.users import User


class Emulator:
    """Partner Center on loopback, for as long as it is started.

    Use it as a context manager, or call `start` and `stop`. It may be started again after a stop; the certificate is
    then a new one, and so is the port unless it was fixed.
    """

    def __init__(self, *, port: int = 0, hosts: Sequence[str] = ()) -> None:
        """Prepare the emulator.

        Args:
            port: The port on 127.0.0.1 that it will take; 0 is a free one.
            hosts: Names of the real service, such as ``login.microsoftonline.com``, that the emulator answers to as
                well. `proxy` leads them here.
        """
        self._port = port
        self._hosts = tuple(host.lower() for host in hosts)
        self._proxy: ConnectProxy | None = None
        self._server: HttpsServer | None = None
        self._certificate: RegisteredCertificate | None = None
        self.tenant_id = "b0a2f6f4-6b7c-4f0e-9c3d-1e8a57d2c940"
        self.client_id = "c4d1e8a3-52f7-4b69-8a0d-7f3b9e6c2d15"
        self.client_secret = secrets.token_urlsafe(30)
        self.catalogue: Catalogue = made_up_catalogue()
        """What it sells: `markets`, `locales`, `customers`, `offers(country, locale)`, `offers_for(customer)`."""
        self.behaviour = Behaviour()
        """The switches, changeable while it runs."""
        self.requests: list[ReceivedRequest] = []
        """Every request received, in order; `clear()` forgets them."""
        self._mint = TokenMint(tenant_id=self.tenant_id, behaviour=self.behaviour)
        self._entra = Entra.with_no_sign_ins(
            tenant_id=self.tenant_id,
            client_id=self.client_id,
            client_secret=self.client_secret,
            mint=self._mint,
            behaviour=self.behaviour,
        )

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        return self._running.port

    @property
    def authority(self) -> str:
        """The address of the identity side, as `PARTNER_CENTER_AUTHORITY` takes it."""
        return f"https://localhost:{self.port}"

    @property
    def base_url(self) -> str:
        """The root of the API with its version, as `PARTNER_CENTER_BASE_URL` takes it."""
        return f"{self.authority}/v1"

    @property
    def ca_bundle(self) -> str:
        """The path of a PEM file with the certificate to trust. It is removed at the stop."""
        return str(self._running.ca_bundle)

    @property
    def certificate(self) -> RegisteredCertificate:
        """The certificate with which the application may prove itself in the place of the secret."""
        if self._certificate is None:
            raise _not_running()
        return self._certificate

    def environment(self) -> dict[str, str]:
        """Return the variables that make a client of Partner Center use the emulator.

        ``no_proxy`` among them keeps a proxy of this process's environment off the way.
        """
        not_by_proxy = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
        return {
            "PARTNER_CENTER_TENANT_ID": self.tenant_id,
            "PARTNER_CENTER_CLIENT_ID": self.client_id,
            "PARTNER_CENTER_CLIENT_SECRET": self.client_secret,
            "PARTNER_CENTER_AUTHORITY": self.authority,
            "PARTNER_CENTER_BASE_URL": self.base_url,
            "PARTNER_CENTER_CA_BUNDLE": self.ca_bundle,
            "no_proxy": f"{not_by_proxy},localhost" if not_by_proxy else "localhost",
        }

    @property
    def proxy(self) -> str:
        """The address, `http://127.0.0.1:PORT`, of a proxy that leads `hosts` to the emulator and nobody anywhere else.

        Raises RuntimeError where there are no hosts.
        """
        return self._running_proxy.address

    @property
    def proxied(self) -> list[str]:
        """Every `host:port` that the proxy was asked for, in order; those that it refused are among them."""
        return self._running_proxy.targets

    @property
    def browser(self) -> Browser:
        """A browser that nobody sits at, for what would call `webbrowser.open`; `visit` waits for the answer."""
        return Browser(self.ca_bundle, self._hosts, self._proxy.address if self._proxy else None)

    def proxy_environment(self) -> dict[str, str]:
        """Return the variables that lead a program through the proxy and have it trust the emulator.

        httpx and ssl read ``SSL_CERT_FILE``, requests reads ``REQUESTS_CA_BUNDLE``.
        """
        return {
            "HTTPS_PROXY": self.proxy,
            "SSL_CERT_FILE": self.ca_bundle,
            "REQUESTS_CA_BUNDLE": self.ca_bundle,
        }

    def issue_token(self, *, mfa: bool | None = None, claims: Mapping[str, Any] | None = None) -> str:
        """Return an access token without a call of the token endpoint.

        Args:
            mfa: None for a token of the application alone; else one of the user of `behaviour.user`, signed in with or
                without multi-factor authentication.
            claims: Claims that are added, or take the place of others: ``{"exp": 0}`` gives an expired token.
        """
        of_the_user = {} if mfa is None else user_claims(self._user(mfa=mfa))
        return self._mint.issue(client_id=self.client_id, claims={**of_the_user, **(claims or {})})

    def expire_tokens(self) -> None:
        """Have the API refuse every access token issued so far as expired, whatever the time."""
        self._mint.expire_tokens()

    def issue_refresh_token(self, *, mfa: bool = True, client_id: str | None = None, resource: str = GLOBAL) -> str:
        """Return a refresh token without a sign-in.

        Args:
            mfa: Whether the user of `behaviour.user` is taken to have signed in with multi-factor authentication.
            client_id: The application that it is for; the registered one unless another is named.
            resource: The API that it is for, where the application does not say at its redemption.
        """
        return self._entra.refresh_tokens.issue(
            client_id=client_id or self.client_id, user=self._user(mfa=mfa), resource=resource
        )

    def revoke_refresh_tokens(self) -> None:
        """Revoke every refresh token issued so far, as a new password does: AADSTS50173."""
        self._entra.refresh_tokens.revoke_all()

    def approve_device_code(self, user_code: str, *, mfa: bool = True) -> None:
        """Have the user of `behaviour.user` enter a code and sign in, with or without multi-factor authentication.

        Raises LookupError where no such code waits.
        """
        self._entra.device_codes.approve(user_code, self._user(mfa=mfa))

    def decline_device_code(self, user_code: str) -> None:
        """Have the user enter a code and say no. Raises LookupError where no such code waits."""
        self._entra.device_codes.decline(user_code)

    def _user(self, *, mfa: bool) -> User:
        return attrs.evolve(self.behaviour.user, mfa=mfa)

    def reset(self) -> None:
        """Set the switches back, and forget the requests and the sign-ins, as between two tests.

        Refresh tokens are worth nothing then; access tokens last as long as they do.
        """
        self.behaviour.reset()
        self.requests.clear()
        self._entra.forget()
        if self._proxy:
            self._proxy.targets.clear()

    def start(self) -> Self:
        """Start to serve, and return when it does. Raises OSError when the port is taken."""
        if self._server is not None:
            raise RuntimeError("The emulator is running already.")
        self._server = HttpsServer(port=self._port, hosts=self._hosts)
        try:
            self._certificate = RegisteredCertificate(self._server.directory)
            self._server.serve(self._app())
            if self._hosts:
                self._proxy = ConnectProxy(hosts=self._hosts, port=self.port)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop to serve, and return when the thread has ended and the certificate is removed."""
        server = self._running
        if self._proxy:
            self._proxy.stop()
            self._proxy = None
        server.stop()
        self._server = self._certificate = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _running(self) -> HttpsServer:
        if self._server is None:
            raise _not_running()
        return self._server

    @property
    def _running_proxy(self) -> ConnectProxy:
        if self._proxy is not None:
            return self._proxy
        if self._running and not self._hosts:
            raise RuntimeError("There is no proxy without hosts: Emulator(hosts=[...]).")
        raise _not_running()

    def _app(self) -> ASGIApp:
        addresses = Addresses(self.port, self._hosts)
        offers = OffersApi(self.catalogue, self.behaviour, addresses)
        api = connexion_app(
            load_contract(),
            operations={
                "list_offers_by_country": offers.list_offers_by_country,
                "list_offers_by_customer": offers.list_offers_by_customer,
            },
            check_token=TokenDoor(self._mint, addresses, self.behaviour).check,
        )
        api = ServiceHeaders(GZipMiddleware(api))
        both_sides = Router(self._entra.routes(addresses, self.certificate.x509), redirect_slashes=False, default=api)
        return Reception(both_sides, requests=self.requests, behaviour=self.behaviour)


def _not_running() -> RuntimeError:
    return RuntimeError("The emulator is not running. Use it in a with statement, or call start().")
