"""The documents in which an identity provider says where its endpoints are and with which keys it signs."""

from typing import Any
from urllib.parse import urlsplit

import attrs

from partner_center.emulator.addresses import Addresses


@attrs.frozen
class Discovery:
    """Writes the documents, with the addresses that the caller used."""

    addresses: Addresses
    tenant_id: str

    def instance(self, authorization_endpoint: str) -> dict[str, Any]:
        """Return where the documents of a tenant are, and which host names are the same authority: none is."""
        asked_for = urlsplit(authorization_endpoint)
        tenant = asked_for.path.strip("/").partition("/")[0] or self.tenant_id
        origin = self.addresses.origin(asked_for.netloc)
        names = [urlsplit(self.addresses.local).netloc, *self.addresses.hosts]
        return {
            "tenant_discovery_endpoint": f"{origin}/{tenant}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [{"preferred_network": name, "preferred_cache": name, "aliases": [name]} for name in names],
        }

    def configuration(self, origin: str) -> dict[str, Any]:
        """Return where the endpoints are."""
        tenant = f"{origin}/{self.tenant_id}"
        return {
            "issuer": f"{tenant}/v2.0",
            "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
            "device_authorization_endpoint": f"{tenant}/oauth2/v2.0/devicecode",
            "token_endpoint": f"{tenant}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "jwks_uri": f"{tenant}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "form_post"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "offline_access"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
