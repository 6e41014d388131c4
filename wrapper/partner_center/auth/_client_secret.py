"""The credential of an application that proves itself by a secret."""

import attrs

from .._arguments import check_authority, check_identifier
from .._http import HttpSettings
from ..clouds import Cloud
from ._entra import EntraApplication


def _check_identifier(_credential: object, attribute: "attrs.Attribute[str]", value: str) -> None:
    check_identifier(attribute.name, value)


def _check_secret(_credential: object, attribute: "attrs.Attribute[str]", value: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{attribute.name} is empty, but wants the value of a client secret.")


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

    Source: Partner Center authentication (developer guide), application-only.
    """

    tenant_id: str = attrs.field(validator=_check_identifier)
    client_id: str = attrs.field(validator=_check_identifier)
    client_secret: str = attrs.field(repr=False, validator=_check_secret)
    authority: str | None = attrs.field(default=None, converter=attrs.converters.optional(check_authority))

    def connect(self, *, cloud: Cloud, http: HttpSettings) -> EntraApplication:
        """Return what gives the tokens of this credential in a cloud, under a client's HTTP settings."""
        return EntraApplication(
            authority=self.authority or cloud.authority,
            tenant_id=self.tenant_id,
            client_id=self.client_id,
            client_credential=self.client_secret,
            http=http,
        )
