"""The application authenticates with its certificate, as msal does it, and an invalid assertion is refused."""

import base64
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import jwt
import msal
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from partner_center.emulator import Emulator

SCOPE = "https://api.partnercenter.microsoft.com/.default"
TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

pytestmark = pytest.mark.usefixtures("no_ca_bundle_variables")


def pem(emulator: Emulator) -> dict[str, Any]:
    content = emulator.certificate.pem.decode()
    return {"private_key": content, "public_certificate": content}


def encrypted_pem(emulator: Emulator) -> dict[str, Any]:
    content = Path(emulator.certificate.encrypted_pem_path).read_text()
    return {"private_key": content, "public_certificate": content, "passphrase": emulator.certificate.password}


def thumbprint(emulator: Emulator) -> dict[str, Any]:
    sha1 = emulator.certificate.x509.fingerprint(hashes.SHA1()).hex()  # noqa: S303 - msal requires this thumbprint
    return {"private_key": Path(emulator.certificate.pem_path).read_text(), "thumbprint": sha1}


def pfx(emulator: Emulator) -> dict[str, Any]:
    return {"private_key_pfx_path": emulator.certificate.pfx_path, "passphrase": emulator.certificate.password}


def pfx_with_chain(emulator: Emulator) -> dict[str, Any]:
    return {**pfx(emulator), "public_certificate": True}


@pytest.mark.parametrize(
    ("credential", "algorithm", "names"),
    [
        (pem, "PS256", {"x5t#S256", "x5c"}),
        (encrypted_pem, "PS256", {"x5t#S256", "x5c"}),
        (thumbprint, "RS256", {"x5t"}),
        (pfx, "PS256", {"x5t#S256"}),
        (pfx_with_chain, "PS256", {"x5t#S256", "x5c"}),
    ],
)
def test_msal_signs_in_with_the_certificate(
    emulator: Emulator, credential: Callable[[Emulator], dict[str, Any]], algorithm: str, names: set[str]
) -> None:
    app = msal.ConfidentialClientApplication(
        emulator.client_id,
        client_credential=credential(emulator),
        authority=f"{emulator.authority}/{emulator.tenant_id}",
        instance_discovery=False,
        verify=emulator.ca_bundle,
    )
    result = app.acquire_token_for_client([SCOPE])
    assert result is not None
    assert result.get("token_type") == "Bearer", result
    assert jwt.decode(result["access_token"], options={"verify_signature": False})["appidacr"] == "2"
    form = emulator.requests[-1].form
    assert form["client_assertion_type"] == TYPE
    assert "client_secret" not in form
    header = jwt.get_unverified_header(form["client_assertion"])
    assert header["alg"] == algorithm
    assert names == {name for name in header if name.startswith("x5")}


def test_the_files_contain_the_certificate_and_its_key(emulator: Emulator) -> None:
    certificate = emulator.certificate
    assert Path(certificate.pem_path).read_bytes() == certificate.pem
    assert Path(certificate.pfx_path).read_bytes() == certificate.pfx
    assert Path(certificate.encrypted_pem_path).read_bytes() == certificate.encrypted_pem
    key, kept, _ = pkcs12.load_key_and_certificates(certificate.pfx, certificate.password.encode())
    assert kept == x509.load_pem_x509_certificate(certificate.pem) == certificate.x509
    assert key is not None
    assert key.public_key() == certificate.x509.public_key()


def test_only_the_owner_can_read_the_files_and_stop_removes_them() -> None:
    with Emulator() as emulator:
        paths = [
            Path(emulator.certificate.pem_path),
            Path(emulator.certificate.encrypted_pem_path),
            Path(emulator.certificate.pfx_path),
        ]
        assert {path.stat().st_mode & 0o077 for path in paths} == {0}
    assert not any(path.exists() for path in paths)
    with pytest.raises(RuntimeError, match="not running"):
        _ = emulator.certificate


def assertion(emulator: Emulator, *, header: dict[str, Any] | None = None, key: Any = None, **claims: Any) -> str:
    """Sign an assertion that is valid except for the changes; None leaves a claim or a field of the header out."""
    certificate = emulator.certificate
    thumbprint = certificate.x509.fingerprint(hashes.SHA256())
    valid_header = {
        "alg": "PS256",
        "x5t#S256": base64.urlsafe_b64encode(thumbprint).decode(),
        **(header or {}),
    }
    now = time.time()
    valid_claims = {
        "aud": f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/token",
        "iss": emulator.client_id,
        "sub": emulator.client_id,
        "exp": now + 600,
        "jti": str(uuid.uuid4()),
        **claims,
    }
    headers = {name: value for name, value in valid_header.items() if value is not None}
    return jwt.encode(
        {name: value for name, value in valid_claims.items() if value is not None},
        key or serialization.load_pem_private_key(certificate.pem, None),  # type: ignore[arg-type]  # it is an RSA key
        algorithm=headers.pop("alg"),
        headers=headers,
    )


def request_token(emulator: Emulator, client: httpx.Client, client_assertion: str, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "client_assertion_type": TYPE,
        "client_assertion": client_assertion,
        "scope": SCOPE,
        **changes,
    }
    return client.post(f"{emulator.authority}/{emulator.tenant_id}/oauth2/v2.0/token", data=form)


def refused(response: httpx.Response, number: int) -> str:
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client"), response.text
    assert response.json()["error_codes"] == [number]
    description: str = response.json()["error_description"]
    return description


def test_the_audience_of_an_assertion_is_the_token_endpoint_or_the_issuer(
    emulator: Emulator, client: httpx.Client
) -> None:
    assert request_token(emulator, client, assertion(emulator)).status_code == 200
    issuer = f"{emulator.authority}/{emulator.tenant_id}/v2.0"
    assert request_token(emulator, client, assertion(emulator, aud=issuer)).status_code == 200


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"x5t#S256": None}, "must name its key in 'x5t' or 'x5t#S256'"),
        ({"x5t#S256": "c29tZWJvZHkgZWxzZQ"}, "The key was not found"),
        ({"x5t": "c29tZWJvZHkgZWxzZQ"}, "The key was not found"),
        ({"x5c": ["bm90IHRoaXMgb25l"]}, "begins with another certificate"),
        ({"x5c": ["?"]}, "begins with another certificate"),
        ({"x5c": []}, "begins with another certificate"),
        ({"x5c": "text"}, "begins with another certificate"),
    ],
)
def test_an_assertion_that_names_another_key_is_refused(
    emulator: Emulator, client: httpx.Client, header: dict[str, Any], reason: str
) -> None:
    assert reason in refused(request_token(emulator, client, assertion(emulator, header=header)), 700027)


def test_an_assertion_that_is_signed_with_another_key_is_refused(emulator: Emulator, client: httpx.Client) -> None:
    with Emulator() as other_emulator:
        key = serialization.load_pem_private_key(other_emulator.certificate.pem, None)
    description = refused(request_token(emulator, client, assertion(emulator, key=key)), 700027)
    assert "verify the signature failed" in description


@pytest.mark.parametrize(
    ("claims", "number"),
    [
        ({"aud": "https://login.microsoftonline.com/common/oauth2/v2.0/token"}, 700023),
        ({"iss": "somebody"}, 700021),
        ({"sub": "somebody"}, 700021),
        ({"exp": 1_700_000_000}, 700024),
        ({"nbf": 4_000_000_000}, 700024),
        ({"exp": None}, 50027),
        ({"jti": None}, 50027),
        ({"aud": None}, 50027),
    ],
)
def test_an_assertion_with_an_invalid_claim_is_refused(
    emulator: Emulator, client: httpx.Client, claims: dict[str, Any], number: int
) -> None:
    refused(request_token(emulator, client, assertion(emulator, **claims)), number)


def test_an_assertion_that_is_malformed_or_has_a_symmetric_signature_is_refused(
    emulator: Emulator, client: httpx.Client
) -> None:
    refused(request_token(emulator, client, "guessed"), 50027)
    shared = assertion(emulator, header={"alg": "HS256"}, key="0" * 32)
    assert "HS256" in refused(request_token(emulator, client, shared), 50027)


def test_a_type_of_assertion_other_than_jwt_bearer_is_refused(emulator: Emulator, client: httpx.Client) -> None:
    response = request_token(emulator, client, assertion(emulator), client_assertion_type="saml2-bearer")
    assert (response.status_code, response.json()["error_codes"]) == (400, [70002])


def test_an_assertion_expires_by_the_clock_of_the_emulator(emulator: Emulator, client: httpx.Client) -> None:
    now = time.time()
    signed = assertion(emulator)
    emulator.behavior.clock = lambda: now + 890
    assert request_token(emulator, client, signed).status_code == 200
    emulator.behavior.clock = lambda: now + 910
    refused(request_token(emulator, client, signed), 700024)


def test_the_certificate_expires_after_a_year(emulator: Emulator, client: httpx.Client) -> None:
    later = time.time() + 366 * 86_400
    emulator.behavior.clock = lambda: later
    assert "expired" in refused(request_token(emulator, client, assertion(emulator, exp=later + 600)), 700027)


def test_an_assertion_is_accepted_again_unless_the_switch_forbids_it(emulator: Emulator, client: httpx.Client) -> None:
    signed = assertion(emulator)
    assert [request_token(emulator, client, signed).status_code for _ in range(2)] == [200, 200]
    emulator.behavior.assertions_only_once = True
    assert "used before" in refused(request_token(emulator, client, signed), 50013)
    assert request_token(emulator, client, assertion(emulator)).status_code == 200


def test_an_expired_secret_has_another_code_than_a_wrong_one(emulator: Emulator, client: httpx.Client) -> None:
    emulator.behavior.secret_expired = True
    for secret, number in ((emulator.client_secret, 7000222), ("guessed", 7000215)):
        refused(request_token(emulator, client, "", client_secret=secret), number)
