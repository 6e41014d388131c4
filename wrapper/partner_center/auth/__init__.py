"""Credentials: how a client signs in. msal, cryptography and asyncio are imported when they are first needed."""

from .app_credentials import AccessTokenCredential, CertificateCredential, ClientSecretCredential
from .environment import EnvironmentCredential
from .sources import AnyCredential, Credential
from .token_stores import FileTokenStore, MemoryTokenStore, TokenStore
from .tokens import AccessToken, AsyncTokenCredential, Claims, TokenCredential, read_claims
from .user_credentials import DeviceCodeCredential, InteractiveBrowserCredential, RefreshTokenCredential

__all__ = [
    "AccessToken",
    "AccessTokenCredential",
    "AnyCredential",
    "AsyncTokenCredential",
    "CertificateCredential",
    "Claims",
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
    "read_claims",
]
