"""Proxies for plain HTTP, and the certificates that are trusted."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from partner_center import Offer, TransportError
from partner_center._http.network import NetworkSettings
from partner_center.auth import AccessTokenCredential

from .conftest import ReadOffers
from .fault import offers_of_the_us
from .responses import TOKEN, good, page
from .server import Certificates, FaultServer


@contextmanager
def plain_server() -> Iterator[tuple[str, list[str]]]:
    """Serve a page for every request in plain HTTP, and yield the address and the list of request targets."""
    requested: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requested.append(self.path)
            body = page("A")
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", requested
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("source", ["the environment", "the caller"])
def test_plain_http_uses_no_proxy(read_offers: ReadOffers, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with plain_server() as (address, requested), plain_server() as (proxy, requested_from_proxy):
        given = {}
        if source == "the caller":
            given = {"proxy": proxy}
        else:
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
                monkeypatch.setenv(name, proxy)
            for name in ("NO_PROXY", "no_proxy"):
                monkeypatch.delenv(name, raising=False)
        credential = AccessTokenCredential(token=TOKEN)
        outcome = read_offers(offers_of_the_us, credential=credential, base_url=f"{address}/v1", retry=None, **given)
    assert_is_a_page(outcome)
    assert requested_from_proxy == []
    assert len(requested) == 1


def test_a_replaced_ca_file_is_read_again(read_offers: ReadOffers, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(file))
    with FaultServer(trustme.CA().issue_cert("localhost"), [good("A")]) as untrusted:
        assert isinstance(_read_from(untrusted, read_offers, file), TransportError)
    # Replaced atomically by a file of the same size, as tools that renew certificates do.
    other = trustme.CA()
    (tmp_path / "new.pem").write_bytes(other.cert_pem.bytes())
    (tmp_path / "new.pem").replace(file)
    with FaultServer(other.issue_cert("localhost"), [good("A")]) as server:
        assert_is_a_page(_read_from(server, read_offers, file))


def test_a_missing_ca_file_is_named(read_offers: ReadOffers, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(file))
    with FaultServer(authority.issue_cert("localhost"), [good("A")]) as server:
        assert_is_a_page(_read_from(server, read_offers, file))
        file.unlink()
        with pytest.raises(ValueError, match=r"verify .*must be .*ca\.pem"):
            _read_from(server, read_offers, file)


def test_the_settings_do_not_show_the_password_of_a_proxy() -> None:
    assert "secret" not in repr(NetworkSettings(proxy="http://user:secret@proxy.example.com"))


def nonconforming_certificates() -> tuple[str, trustme.LeafCert]:
    """Return a CA certificate whose basic constraints are not critical, and a certificate for the server."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    now = datetime.now(UTC)
    made: list[bytes] = []
    for name, key in zip(["authority", "localhost"], keys, strict=True):
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "authority")]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(hours=1))
            .add_extension(x509.BasicConstraints(ca=name == "authority", path_length=None), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[0].public_key()), critical=False)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        )
        made.append(builder.sign(keys[0], hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    pem = keys[1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made[0].decode(), trustme.LeafCert(pem, made[1], [])


def assert_is_a_page(outcome: object) -> None:
    assert isinstance(outcome, list), outcome
    assert [offer.id for offer in outcome if isinstance(offer, Offer)] == ["A"]


def _read_from(server: FaultServer, read_offers: ReadOffers, ca_file: Path) -> object:
    return read_offers(
        offers_of_the_us,
        credential=AccessTokenCredential(token=TOKEN),
        base_url=f"https://localhost:{server.port}/v1",
        verify=str(ca_file),
        retry=None,
    )


def test_an_untrusted_certificate_error_names_the_settings_that_are_used(
    read_offers: ReadOffers, certificates: Certificates, monkeypatch: pytest.MonkeyPatch, ca_bundle: str
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_bundle)
    with FaultServer(certificates.good, [good("A")]) as server:
        error = read_offers(
            offers_of_the_us,
            credential=AccessTokenCredential(token=TOKEN),
            base_url=f"https://localhost:{server.port}/v1",
        )
    assert isinstance(error, TransportError)
    assert "`verify`, SSL_CERT_FILE, or for from_env in PARTNER_CENTER_CA_BUNDLE." in str(error)
    assert "REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE do not count" in str(error)


def test_a_ca_certificate_that_python_3_13_rejects_is_explained(
    read_offers: ReadOffers, certificates: Certificates
) -> None:
    authority, leaf = nonconforming_certificates()
    verify = ssl.create_default_context(cadata=authority)
    verify.verify_flags |= ssl.VERIFY_X509_STRICT  # the default since Python 3.13
    with FaultServer(leaf, [good("A")]) as server:
        settings: dict[str, Any] = {
            "credential": AccessTokenCredential(token=TOKEN),
            "base_url": f"https://localhost:{server.port}/v1",
        }
        error = read_offers(offers_of_the_us, verify=verify, **settings)
        verify.verify_flags &= ~ssl.VERIFY_X509_STRICT
        assert_is_a_page(read_offers(offers_of_the_us, verify=verify, **settings))
    assert isinstance(error, TransportError)
    assert "without the flag ssl.VERIFY_X509_STRICT as `verify`" in str(error)
