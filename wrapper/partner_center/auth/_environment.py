"""The credential that the PARTNER_CENTER_* variables describe."""

import os
from collections.abc import Mapping

from .._http.network import NetworkSettings
from ..clouds import Cloud
from ._access_token import AccessTokenCredential
from ._certificate import CertificateCredential
from ._client_secret import ClientSecretCredential
from ._refresh_token import RefreshTokenCredential
from ._source import ConnectedCredential, TokenSource

_ACCESS_TOKEN = "PARTNER_CENTER_ACCESS_TOKEN"  # noqa: S105  a name
_APPLICATION = ("PARTNER_CENTER_TENANT_ID", "PARTNER_CENTER_CLIENT_ID")
_REFRESH_TOKEN = "PARTNER_CENTER_REFRESH_TOKEN"  # noqa: S105  a name
_CERTIFICATE_PATH = "PARTNER_CENTER_CERTIFICATE_PATH"
_CLIENT_SECRET = "PARTNER_CENTER_CLIENT_SECRET"  # noqa: S105  a name


class EnvironmentCredential:
    """Signs in as the ``PARTNER_CENTER_*`` variables say, by the first of these that is complete.

    1. ``ACCESS_TOKEN``: a ready token.
    2. ``TENANT_ID``, ``CLIENT_ID`` and ``REFRESH_TOKEN``, with ``CLIENT_SECRET`` or ``CERTIFICATE_PATH`` where the
       application is no public client: for a user.
    3. ``TENANT_ID``, ``CLIENT_ID`` and ``CERTIFICATE_PATH`` (``CERTIFICATE_PASSWORD``): as an application.
    4. ``TENANT_ID``, ``CLIENT_ID`` and ``CLIENT_SECRET``: as an application.

    ``AUTHORITY`` takes the place of the cloud's Microsoft Entra host. The other variables are settings of the client,
    which ``PartnerCenter.from_env()`` reads.

    Args:
        environment: The variables by name; None for those of the process. Empty ones count as missing.

    Raises:
        ValueError: None of these is complete, and the message names the variables that are missing; or a variable
            cannot be right.
    """

    def __init__(self, *, environment: Mapping[str, str] | None = None) -> None:
        self.credential = _credential(os.environ if environment is None else environment)

    def __repr__(self) -> str:
        return f"EnvironmentCredential({self.credential!r})"

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> TokenSource:
        """Return where a client gets its tokens."""
        return self.credential.connect(cloud=cloud, network=network)


def _credential(environment: Mapping[str, str]) -> ConnectedCredential:
    def value(name: str) -> str | None:
        return environment.get(name) or None

    access_token = value(_ACCESS_TOKEN)
    if access_token is not None:
        return AccessTokenCredential(token=access_token)

    tenant_id, client_id = map(value, _APPLICATION)
    refresh_token, certificate, client_secret = map(value, (_REFRESH_TOKEN, _CERTIFICATE_PATH, _CLIENT_SECRET))
    password, authority = value("PARTNER_CENTER_CERTIFICATE_PASSWORD"), value("PARTNER_CENTER_AUTHORITY")
    if tenant_id is None or client_id is None or not (refresh_token or certificate or client_secret):
        raise ValueError(_what_is_missing(environment))
    if refresh_token is not None:
        return RefreshTokenCredential(
            tenant_id=tenant_id,
            client_id=client_id,
            client_secret=client_secret if certificate is None else None,
            certificate=certificate,
            password=password,
            refresh_token=refresh_token,
            authority=authority,
        )
    if certificate is not None:
        return CertificateCredential(
            tenant_id=tenant_id, client_id=client_id, certificate=certificate, password=password, authority=authority
        )
    return ClientSecretCredential(
        tenant_id=tenant_id, client_id=client_id, client_secret=client_secret or "", authority=authority
    )


def _what_is_missing(environment: Mapping[str, str]) -> str:
    missing = [name for name in _APPLICATION if not environment.get(name)]
    proofs = (_CLIENT_SECRET, _CERTIFICATE_PATH, _REFRESH_TOKEN)
    if not any(environment.get(name) for name in proofs):
        missing.append(f"one of {', '.join(proofs)}")
    return f"No credential: {' and '.join(missing)} missing from the environment, or {_ACCESS_TOKEN} for a ready token."
