"""The proofs that SECURITY.md names exist, tokens are redacted, and compressed bombs use little memory."""

import re
import tracemalloc
import zlib
from pathlib import Path

import pytest

from partner_center import ResponseDecodeError
from partner_center._http.redaction import redact_tokens
from partner_center.auth import AccessTokenCredential

from .conftest import ReadOffers
from .responses import TOKEN, bomb, respond
from .server import Certificates, FaultServer
from .table import FAULTS

ROOT = Path(__file__).parents[2]
PROOFS = [
    row.split("|")[3]
    for row in (ROOT / "SECURITY.md").read_text("utf-8").splitlines()
    if row.startswith("|") and row.count("|") == 4 and "`" in row.split("|")[3]
]


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.strip())
def test_a_named_proof_exists(proof: str) -> None:
    for file in re.findall(r"`([\w/.]+\.py)`", proof):
        assert (ROOT / file).exists() or (Path(__file__).parent / file).exists(), file
    for name in re.findall(r'"([^"]+)"', proof):
        pattern = ".*".join(map(re.escape, name.split("...")))
        assert any(re.fullmatch(pattern.replace(r"\ .*", " ?.*"), fault.name) for fault in FAULTS), name


def test_the_document_has_proofs() -> None:
    assert len(PROOFS) >= 10


def test_tokens_are_removed_from_texts_and_bodies() -> None:
    token = "abc/def+ghi"
    for text in (f"<{token}>", f"<{token}{token}>", "<eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln>"):
        assert redact_tokens(text, [token]).replace("[token removed]", "") == "<>"
        assert redact_tokens(text.encode(), [token]).replace(b"[token removed]", b"") == b"<>"


def test_a_short_token_is_not_searched_for() -> None:
    assert redact_tokens("not the token", ["t"]) == "not the token"


@pytest.mark.parametrize("status", [200, 401, 500])
def test_a_compressed_bomb_uses_little_memory(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, status: int
) -> None:
    step = respond(status, bomb(100, zlib.MAX_WBITS | 16), {"Content-Encoding": "gzip"})
    with FaultServer(certificates.good, [step]) as server:
        tracemalloc.start()
        try:
            outcome = read_offers(
                lambda offers: offers.by_country("US"),
                credential=AccessTokenCredential(token=TOKEN),
                base_url=f"https://localhost:{server.port}/v1",
                verify=ca_bundle,
                max_response_bytes=2**20,
                retry=None,
            )
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert isinstance(outcome, ResponseDecodeError) == (status == 200)
    assert peak < 8 * 2**20
