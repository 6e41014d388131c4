"""Credentials: how a client signs in.

Importing this imports neither msal nor cryptography; they are imported when the first token is asked for.
"""

from ._access_token import AccessTokenCredential
from ._client_secret import ClientSecretCredential
from ._connect import AnyCredential, Credential
from ._environment import credential_from_environment
from ._token import AccessToken, AsyncTokenCredential, TokenCredential

__all__ = [
    "AccessToken",
    "AccessTokenCredential",
    "AnyCredential",
    "AsyncTokenCredential",
    "ClientSecretCredential",
    "Credential",
    "TokenCredential",
    "credential_from_environment",
]
