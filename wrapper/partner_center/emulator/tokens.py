"""Access tokens and id tokens: made for the identity side; the former checked for the API side."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.resources import GLOBAL, ISSUERS
from partner_center.emulator.users import User

ID_TOKEN_SECONDS = 3600


class TokenRefusedError(Exception):
    """The token is not one of this emulator, or its time is over."""


class AudienceRefusedError(TokenRefusedError):
    """The token is meant for another service."""


class TokenMint:
    """Signs tokens with a key of its own, and knows them again.

    The claims are those of a decoded token of Partner Center: version 1.0, with an issuer such as sts.windows.net.
    """

    def __init__(self, *, tenant_id: str, behaviour: Behaviour) -> None:
        self._tenant_id = tenant_id
        self._behaviour = behaviour
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key_id = secrets.token_urlsafe(20)
        self._issued: set[str] = set()
        self._expired: set[str] = set()

    @property
    def lifetime(self) -> int:
        """How many seconds a token lasts."""
        return self._behaviour.token_lifetime

    def issue(self, *, client_id: str, resource: str = GLOBAL, claims: Mapping[str, Any] | None = None) -> str:
        """Return a token for a client, with more or other claims where they are given."""
        now = int(self._behaviour.clock())
        payload: dict[str, Any] = {
            "aud": resource,
            "iss": f"{ISSUERS[resource]}/{self._tenant_id}/",
            "iat": now,
            "nbf": now,
            "exp": now + self.lifetime,
            "appid": client_id,
            "appidacr": "1",
            "tid": self._tenant_id,
            "uti": secrets.token_urlsafe(16),
            "ver": "1.0",
            **(claims or {}),
        }
        self._issued.add(payload["uti"])
        return self._sign(payload)

    def issue_id_token(self, *, client_id: str, user: User, origin: str, nonce: str | None) -> str:
        """Return what a client is told about a user who has signed in. `origin` is the address that it asked."""
        now = int(self._behaviour.clock())
        payload = {
            "aud": client_id,
            "iss": f"{origin}/{self._tenant_id}/v2.0",
            "iat": now,
            "nbf": now,
            "exp": now + ID_TOKEN_SECONDS,
            "name": user.name,
            "oid": user.id,
            "preferred_username": user.principal_name,
            "sub": f"{user.id}-subject",
            "tid": self._tenant_id,
            "uti": secrets.token_urlsafe(16),
            "ver": "2.0",
        }
        if nonce:
            payload["nonce"] = nonce
        return self._sign(payload)

    def expire_tokens(self) -> None:
        """Refuse, from now on, every access token issued so far as expired."""
        self._expired |= self._issued

    def check(self, token: str, *, resources: Sequence[str]) -> dict[str, Any]:
        """Return the claims of a token, which has to be meant for one of the resources.

        Raises TokenRefusedError with the reason when it is malformed, was signed by somebody else, or has expired;
        AudienceRefusedError when it is meant for another service.
        """
        try:
            claims = jwt.decode(
                token,
                self._key.public_key(),
                algorithms=["RS256"],
                # The times are compared below, by the emulator's own clock.
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False},
            )
        except jwt.InvalidTokenError as error:
            raise TokenRefusedError(f"The access token is not valid: {error}.") from error
        if claims["exp"] <= self._behaviour.clock() or claims["uti"] in self._expired:
            raise TokenRefusedError("The access token has expired.")
        if claims["aud"] not in resources:
            raise AudienceRefusedError(f"The access token is for {claims['aud']}, not for {' or '.join(resources)}.")
        return claims

    def _sign(self, payload: dict[str, Any]) -> str:
        return jwt.encode(payload, self._key, algorithm="RS256", headers={"kid": self._key_id})

    def public_keys(self) -> dict[str, Any]:
        """Return the key set against which anybody can check the tokens."""
        key = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": self._key_id, "use": "sig"}]}
