"""Access tokens: made for the identity side, checked for the API side."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.resources import GLOBAL, ISSUERS


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

    @property
    def lifetime(self) -> int:
        """How many seconds a token lasts."""
        return self._behaviour.token_lifetime

    def issue(self, *, client_id: str, resource: str = GLOBAL, claims: Mapping[str, Any] | None = None) -> str:
        """Return a token for a client, with more or other claims where they are given."""
        now = int(self._behaviour.clock())
        payload = {
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
        return jwt.encode(payload, self._key, algorithm="RS256", headers={"kid": self._key_id})

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
        if claims["exp"] <= self._behaviour.clock():
            raise TokenRefusedError("The access token has expired.")
        if claims["aud"] not in resources:
            raise AudienceRefusedError(f"The access token is for {claims['aud']}, not for {' or '.join(resources)}.")
        return claims

    def public_keys(self) -> dict[str, Any]:
        """Return the key set against which anybody can check the tokens."""
        key = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": self._key_id, "use": "sig"}]}
