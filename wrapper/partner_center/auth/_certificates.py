"""From a file with a key and its certificate to what proves an application to Microsoft Entra."""

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate as X509Certificate

_LONGEST_PATH = 400
Certificate = str | PathLike[str] | bytes
"""A PEM with a private key and its certificate, or a PFX: the path of a file, or what is in it."""


def certificate_proof(certificate: Certificate, *, password: str | None, send_chain: bool) -> Mapping[str, str]:
    """Return the proof that msal takes.

    Raises:
        ValueError: The file cannot be read, or holds no RSA key with its certificate, or the password does not fit.
    """
    # Not at the top: who signs in by other means does without it.
    from cryptography.hazmat.primitives import hashes, serialization

    key, chain = _key_and_chain(certificate, password)
    proof = {
        "private_key": key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode("ascii"),
        "thumbprint": chain[0].fingerprint(hashes.SHA1()).hex(),  # noqa: S303  it is Entra's name for the certificate
    }
    if send_chain:
        proof["public_certificate"] = "".join(
            link.public_bytes(serialization.Encoding.PEM).decode("ascii") for link in chain
        )
    return proof


def _key_and_chain(
    certificate: Certificate, password: str | None
) -> tuple["RSAPrivateKey", Sequence["X509Certificate"]]:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
    from cryptography.x509 import load_pem_x509_certificates

    if isinstance(certificate, str) and ("\n" in certificate or len(certificate) > _LONGEST_PATH):
        # The value is not shown: it is likely to be the key itself.
        raise ValueError("certificate is a long text, but wants the path of a file, or what is in it as bytes.")
    where = "certificate" if isinstance(certificate, bytes) else f"certificate {str(certificate)!r}"
    secret = None if password is None else password.encode("utf-8")
    try:
        contents = certificate if isinstance(certificate, bytes) else Path(certificate).read_bytes()
        if b"-----BEGIN" in contents:
            key: object = load_pem_private_key(contents, secret)
            chain = load_pem_x509_certificates(contents)
        else:
            pfx = load_pkcs12(contents, secret)
            key = pfx.key
            chain = [link.certificate for link in (pfx.cert, *pfx.additional_certs) if link is not None]
    except OSError as error:
        raise ValueError(f"{where} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError) as error:
        # TypeError: a password for a key that has none, or none for a key that has one.
        raise ValueError(
            f"{where} is no PEM with a key and its certificate, and no PFX, or its password does not fit: {error}"
        ) from error
    if not isinstance(key, RSAPrivateKey):
        raise ValueError(f"{where} holds no RSA key, but Microsoft Entra wants one.")  # noqa: TRY004  a value: the file
    own = [link for link in chain if link.public_key() == key.public_key()]
    if not own:
        raise ValueError(f"{where} holds no certificate for its key.")
    return key, [*own[:1], *(link for link in chain if link not in own)]
