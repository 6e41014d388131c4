"""The tenant: everything that the identity side knows and remembers, put together."""

from collections.abc import Sequence

import attrs
from cryptography import x509
from starlette.routing import Route

from partner_center.emulator.addresses import Addresses
from partner_center.emulator.app_only import AppOnlyGrant
from partner_center.emulator.application import Application
from partner_center.emulator.assertions import Assertions
from partner_center.emulator.authorization_codes import AuthorizationCodes
from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.browser_sign_in import BrowserSignIn
from partner_center.emulator.device_codes import DeviceCodes
from partner_center.emulator.device_sign_in import GRANT_TYPE, DeviceSignIn
from partner_center.emulator.discovery import Discovery
from partner_center.emulator.identity import Identity
from partner_center.emulator.refresh_grant import RefreshGrant
from partner_center.emulator.refresh_tokens import RefreshTokens
from partner_center.emulator.tokens import TokenMint
from partner_center.emulator.user_tokens import UserTokens


@attrs.frozen(kw_only=True)
class Entra:
    """One tenant with one application in it. What it has issued outlasts a stop of the emulator."""

    tenant_id: str
    client_id: str
    client_secret: str = attrs.field(repr=False)
    mint: TokenMint
    behaviour: Behaviour
    refresh_tokens: RefreshTokens
    device_codes: DeviceCodes
    authorization_codes: AuthorizationCodes

    @classmethod
    def with_no_sign_ins(
        cls, *, tenant_id: str, client_id: str, client_secret: str, mint: TokenMint, behaviour: Behaviour
    ) -> "Entra":
        """Return the tenant as it is before anybody has signed in."""
        return cls(
            tenant_id=tenant_id,
            client_id=client_id,
            client_secret=client_secret,
            mint=mint,
            behaviour=behaviour,
            refresh_tokens=RefreshTokens(behaviour),
            device_codes=DeviceCodes(behaviour),
            authorization_codes=AuthorizationCodes(behaviour),
        )

    def forget(self) -> None:
        """Forget the sign-ins: their codes and refresh tokens are worth nothing from now on."""
        self.refresh_tokens.known.clear()
        self.device_codes.known.clear()
        self.authorization_codes.known.clear()

    def routes(self, addresses: Addresses, certificate: x509.Certificate) -> Sequence[Route]:
        """Return the endpoints, for these addresses and with this certificate registered."""
        application = Application(
            id=self.client_id,
            tenant_id=self.tenant_id,
            secret=self.client_secret,
            assertions=Assertions(self.client_id, certificate, self.behaviour),
            behaviour=self.behaviour,
        )
        user_tokens = UserTokens(application, self.mint, self.refresh_tokens, self.behaviour)
        device_sign_in = DeviceSignIn(self.device_codes, user_tokens)
        browser_sign_in = BrowserSignIn(self.authorization_codes, user_tokens)
        identity = Identity(
            tenant_id=self.tenant_id,
            addresses=addresses,
            discovery=Discovery(addresses, self.tenant_id),
            grants={
                "client_credentials": AppOnlyGrant(application, self.mint),
                "authorization_code": browser_sign_in.redeem,
                "refresh_token": RefreshGrant(self.refresh_tokens, user_tokens),
                GRANT_TYPE: device_sign_in.redeem,
            },
            device_codes=device_sign_in.begin,
            authorize=browser_sign_in.authorize,
            mint=self.mint,
            behaviour=self.behaviour,
        )
        return identity.routes()
