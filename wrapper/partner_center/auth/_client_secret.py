"""The credential of an application that proves itself by a secret."""

import attrs

from .._http.network import NetworkSettings
from ..clouds import Cloud
from ._app_only import AppOnlyTokens
from ._checks import is_authority, is_identifier, is_secret
from ._entra import EntraApplication


@attrs.frozen(kw_only=True)
class ClientSecretCredential:
    """Signs in as an application, without a user, by a client secret.

    Args:
        tenant_id: The partner's tenant, as GUID or domain.
        client_id: The application's id.
        client_secret: The secret's value, not its id.
        authority: The Microsoft Entra host, ``https://host``; None for that of the client's cloud.

    Raises:
        ValueError: An argument cannot be right.

    Source: Partner Center authentication (developer guide), app only.
    """

    tenant_id: str = attrs.field(validator=is_identifier)
    client_id: str = attrs.field(validator=is_identifier)
    client_secret: str = attrs.field(repr=False, validator=is_secret)
    authority: str | None = attrs.field(default=None, validator=is_authority)

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> AppOnlyTokens:
        """Return where a client gets its tokens."""
        application = EntraApplication(self, client_proof=self.client_secret, cloud=cloud, network=network)
        return AppOnlyTokens(application, cloud.app_only_scope)
