"""Client assertions: how an application proves with a certificate that it is itself (RFC 7523)."""

import base64
import binascii
from typing import Any

import attrs
import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.sign_in_error import invalid_client

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ("PS256", "RS256")
SKEW_SECONDS = 300
"""How far the clock of the application may be from that of the emulator."""


@attrs.frozen
class Assertions:
    """Checks the assertions of one application with one certificate, and remembers those that it has seen."""

    client_id: str
    certificate: x509.Certificate
    behaviour: Behaviour
    seen: set[str] = attrs.field(factory=set, init=False)
    """The `jti` of each assertion that was accepted."""

    def check(self, assertion: str, *, audiences: frozenset[str]) -> None:
        """Return where an assertion is good for one of the audiences. Raises SignInError where it is not."""
        try:
            header = jwt.get_unverified_header(assertion)
        except jwt.InvalidTokenError as error:
            raise invalid_client(50027, f"The client assertion is no JSON Web Token: {error}.") from error
        self._check_header(header)
        claims = self._claims(assertion)
        self._check_claims(claims, audiences)
        if self.behaviour.assertions_only_once and claims["jti"] in self.seen:
            raise invalid_client(50013, "The client assertion was used before: its 'jti' is known.")
        self.seen.add(claims["jti"])

    def _check_header(self, header: dict[str, Any]) -> None:
        if header.get("alg") not in ALGORITHMS:
            raise invalid_client(50027, f"The client assertion is signed with {header.get('alg')}, not one of PS256.")
        thumbprints = {"x5t": hashes.SHA1(), "x5t#S256": hashes.SHA256()}  # noqa: S303 - the name of a key, as JWS has it
        named = {name: header[name] for name in thumbprints if name in header}
        if not named:
            raise _bad_signature("The assertion does not name its key: it has neither 'x5t' nor 'x5t#S256'")
        for name, thumbprint in named.items():
            if _unpadded(str(thumbprint)) != _base64url(self.certificate.fingerprint(thumbprints[name])):
                raise _bad_signature(f"The key was not found., The thumbprint in '{name}' was {thumbprint}")
        if "x5c" in header and not self._leads(header["x5c"]):
            raise _bad_signature("The key was not found., The chain in 'x5c' begins with another certificate")
        if self.behaviour.clock() > self.certificate.not_valid_after_utc.timestamp():
            raise _bad_signature("The key used is expired")

    def _leads(self, chain: Any) -> bool:
        """Tell whether a chain begins with the registered certificate."""
        try:
            first = base64.b64decode("".join(chain[0].split()), validate=True)
        except (AttributeError, IndexError, KeyError, TypeError, binascii.Error):
            return False
        return first == self.certificate.public_bytes(serialization.Encoding.DER)

    def _claims(self, assertion: str) -> dict[str, Any]:
        key = self.certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise TypeError("The registered certificate has no RSA key.")
        try:
            return jwt.decode(
                assertion,
                key,
                algorithms=list(ALGORITHMS),
                options={
                    "require": ["aud", "exp", "iss", "jti", "sub"],
                    # The times are compared by the emulator's own clock, and the audience has an error of its own.
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": False,
                },
            )
        except jwt.InvalidSignatureError as error:
            description = "The key was found, but use of the key to verify the signature failed"
            raise _bad_signature(description) from error
        except jwt.InvalidTokenError as error:
            raise invalid_client(50027, f"The client assertion is malformed: {error}.") from error

    def _check_claims(self, claims: dict[str, Any], audiences: frozenset[str]) -> None:
        if claims["aud"] not in audiences:
            description = f"The audience of the client assertion is '{claims['aud']}', not '{min(audiences)}'."
            raise invalid_client(700023, description)
        for name in ("iss", "sub"):
            if claims[name] != self.client_id:
                description = f"'{name}' of the client assertion is '{claims[name]}', not the id of the application."
                raise invalid_client(700021, description)
        now = self.behaviour.clock()
        if not claims.get("nbf", now) - SKEW_SECONDS <= now < claims["exp"] + SKEW_SECONDS:
            description = f"The client assertion is valid until {claims['exp']:.0f}, and it is {now:.0f}."
            raise invalid_client(700024, description)


def _bad_signature(reason: str) -> Exception:
    return invalid_client(700027, f"The signature of the client assertion is not valid. [Reason - {reason}.]")


def _base64url(raw: bytes) -> str:
    return _unpadded(base64.urlsafe_b64encode(raw).decode())


def _unpadded(text: str) -> str:
    return text.rstrip("=")
