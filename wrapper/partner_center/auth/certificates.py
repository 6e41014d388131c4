"""From a file with a key and its certificate to what proves the identity of an application to Microsoft Entra."""

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

_LONGEST_PATH = 400
_PFX_IN_BASE64 = "MII"
_BASE64 = "base64, as Azure Key Vault returns a PFX. Decode it, and write the bytes to a file"
Certificate = str | PathLike[str] | bytes
"""A PEM with an RSA private key and its certificate, or a PFX: the path of a file, or its bytes."""


def certificate_proof(certificate: Certificate, *, password: str | None, send_chain: bool) -> Mapping[str, str]:
    """Return the key and the certificate as msal takes them, or raise a ValueError."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
    from cryptography.x509 import load_pem_x509_certificates

    content = _read(certificate)
    if content.lstrip().startswith(_PFX_IN_BASE64.encode()):
        raise ValueError(f"certificate must be a PEM or a PFX, got {_BASE64}")
    secret = None if password is None else password.encode()
    try:
        if b"-----BEGIN" in content:
            key: object = load_pem_private_key(content, secret)
            chain = load_pem_x509_certificates(content)
        else:
            pfx = load_pkcs12(content, secret)
            key = pfx.key
            chain = [link.certificate for link in (pfx.cert, *pfx.additional_certs) if link is not None]
    except (ValueError, TypeError) as error:  # TypeError: a password is missing, or not needed
        must_be = "certificate must be a PEM with a key and its certificate, or a PFX, with its password"
        raise ValueError(f"{must_be}: {error}") from error
    own = [link for link in chain if isinstance(key, RSAPrivateKey) and link.public_key() == key.public_key()]
    if not isinstance(key, RSAPrivateKey) or not own:
        raise ValueError("certificate must have an RSA key, and the certificate of that key")
    proof = {
        "private_key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii"),
        "thumbprint": own[0].fingerprint(hashes.SHA1()).hex(),  # noqa: S303 - Entra identifies certificates by it
    }
    if send_chain:
        links = [*own[:1], *(link for link in chain if link not in own)]
        proof["public_certificate"] = "".join(link.public_bytes(Encoding.PEM).decode("ascii") for link in links)
    return proof


def _read(certificate: Certificate) -> bytes:
    if isinstance(certificate, bytes):
        return certificate
    if isinstance(certificate, str) and ("\n" in certificate or len(certificate) > _LONGEST_PATH):
        # The value is not shown: it may be the key itself.
        given = _BASE64 if certificate.startswith(_PFX_IN_BASE64) else "a long string"
        raise ValueError(f"certificate must be the path of a file, or its content as bytes, got {given}")
    try:
        return Path(certificate).read_bytes()
    except OSError as error:
        must_be = "certificate must be the path of a file that can be read"
        raise ValueError(f"{must_be}, got {str(certificate)!r}: {error.strerror}") from error
