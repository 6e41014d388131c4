"""Networks with TLS inspection and proxies: errors name the proxy and the setting that helps."""

import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from typer.testing import CliRunner

from partner_center.cli.app import app
from partner_center.emulator import Emulator

from .conftest import Run

LIST = ("offers", "list", "--country", "US", "--output", "json")


@contextmanager
def served(server: socketserver.BaseServer) -> Iterator[int]:
    """Yield the port of a server that runs in a thread."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def proxy(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Yield the variables for a proxy that responds to every request with one status line."""
    status: bytes = request.param

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with served(socketserver.TCPServer(("127.0.0.1", 0), Handler)) as port:
        yield {"HTTPS_PROXY": f"http://127.0.0.1:{port}", "no_proxy": "", "NO_PROXY": ""}


@pytest.mark.parametrize(
    ("proxy", "advice"),
    [
        (
            b"407 Proxy Authentication Required",
            "The answer 407 Proxy Authentication Required is that of the proxy. It requires a user name and a password",
        ),
        (
            b"403 Forbidden",
            "The answer 403 Forbidden is that of the proxy. It does not allow connections to this host.",
        ),
    ],
    indirect=["proxy"],
)
@pytest.mark.parametrize(
    ("variables", "label"),
    [
        (
            {"PARTNER_CENTER_ACCESS_TOKEN": "made-up", "PARTNER_CENTER_BASE_URL": "https://api.example/v1"},
            "TransportError",
        ),
        ({"PARTNER_CENTER_AUTHORITY": "https://login.example"}, "CredentialError"),
    ],
)
def test_the_error_names_the_response_of_a_proxy(
    run: Run, proxy: dict[str, str], advice: str, variables: dict[str, str], label: str
) -> None:
    result = run(*LIST, **proxy, **variables)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{label}: ")
    assert advice in result.stderr


def test_the_error_of_an_untrusted_certificate_names_the_variables_that_are_used(run: Run, emulator: Emulator) -> None:
    result = run(
        *LIST,
        PARTNER_CENTER_ACCESS_TOKEN="made-up",
        PARTNER_CENTER_CA_BUNDLE="",
        REQUESTS_CA_BUNDLE=emulator.ca_bundle,
        CURL_CA_BUNDLE="",
        NODE_EXTRA_CA_CERTS="",
    )
    assert result.returncode == 1
    assert "set PARTNER_CENTER_CA_BUNDLE to a PEM file" in result.stderr
    assert "SSL_CERT_FILE and SSL_CERT_DIR are used too. Not used: REQUESTS_CA_BUNDLE." in result.stderr


def certificate(
    name: str, issuer: str, key: ec.EllipticCurvePrivateKey, issuer_key: ec.EllipticCurvePrivateKey, *, is_ca: bool
) -> bytes:
    """Return a certificate. As with some TLS proxies, the basic constraints of a CA are not critical."""
    now = datetime.now(UTC)
    constraints = x509.BasicConstraints(ca=is_ca, path_length=None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(constraints, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def nonconforming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Yield the variables for a service with such a CA, under the default of Python 3.13, which rejects it."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    bundle, chain = tmp_path / "ca.pem", tmp_path / "chain.pem"
    bundle.write_bytes(certificate("CA", "CA", ca_key, ca_key, is_ca=True))
    chain.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate("API", "CA", key, ca_key, is_ca=False)
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"items": [{"id": "A"}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    class Server(HTTPServer):
        def handle_error(self, *_arguments: object) -> None:
            pass  # clients that reject the certificate

        def finish_request(self, request: object, client_address: object) -> None:
            with tls.wrap_socket(request, server_side=True) as connection:  # type: ignore[arg-type]
                super().finish_request(connection, client_address)

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(chain)
    default = ssl.create_default_context

    def as_in_python_3_13(*arguments: object, **settings: object) -> ssl.SSLContext:
        context = default(*arguments, **settings)  # type: ignore[arg-type]
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    monkeypatch.setattr(ssl, "create_default_context", as_in_python_3_13)
    with served(Server(("127.0.0.1", 0), Handler)) as port:
        yield {
            "PARTNER_CENTER_ACCESS_TOKEN": "made-up",
            "PARTNER_CENTER_BASE_URL": f"https://127.0.0.1:{port}/v1",
            "PARTNER_CENTER_CA_BUNDLE": str(bundle),
            "no_proxy": "127.0.0.1",
        }


def test_a_nonconforming_ca_certificate_can_be_accepted(nonconforming: dict[str, str]) -> None:
    rejected = CliRunner(env=nonconforming).invoke(app, LIST)
    assert rejected.exit_code == 1
    assert "Basic Constraints of CA cert not marked critical" in rejected.stderr
    assert "accept it as it is: set PARTNER_CENTER_X509_STRICT=0." in rejected.stderr
    accepted = CliRunner(env={**nonconforming, "PARTNER_CENTER_X509_STRICT": "0"}).invoke(app, LIST)
    assert (accepted.exit_code, accepted.stderr) == (0, "")
    assert json.loads(accepted.stdout) == [{"id": "A"}]


def test_a_ca_that_is_not_in_the_bundle_is_still_rejected(nonconforming: dict[str, str]) -> None:
    environment = {**nonconforming, "PARTNER_CENTER_X509_STRICT": "0", "PARTNER_CENTER_CA_BUNDLE": ""}
    result = CliRunner(env=environment).invoke(app, LIST)
    assert result.exit_code == 1
    assert "CERTIFICATE_VERIFY_FAILED" in result.stderr


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"PARTNER_CENTER_X509_STRICT": "off"}, "PARTNER_CENTER_X509_STRICT must be 1 or 0, got 'off'"),
        (
            {"PARTNER_CENTER_X509_STRICT": "0", "PARTNER_CENTER_CA_BUNDLE": "missing.pem"},
            "PARTNER_CENTER_CA_BUNDLE must be the path of a PEM file with CA certificates",
        ),
    ],
)
def test_an_invalid_tls_setting_is_a_usage_error(run: Run, variables: dict[str, str], message: str) -> None:
    result = run(*LIST, **variables)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
