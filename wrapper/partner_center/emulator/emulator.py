"""The emulator as a whole: both sides behind one HTTPS server."""

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import attrs
from starlette.routing import Router
from starlette.types import ASGIApp

from partner_center.emulator.api.authorization import BearerTokenCheck
from partner_center.emulator.api.catalog import Catalog, made_up_catalog
from partner_center.emulator.api.operations import OffersApi, served_operations
from partner_center.emulator.api.seeds import SeedOffers, Seeds, read_seeds
from partner_center.emulator.behavior import Behavior, User
from partner_center.emulator.identity.application import Application, RegisteredCertificate
from partner_center.emulator.identity.browser import Browser
from partner_center.emulator.identity.tenant import Tenant
from partner_center.emulator.identity.tokens import GLOBAL_RESOURCE, TokenIssuer, user_claims
from partner_center.emulator.server.connexion_app import connexion_app
from partner_center.emulator.server.contract import Contract
from partner_center.emulator.server.https_server import Addresses, HttpsServer
from partner_center.emulator.server.proxy import ConnectProxy
from partner_center.emulator.server.requests import ReceivedRequest, RequestRecorder


class Emulator:
    """Partner Center on loopback: an identity side and an API side behind one HTTPS server.

    Use it as a context manager, or call `start` and `stop`. It can be started again after a stop; it then has a new
    certificate, and a new port unless one was given.
    """

    def __init__(self, *, port: int = 0, hosts: Sequence[str] = ()) -> None:
        """Prepare the emulator, without starting it.

        Args:
            port: The port on 127.0.0.1; 0 takes a free one.
            hosts: Host names of the real service, such as `login.microsoftonline.com`, that the emulator also serves.
                Clients reach it under these names through `proxy`.
        """
        self._port = port
        self._hosts = tuple(host.lower() for host in hosts)
        self._server: HttpsServer | None = None
        self._proxy: ConnectProxy | None = None
        self._contract = Contract.load()
        self.tenant_id = "b0a2f6f4-6b7c-4f0e-9c3d-1e8a57d2c940"
        self.client_id = "c4d1e8a3-52f7-4b69-8a0d-7f3b9e6c2d15"
        self.client_secret = secrets.token_urlsafe(30)
        self._seeds = Seeds()
        self.catalog: Catalog = made_up_catalog(self._contract, self._seeds)
        """The markets, customers and offers that it serves."""
        self.behavior = Behavior()
        """The switches. They can change while it runs."""
        self.requests: list[ReceivedRequest] = []
        """Every request that it received, in order. `clear()` removes them."""
        self._tokens = TokenIssuer(tenant_id=self.tenant_id, behavior=self.behavior)
        application = Application(self.client_id, self.tenant_id, self.client_secret, self.behavior)
        self._tenant = Tenant(application, self._tokens, self.behavior)

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        return self._running.addresses.port

    @property
    def authority(self) -> str:
        """The address of the identity side, for `PARTNER_CENTER_AUTHORITY`."""
        return self._running.addresses.local

    @property
    def base_url(self) -> str:
        """The root of the API with its version, for `PARTNER_CENTER_BASE_URL`."""
        return f"{self.authority}{self._contract.base_path}"

    @property
    def ca_bundle(self) -> str:
        """The path of a PEM file with the CA certificate to trust. `stop` removes it."""
        return str(self._running.ca_bundle)

    @property
    def certificate(self) -> RegisteredCertificate:
        """The certificate with which the application can authenticate instead of the secret."""
        certificate = self._tenant.application.certificate
        if certificate is None:
            raise _not_running()
        return certificate

    def environment(self) -> dict[str, str]:
        """Return the environment variables with which a client of Partner Center uses the emulator.

        The other `PARTNER_CENTER_*` variables of the current environment are among them with an empty value, which
        counts as missing, so that no setting of the developer is used. So is `no_proxy`, with which the client does
        not send its requests to a proxy of the current environment.
        """
        no_proxy = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
        return dict.fromkeys((name for name in os.environ if name.startswith("PARTNER_CENTER_")), "") | {
            "PARTNER_CENTER_TENANT_ID": self.tenant_id,
            "PARTNER_CENTER_CLIENT_ID": self.client_id,
            "PARTNER_CENTER_CLIENT_SECRET": self.client_secret,
            "PARTNER_CENTER_AUTHORITY": self.authority,
            "PARTNER_CENTER_BASE_URL": self.base_url,
            "PARTNER_CENTER_CA_BUNDLE": self.ca_bundle,
            "no_proxy": f"{no_proxy},localhost" if no_proxy else "localhost",
        }

    @property
    def proxy(self) -> str:
        """The address, `http://127.0.0.1:PORT`, of a proxy that connects only `hosts`, to the emulator.

        Raises:
            RuntimeError: The emulator has no hosts, or is not running.
        """
        return self._running_proxy.address

    @property
    def proxied(self) -> list[str]:
        """Every `host:port` that clients asked the proxy for, in order, also those that it refused."""
        return self._running_proxy.targets

    @property
    def browser(self) -> Browser:
        """A browser without a user: its `open` replaces `webbrowser.open`, and its `visit` returns the response."""
        return Browser(self.ca_bundle, self._hosts, self._proxy.address if self._proxy else None)

    def proxy_environment(self) -> dict[str, str]:
        """Return the environment variables with which a program uses the proxy and trusts the emulator.

        httpx and ssl read `SSL_CERT_FILE`, requests reads `REQUESTS_CA_BUNDLE`.
        """
        return {
            "HTTPS_PROXY": self.proxy,
            "SSL_CERT_FILE": self.ca_bundle,
            "REQUESTS_CA_BUNDLE": self.ca_bundle,
        }

    def seed(self, offers: Mapping[str, SeedOffers]) -> None:
        """Serve these offers in place of those of some markets and customers, until `reset`.

        They are sent as they are, in every language: while there are seeds, the bodies of responses are not validated.

        Args:
            offers: Lists of `Offer` objects or JSON objects by key: a two-letter country code, or the id of a customer.
                Customers without seeds get the offers of their market. Unknown markets and customers are added.

        Raises:
            ValueError: A key is neither a country nor a customer id, or an offer is not JSON.
            TypeError: An offer is neither an `Offer` nor a JSON object.
        """
        self._seeds.update(offers)

    def seed_from_file(self, path: str | os.PathLike[str], *, key: str | None = None) -> None:
        """Seed with the offers in a file. See `seed`.

        Args:
            path: The body of a response of the API; or a file of the command `partner-center`: the JSON or JSON lines
                of `offers list`, or the JSON lines of `offers export`.
            key: The country or customer of the offers. None for an export, which has the key of each offer.

        Raises:
            OSError: The file cannot be read.
            ValueError: The file has another content, or the key is missing or not expected.
        """
        self._seeds.update(read_seeds(Path(path), key))

    def issue_token(self, *, mfa: bool | None = None, claims: Mapping[str, Any] | None = None) -> str:
        """Return an access token without a request to the token endpoint.

        Args:
            mfa: Whether the user of `behavior.user` signed in with multi-factor authentication. None returns a token of
                the application alone.
            claims: Claims to add or replace. `{"exp": 0}` returns an expired token.
        """
        claims_of_user = {} if mfa is None else user_claims(self._user(mfa=mfa))
        return self._tokens.issue(client_id=self.client_id, claims={**claims_of_user, **(claims or {})})

    def expire_tokens(self) -> None:
        """Expire every access token that has been issued, whatever the time."""
        self._tokens.expire_tokens()

    def issue_refresh_token(
        self, *, mfa: bool = True, client_id: str | None = None, resource: str = GLOBAL_RESOURCE
    ) -> str:
        """Return a refresh token without a sign-in.

        Args:
            mfa: Whether the user of `behavior.user` signed in with multi-factor authentication.
            client_id: The application that can redeem it; None is the one of the emulator.
            resource: The API that it is for, if its redemption does not name one.
        """
        user = self._user(mfa=mfa)
        return self._tenant.refresh_tokens.issue(client_id=client_id or self.client_id, user=user, resource=resource)

    def revoke_refresh_tokens(self) -> None:
        """Revoke every refresh token that has been issued, as a new password does: AADSTS50173."""
        self._tenant.refresh_tokens.revoke_all()

    def approve_device_code(self, user_code: str, *, mfa: bool = True) -> None:
        """Have the user of `behavior.user` enter a code and sign in, with or without multi-factor authentication.

        Raises:
            LookupError: No such code is pending.
        """
        self._tenant.device_codes.pending(user_code).enter(attrs.evolve(self._user(mfa=mfa), declines=False))

    def decline_device_code(self, user_code: str) -> None:
        """Have the user of `behavior.user` enter a code and decline. Raises LookupError if no such code is pending."""
        self._tenant.device_codes.pending(user_code).enter(attrs.evolve(self.behavior.user, declines=True))

    def reset(self) -> None:
        """Set the switches to their defaults, and forget seeds, requests and sign-ins, as between two tests.

        Codes and refresh tokens are not valid after that. Access tokens are, until they expire.
        """
        self.behavior.reset()
        self._seeds.clear()
        self.requests.clear()
        self._tenant.forget_sign_ins()
        if self._proxy:
            self._proxy.targets.clear()

    def start(self) -> Self:
        """Start the server, and return when it serves.

        If the contract has operations that the emulator does not serve, a warning of the logger
        `partner_center.emulator` names them.

        Raises:
            OSError: The port is taken.
            ValueError: A host name is not valid.
        """
        if self._server is not None:
            raise RuntimeError("The emulator is already running.")
        self._server = HttpsServer(port=self._port, hosts=self._hosts)
        try:
            self._tenant.application.certificate = RegisteredCertificate(self._server.directory)
            self._server.serve(self._app(self._server.addresses))
            if self._hosts:
                self._proxy = ConnectProxy(hosts=self._hosts, port=self.port)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop the server, and return when its thread has ended and its files are removed."""
        server = self._running
        if self._proxy:
            self._proxy.stop()
            self._proxy = None
        server.stop()
        self._server = self._tenant.application.certificate = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()

    def _user(self, *, mfa: bool) -> User:
        return attrs.evolve(self.behavior.user, mfa=mfa)

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
            raise RuntimeError("The proxy needs host names: Emulator(hosts=[...]).")
        raise _not_running()

    def _app(self, addresses: Addresses) -> ASGIApp:
        base_path = self._contract.base_path
        offers = OffersApi(self.catalog, self.behavior, addresses, base_path)
        api = connexion_app(
            self._contract,
            operations=served_operations(offers, self._contract),
            check_token=BearerTokenCheck(self._tokens, addresses, self.behavior).check,
            validates_responses=lambda: not self._seeds,
        )
        both_sides = Router(self._tenant.routes(addresses), redirect_slashes=False, default=api)
        return RequestRecorder(
            both_sides, requests=self.requests, intercept=lambda: self.behavior.intercept, api_path=base_path
        )


def _not_running() -> RuntimeError:
    return RuntimeError("The emulator is not running. Use it in a with statement, or call start().")
