"""The credential that the ``PARTNER_CENTER_*`` variables describe."""

import os
from collections.abc import Mapping
from typing import Any

from .._http.network import NetworkSettings
from ..clouds import Cloud
from .app_credentials import AccessTokenCredential, CertificateCredential, ClientSecretCredential
from .sources import ConnectedCredential, Connection
from .user_credentials import RefreshTokenCredential

_VARIABLES = {
    "token": "PARTNER_CENTER_ACCESS_TOKEN",
    "tenant_id": "PARTNER_CENTER_TENANT_ID",
    "client_id": "PARTNER_CENTER_CLIENT_ID",
    "client_secret": "PARTNER_CENTER_CLIENT_SECRET",
    "certificate": "PARTNER_CENTER_CERTIFICATE_PATH",
    "password": "PARTNER_CENTER_CERTIFICATE_PASSWORD",
    "refresh_token": "PARTNER_CENTER_REFRESH_TOKEN",
    "authority": "PARTNER_CENTER_AUTHORITY",
}
_PROOFS = ("client_secret", "certificate", "refresh_token")


class EnvironmentCredential:
    """Signs in as the ``PARTNER_CENTER_*`` variables say, by the first of these that is complete.

    1. ``ACCESS_TOKEN``: an access token that is sent as it is.
    2. ``TENANT_ID``, ``CLIENT_ID`` and ``REFRESH_TOKEN``: for a user, with one of the two below if the application is
       not a public client.
    3. ``TENANT_ID``, ``CLIENT_ID`` and ``CERTIFICATE_PATH`` (``CERTIFICATE_PASSWORD``): as an application.
    4. ``TENANT_ID``, ``CLIENT_ID`` and ``CLIENT_SECRET``: as an application.

    ``AUTHORITY`` replaces the Microsoft Entra host of the cloud. ``PartnerCenter.from_env()`` reads other variables.

    Args:
        environment: The variables by name; None for those of the process. White space at their ends is removed, and
            empty ones count as missing.

    Raises:
        ValueError: None of these is complete, or a variable is invalid. The message names the variables.
    """

    def __init__(self, *, environment: Mapping[str, str] | None = None) -> None:
        try:
            self.credential = _credential(os.environ if environment is None else environment)
        except ValueError as error:  # a message about an argument begins with its name
            argument, _, problem = str(error).partition(" ")
            raise ValueError(f"{_VARIABLES.get(argument, argument)} {problem}") from None

    def __repr__(self) -> str:
        return f"EnvironmentCredential({self.credential!r})"

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> Connection:
        """Return how a client gets the tokens for a cloud."""
        return self.credential.connect(cloud=cloud, network=network)


def _credential(environment: Mapping[str, str]) -> ConnectedCredential:
    # Key vaults and `echo` add line ends.
    values = {argument: environment.get(name, "").strip() for argument, name in _VARIABLES.items()}
    given: dict[str, Any] = {argument: value for argument, value in values.items() if value}
    if "token" in given:
        return AccessTokenCredential(token=given["token"])
    missing = [_VARIABLES[argument] for argument in ("tenant_id", "client_id") if argument not in given]
    if not given.keys() & set(_PROOFS):
        missing.append(f"one of {', '.join(_VARIABLES[argument] for argument in _PROOFS)}")
    if missing:
        instead = f"Or set {_VARIABLES['token']} to an access token"
        raise ValueError(f"No credential: {' and '.join(missing)} must be set in the environment. {instead}")
    given.pop("client_secret" if "certificate" in given else "password", None)
    if "refresh_token" in given:
        return RefreshTokenCredential(**given)
    return CertificateCredential(**given) if "certificate" in given else ClientSecretCredential(**given)
