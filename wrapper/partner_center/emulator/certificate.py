"""The certificate that is registered for the application, in each of the forms in which certificates are kept."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

LIFETIME = timedelta(days=365)


class RegisteredCertificate:
    """A self-signed certificate with its key. It is made anew at every start, and lasts a year."""

    def __init__(self, directory: Path) -> None:
        """Make the certificate, and write its files into a directory."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Partner Center emulator: application")])
        now = datetime.now(UTC)
        self.x509: x509.Certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + LIFETIME)
            .sign(key, hashes.SHA256())
        )
        self.password: str = secrets.token_urlsafe(12)
        """The password of the PFX file and of the encrypted PEM file."""
        locked = serialization.BestAvailableEncryption(self.password.encode())
        certificate = self.x509.public_bytes(serialization.Encoding.PEM)
        self.pem: bytes = _pem_of_key(key, serialization.NoEncryption()) + certificate
        """The private key, without a password, and the certificate."""
        self.encrypted_pem: bytes = _pem_of_key(key, locked) + certificate
        """The private key, under the password, and the certificate."""
        self.pfx: bytes = pkcs12.serialize_key_and_certificates(b"partner-center", key, self.x509, None, locked)
        """Both, under the password."""
        self.pem_path = _write(directory / "application.pem", self.pem)
        """The path of a file with `pem`; like the other files, it is removed at the stop."""
        self.encrypted_pem_path = _write(directory / "application.encrypted.pem", self.encrypted_pem)
        """The path of a file with `encrypted_pem`."""
        self.pfx_path = _write(directory / "application.pfx", self.pfx)
        """The path of a file with `pfx`."""


def _pem_of_key(key: rsa.RSAPrivateKey, encryption: serialization.KeySerializationEncryption) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


def _write(path: Path, content: bytes) -> str:
    path.touch(mode=0o600)
    path.write_bytes(content)
    return str(path)
