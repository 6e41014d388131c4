"""Credentials: how a client signs in.

Importing this imports neither msal nor cryptography; they are imported when they are first needed.
"""

from ._access_token import AccessTokenCredential
from ._browser import InteractiveBrowserCredential
from ._certificate import CertificateCredential
from ._client_secret import ClientSecretCredential
from ._device_code import DeviceCodeCredential
from ._environment import EnvironmentCredential
from ._file_token_store import FileTokenStore
from ._refresh_token import RefreshTokenCredential
from ._source import AnyCredential, Credential
from ._token import AccessToken, AsyncTokenCredential, TokenCredential
from ._token_store import MemoryTokenStore, TokenStore

__all__ = [
    "AccessToken",
    "AccessTokenCredential",
    "AnyCredential",
    "AsyncTokenCredential",
    "CertificateCredential",
    "ClientSecretCredential",
    "Credential",
    "DeviceCodeCredential",
    "EnvironmentCredential",
    "FileTokenStore",
    "InteractiveBrowserCredential",
    "MemoryTokenStore",
    "RefreshTokenCredential",
    "TokenCredential",
    "TokenStore",
]
