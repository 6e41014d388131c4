"""Access tokens and id tokens: issued for the identity side, checked for the API side."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from partner_center.emulator.behavior import Behavior, User

GLOBAL_RESOURCE = "https://api.partnercenter.microsoft.com"
"""Partner Center of the global cloud and of the cloud for the US government."""
CHINA_RESOURCE = "https://partner.partnercenterapi.microsoftonline.cn"
"""Partner Center of the cloud that 21Vianet operates."""
ISSUERS = {GLOBAL_RESOURCE: "https://sts.windows.net", CHINA_RESOURCE: "https://sts.chinacloudapi.cn"}
"""The issuer of the tokens for each resource."""
USER_PERMISSION = "user_impersonation"
"""The one permission that Partner Center has for an application that acts for a user."""
ID_TOKEN_SECONDS = 3600


class TokenRefusedError(Exception):
    """The token was not issued by this emulator, or has expired."""


class AudienceRefusedError(TokenRefusedError):
    """The token is for another service."""


class TokenIssuer:
    """Issues tokens, signed with its own key, and checks them.

    The claims are those of a token of Partner Center: version 1.0, with an issuer such as sts.windows.net.
    """

    def __init__(self, *, tenant_id: str, behavior: Behavior) -> None:
        self._tenant_id = tenant_id
        self._behavior = behavior
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key_id = secrets.token_urlsafe(20)
        self._issued: set[str] = set()
        self._expired: set[str] = set()

    @property
    def lifetime(self) -> int:
        """Seconds from the issue of an access token to its expiry."""
        return self._behavior.token_lifetime

    def issue(self, *, client_id: str, resource: str = GLOBAL_RESOURCE, claims: Mapping[str, Any] | None = None) -> str:
        """Return a new access token; `claims` are added, or replace others."""
        payload: dict[str, Any] = {
            "aud": resource,
            "iss": f"{ISSUERS[resource]}/{self._tenant_id}/",
            **self._times_and_ids(self.lifetime),
            "appid": client_id,
            "appidacr": "1",
            "ver": "1.0",
            **(claims or {}),
        }
        self._issued.add(payload["uti"])
        return self._sign(payload)

    def issue_id_token(self, *, client_id: str, user: User, origin: str, nonce: str | None) -> str:
        """Return a new id token of a user; `origin` is the address that the client used."""
        payload = {
            "aud": client_id,
            "iss": f"{origin}/{self._tenant_id}/v2.0",
            **self._times_and_ids(ID_TOKEN_SECONDS),
            "name": user.name,
            "oid": user.id,
            "preferred_username": user.principal_name,
            "sub": f"{user.id}-subject",
            "ver": "2.0",
        }
        if nonce:
            payload["nonce"] = nonce
        return self._sign(payload)

    def expire_tokens(self) -> None:
        """Expire every access token that has been issued."""
        self._expired |= self._issued

    def check(self, token: str, *, resources: Sequence[str]) -> dict[str, Any]:
        """Return the claims of an access token that is for one of the resources.

        Raises:
            AudienceRefusedError: The token is for another service.
            TokenRefusedError: The token is malformed, was not issued by this emulator, or has expired.
        """
        try:
            claims = jwt.decode(
                token,
                self._key.public_key(),
                algorithms=["RS256"],
                # The times are compared below, with the clock of the emulator.
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False},
            )
        except jwt.InvalidTokenError as error:
            raise TokenRefusedError(f"The access token is not valid: {error}.") from error
        if claims["exp"] <= self._behavior.clock() or claims["uti"] in self._expired:
            raise TokenRefusedError("The access token has expired.")
        if claims["aud"] not in resources:
            raise AudienceRefusedError(f"The access token is for {claims['aud']}, not for {' or '.join(resources)}.")
        return claims

    def public_keys(self) -> dict[str, Any]:
        """Return the key set for clients that verify the tokens."""
        key = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": self._key_id, "use": "sig"}]}

    def _times_and_ids(self, lifetime: int) -> dict[str, Any]:
        now = int(self._behavior.clock())
        ids = {"tid": self._tenant_id, "uti": secrets.token_urlsafe(16)}
        return {"iat": now, "nbf": now, "exp": now + lifetime, **ids}

    def _sign(self, payload: dict[str, Any]) -> str:
        return jwt.encode(payload, self._key, algorithm="RS256", headers={"kid": self._key_id})


def resources_of_host(host: str) -> tuple[str, ...]:
    """Return the resources of a host: those of its cloud, or those of all clouds for localhost."""
    if host == "localhost":
        return tuple(ISSUERS)
    return (CHINA_RESOURCE,) if host.endswith(".cn") else (GLOBAL_RESOURCE,)


def user_claims(user: User) -> dict[str, Any]:
    """Return the claims of an access token of a user."""
    return {
        "acr": "1",
        "amr": ["pwd", "mfa"] if user.mfa else ["pwd"],
        "name": user.name,
        "oid": user.id,
        "scp": USER_PERMISSION,
        "sub": f"{user.id}-subject",
        "unique_name": user.principal_name,
        "upn": user.principal_name,
    }
