"""The credential that the PARTNER_CENTER_* variables describe."""

from collections.abc import Mapping

from ._access_token import AccessTokenCredential
from ._client_secret import ClientSecretCredential

_CLIENT_SECRET = ("PARTNER_CENTER_TENANT_ID", "PARTNER_CENTER_CLIENT_ID", "PARTNER_CENTER_CLIENT_SECRET")


def credential_from_environment(environment: Mapping[str, str]) -> AccessTokenCredential | ClientSecretCredential:
    """Return the credential that some variables describe: a ready token first, then a client secret.

    Args:
        environment: Variables by name, such as ``os.environ``; empty ones count as missing.

    Raises:
        ValueError: No credential is complete; the message names what is missing.
    """
    if token := environment.get("PARTNER_CENTER_ACCESS_TOKEN"):
        return AccessTokenCredential(token=token)
    missing = [name for name in _CLIENT_SECRET if not environment.get(name)]
    if missing:
        raise ValueError(
            f"No credential: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set. Set "
            f"{', '.join(_CLIENT_SECRET)} for a client secret, or PARTNER_CENTER_ACCESS_TOKEN for a ready token."
        )
    tenant_id, client_id, client_secret = (environment[name] for name in _CLIENT_SECRET)
    return ClientSecretCredential(
        tenant_id=tenant_id,
        client_id=client_id,
        client_secret=client_secret,
        authority=environment.get("PARTNER_CENTER_AUTHORITY") or None,
    )
