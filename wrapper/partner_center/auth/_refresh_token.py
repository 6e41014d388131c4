"""The credential of an application that acts for a user who has signed in before: the Secure Application Model."""

import attrs

from .._http.network import NetworkSettings
from ..clouds import Cloud
from ._certificates import Certificate, certificate_proof
from ._checks import is_authority, is_identifier, is_secret_or_none
from ._entra import ClientProof, EntraApplication
from ._token_store import TokenStore, or_in_memory
from ._user_tokens import UserTokens


@attrs.frozen(kw_only=True)
class RefreshTokenCredential:
    """Signs in as an application for a user, by a refresh token from the user's own sign-in, a multi-factor one.

    Each use replaces the refresh token. The new one goes to the store before anything else is done, and from then on
    the store's comes first; the one given here is for the first use, and for when the store's is of no more use.

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The id of the application that the user signed in to.
        client_secret: The application's secret; give this, or a certificate, or neither for a public client.
        certificate: The application's certificate instead, as CertificateCredential takes it.
        password: What protects the certificate's key.
        refresh_token: The refresh token of the sign-in; None where the store has one.
        store: Where the refresh token lives; None for memory alone.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument cannot be right, or both a secret and a certificate are given.

    Source: Enable the Secure Application Model framework (developer guide).
    """

    tenant_id: str = attrs.field(validator=is_identifier)
    client_id: str = attrs.field(validator=is_identifier)
    client_secret: str | None = attrs.field(default=None, repr=False, validator=is_secret_or_none)
    certificate: Certificate | None = attrs.field(default=None, repr=False)
    password: str | None = attrs.field(default=None, repr=False, validator=is_secret_or_none)
    refresh_token: str | None = attrs.field(default=None, repr=False, validator=is_secret_or_none)
    store: TokenStore = attrs.field(default=None, converter=or_in_memory)
    authority: str | None = attrs.field(default=None, validator=is_authority)
    _proof: ClientProof = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_proof", self._client_proof())

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> UserTokens:
        """Return where a client gets its tokens."""
        application = EntraApplication(self, client_proof=self._proof, cloud=cloud, network=network)
        return UserTokens(
            application,
            cloud.app_and_user_scope,
            store=self.store,
            first_refresh_token=self.refresh_token,
        )

    def _client_proof(self) -> ClientProof:
        if self.certificate is None:
            return self.client_secret
        if self.client_secret is not None:
            raise ValueError("client_secret and certificate are both given, but an application proves itself by one.")
        return certificate_proof(self.certificate, password=self.password, send_chain=False)
