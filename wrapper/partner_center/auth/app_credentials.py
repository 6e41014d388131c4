"""The credentials of an application without a user: a token, a client secret, a certificate."""

import re
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

import attrs

from .._http.network import NetworkSettings
from ..arguments import check_authority
from ..clouds import Cloud
from .certificates import Certificate, certificate_proof
from .entra import EntraApplication
from .sources import Connection
from .token_cache import TokenCache
from .tokens import AccessToken

_ID = r"[A-Za-z0-9][A-Za-z0-9._-]*"  # it becomes a part of an address
_RULES = {
    "tenant_id": (_ID, "a GUID or a domain name, of letters, digits, dots and hyphens"),
    "client_id": (_ID, "a GUID, of letters, digits and hyphens"),
    "token": (r"[\x21-\x7e]+", "an access token without the word Bearer: printable ASCII without blanks"),
}
_SECRET = (r"(?s)(?=.*\S)[^\ud800-\udfff]+", "a string that is not blank, of valid Unicode")


def check(_credential: object, field: "attrs.Attribute[Any]", value: Any) -> None:
    """Check an argument of a credential. No message shows its value: ids and secrets are easily mixed up."""
    if field.name == "authority" and value is not None:
        check_authority(value)
    elif value is not None or field.default is attrs.NOTHING:
        pattern, must_be = _RULES.get(field.name, _SECRET)
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError(f"{field.name} must be {must_be}")


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class EntraCredential:
    """Signs in as an application. All clients share one cache of tokens for a cloud and an authority."""

    tenant_id: str = attrs.field(validator=check)
    client_id: str = attrs.field(validator=check)
    authority: str | None = attrs.field(default=None, validator=check)
    _key: Mapping[str, str] | None = attrs.field(init=False, repr=False, eq=False, default=None)
    _caches: dict[tuple[str, str], TokenCache] = attrs.field(init=False, repr=False, eq=False, factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_caches": {}, "_unsaved": []}  # a copy or an unpickled credential signs in by itself

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> Connection:
        """Return how a client gets the tokens for a cloud."""
        application = EntraApplication(
            authority=(self.authority or cloud.authority).rstrip("/"),
            tenant_id=self.tenant_id,
            client_id=self.client_id,
            proof=self._key or getattr(self, "client_secret", None),
            network=network,
        )
        cache = self._caches.setdefault((application.authority, cloud.resource), TokenCache(type(self).__name__))
        return cache, partial(self._sign_in, application, cloud)

    def _sign_in(self, application: EntraApplication, cloud: Cloud) -> AccessToken:
        return application.ask(lambda app: app.acquire_token_for_client([cloud.app_only_scope]))


@attrs.frozen(kw_only=True)
class AccessTokenCredential:
    """Sends an access token that the program already has. It is never renewed: after it expires, calls fail with 401.

    Args:
        token: The token, without the word Bearer.

    Raises:
        ValueError: The token cannot be sent in a header.
    """

    token: str = attrs.field(repr=False, validator=check)

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> Connection:
        """Return how a client gets the token."""
        return TokenCache(type(self).__name__), lambda: AccessToken(self.token, sys.maxsize)


@attrs.frozen(kw_only=True, slots=False)
class ClientSecretCredential(EntraCredential):
    """Signs in as an application, without a user, by a client secret.

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The application's id.
        client_secret: The secret's value, not its id.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument is invalid.

    Source: Partner Center authentication (developer guide), app only.
    """

    client_secret: str = attrs.field(repr=False, validator=check)


@attrs.frozen(kw_only=True, slots=False)
class CertificateCredential(EntraCredential):
    """Signs in as an application, without a user, by a certificate.

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The application's id.
        certificate: A PEM with an RSA private key and its certificate, or a PFX: the path of a file, or its bytes.
        password: The password of the key; None if it has none.
        send_chain: Whether to send the certificate and its issuers too, for applications that trust an issuer instead
            of one certificate.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument is invalid. The certificate is read at once.

    Source: Partner Center authentication (developer guide), app only; it recommends certificates over secrets.
    """

    certificate: Certificate = attrs.field(repr=False)
    password: str | None = attrs.field(default=None, repr=False, validator=check)
    send_chain: bool = False

    def __attrs_post_init__(self) -> None:
        key = certificate_proof(self.certificate, password=self.password, send_chain=self.send_chain)
        object.__setattr__(self, "_key", key)
