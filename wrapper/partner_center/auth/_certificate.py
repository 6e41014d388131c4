"""The credential of an application that proves itself by a certificate."""

from collections.abc import Mapping

import attrs

from .._http.network import NetworkSettings
from ..clouds import Cloud
from ._app_only import AppOnlyTokens
from ._certificates import Certificate, certificate_proof
from ._checks import is_authority, is_identifier, is_secret_or_none
from ._entra import EntraApplication


@attrs.frozen(kw_only=True)
class CertificateCredential:
    """Signs in as an application, without a user, by a certificate.

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The application's id.
        certificate: A PEM with the private key and its certificate, or a PFX: the path of a file, or its bytes. The
            key is an RSA key.
        password: What protects the key; None where nothing does.
        send_chain: Whether to send the certificate and its issuers along, for applications that trust an issuer
            rather than one certificate.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument cannot be right; the certificate is read and opened at once.

    Source: Partner Center authentication (developer guide), app only; it recommends certificates over secrets.
    """

    tenant_id: str = attrs.field(validator=is_identifier)
    client_id: str = attrs.field(validator=is_identifier)
    certificate: Certificate = attrs.field(repr=False)
    password: str | None = attrs.field(default=None, repr=False, validator=is_secret_or_none)
    send_chain: bool = False
    authority: str | None = attrs.field(default=None, validator=is_authority)
    _proof: Mapping[str, str] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        proof = certificate_proof(self.certificate, password=self.password, send_chain=self.send_chain)
        object.__setattr__(self, "_proof", proof)

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> AppOnlyTokens:
        """Return where a client gets its tokens."""
        application = EntraApplication(self, client_proof=self._proof, cloud=cloud, network=network)
        return AppOnlyTokens(application, cloud.app_only_scope)
