"""The one application of the tenant, and how it authenticates: with a secret, or with a certificate (RFC 7523)."""

import base64
import binascii
import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import attrs
import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from partner_center.emulator.behavior import Behavior
from partner_center.emulator.identity.protocol import IdentityRequest, SignInError, invalid_client

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ("PS256", "RS256")
THUMBPRINTS: dict[str, hashes.HashAlgorithm] = {"x5t": hashes.SHA1(), "x5t#S256": hashes.SHA256()}  # noqa: S303 - by JWS
CERTIFICATE_LIFETIME = timedelta(days=365)
CLOCK_SKEW_SECONDS = 300
"""How much the clock of the application may differ from that of the emulator."""


class RegisteredCertificate:
    """A self-signed certificate with its key, in each form in which applications keep them. It is valid for a year."""

    def __init__(self, directory: Path) -> None:
        """Make a certificate, and write its files into a directory."""
        self.key: rsa.RSAPrivateKey = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Partner Center emulator: application")])
        now = datetime.now(UTC)
        self.x509: x509.Certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + CERTIFICATE_LIFETIME)
            .sign(self.key, hashes.SHA256())
        )
        self.password: str = secrets.token_urlsafe(12)
        """The password of `encrypted_pem` and `pfx`."""
        encryption = serialization.BestAvailableEncryption(self.password.encode())
        self.pem: bytes = self._pem(serialization.NoEncryption())
        """The private key, without a password, and the certificate."""
        self.encrypted_pem: bytes = self._pem(encryption)
        """The private key, encrypted with the password, and the certificate."""
        self.pfx: bytes = pkcs12.serialize_key_and_certificates(
            b"partner-center", self.key, self.x509, None, encryption
        )
        """Both, encrypted with the password."""
        self.pem_path: str = _write(directory / "application.pem", self.pem)
        """The path of a file with `pem`. Like the other files, it is removed when the emulator stops."""
        self.encrypted_pem_path: str = _write(directory / "application.encrypted.pem", self.encrypted_pem)
        """The path of a file with `encrypted_pem`."""
        self.pfx_path: str = _write(directory / "application.pfx", self.pfx)
        """The path of a file with `pfx`."""

    def _pem(self, encryption: serialization.KeySerializationEncryption) -> bytes:
        pem = serialization.Encoding.PEM
        key = self.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, encryption)
        return key + self.x509.public_bytes(pem)


class Proof(StrEnum):
    """How the application authenticated. The value is that of the claim `appidacr`."""

    NONE = "0"
    SECRET = "1"  # noqa: S105 - the value of a claim
    CERTIFICATE = "2"


@attrs.define
class Application:
    """The application: its id, its secret and its certificate."""

    client_id: str
    tenant_id: str
    secret: str = attrs.field(repr=False)
    behavior: Behavior
    certificate: RegisteredCertificate | None = None
    """The certificate; None while the emulator does not run."""
    _used_assertions: set[str] = attrs.field(factory=set, init=False, repr=False)

    def authenticate(self, request: IdentityRequest) -> Proof:
        """Return how the application authenticated. Raises SignInError if it did not."""
        proof = self.identify(request)
        if proof is Proof.NONE:
            raise invalid_client(7000218, "The request must have 'client_assertion' or 'client_secret'.")
        return proof

    def identify(self, request: IdentityRequest) -> Proof:
        """Return how the application authenticated, if it tried to.

        Raises:
            SignInError: The application is unknown, or its secret or assertion is not valid.
        """
        client_id = request.required("client_id")
        if client_id.lower() != self.client_id:
            description = f"The application '{client_id}' was not found in the tenant '{self.tenant_id}'."
            raise SignInError("unauthorized_client", 700016, description)
        if assertion := request.parameters.get("client_assertion"):
            self._check_assertion(assertion, request)
            return Proof.CERTIFICATE
        if secret := request.parameters.get("client_secret"):
            self._check_secret(secret)
            return Proof.SECRET
        return Proof.NONE

    def _check_secret(self, secret: str) -> None:
        if secret != self.secret:
            raise invalid_client(7000215, f"The client secret is not valid for the application '{self.client_id}'.")
        if self.behavior.secret_expired:
            raise invalid_client(7000222, f"The client secret of the application '{self.client_id}' has expired.")

    def _check_assertion(self, assertion: str, request: IdentityRequest) -> None:
        kind = request.required("client_assertion_type")
        if kind != ASSERTION_TYPE:
            description = f"client_assertion_type must be {ASSERTION_TYPE}, got '{kind}'."
            raise SignInError("invalid_request", 70002, description)
        if self.certificate is None:
            raise RuntimeError("The emulator is not running.")
        now = self.behavior.clock()
        _check_assertion_header(assertion, self.certificate.x509, now)
        claims = _verified_claims(assertion, self.certificate)
        tenant = f"{request.origin}/{self.tenant_id}"
        _check_audience(claims, [f"{tenant}/oauth2/v2.0/token", f"{tenant}/v2.0"])
        self._check_claims(claims, now)
        if self.behavior.assertions_only_once and claims["jti"] in self._used_assertions:
            raise invalid_client(50013, "The client assertion was used before: its 'jti' is known.")
        self._used_assertions.add(claims["jti"])

    def _check_claims(self, claims: dict[str, Any], now: float) -> None:
        for name in ("iss", "sub"):
            if claims[name] != self.client_id:
                description = f"'{name}' of the client assertion must be the client id, got '{claims[name]}'."
                raise invalid_client(700021, description)
        if not claims.get("nbf", now) - CLOCK_SKEW_SECONDS <= now < claims["exp"] + CLOCK_SKEW_SECONDS:
            description = f"The client assertion expires at {claims['exp']:.0f}, and the time is {now:.0f}."
            raise invalid_client(700024, description)


def _check_assertion_header(assertion: str, certificate: x509.Certificate, now: float) -> None:
    try:
        header = jwt.get_unverified_header(assertion)
    except jwt.InvalidTokenError as error:
        raise invalid_client(50027, f"The client assertion is not a JSON Web Token: {error}.") from error
    if header.get("alg") not in ALGORITHMS:
        description = f"The client assertion must be signed with {' or '.join(ALGORITHMS)}, got {header.get('alg')}."
        raise invalid_client(50027, description)
    named = {name: header[name] for name in THUMBPRINTS if name in header}
    if not named:
        raise _bad_signature("The assertion must name its key in 'x5t' or 'x5t#S256'")
    for name, thumbprint in named.items():
        if str(thumbprint).rstrip("=") != _base64url(certificate.fingerprint(THUMBPRINTS[name])):
            raise _bad_signature(f"The key was not found., The thumbprint in '{name}' was {thumbprint}")
    if "x5c" in header and not _begins_with(header["x5c"], certificate):
        raise _bad_signature("The key was not found., The chain in 'x5c' begins with another certificate")
    if now > certificate.not_valid_after_utc.timestamp():
        raise _bad_signature("The key used is expired")


def _begins_with(chain: Any, certificate: x509.Certificate) -> bool:
    try:
        first = base64.b64decode("".join(chain[0].split()), validate=True)
    except (AttributeError, IndexError, KeyError, TypeError, binascii.Error):
        return False
    return first == certificate.public_bytes(serialization.Encoding.DER)


def _verified_claims(assertion: str, certificate: RegisteredCertificate) -> dict[str, Any]:
    try:
        return jwt.decode(
            assertion,
            certificate.key.public_key(),
            algorithms=list(ALGORITHMS),
            options={
                "require": ["aud", "exp", "iss", "jti", "sub"],
                # The times are compared with the clock of the emulator, and the audience has an error of its own.
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


def _check_audience(claims: dict[str, Any], audiences: Collection[str]) -> None:
    if claims["aud"] not in audiences:
        description = f"The audience of the client assertion must be '{min(audiences)}', got '{claims['aud']}'."
        raise invalid_client(700023, description)


def _bad_signature(reason: str) -> SignInError:
    return invalid_client(700027, f"The signature of the client assertion is not valid. [Reason - {reason}.]")


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _write(path: Path, content: bytes) -> str:
    path.touch(mode=0o600)
    path.write_bytes(content)
    return str(path)
