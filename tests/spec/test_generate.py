"""Generating stops at a contract that the generator could not read, with the lines of spec-lint."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what generating reads, without a client."""
    shutil.copytree(PROJECT / "openapi", tmp_path / "openapi", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def generate(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "spec_tools.generate"],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout / "openapi")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("operationId: list_offers_by_country", "operationId: 7", ": valid-openapi: 7 is not of type"),
        ("{$ref: '#/components/responses/ApiFault'}", "{$ref: '#/components/responses/Fault'}", ": reference-exists: "),
        ("{$ref: '#/components/responses/ApiFault'}", "{$ref: 'faults.yaml#/ApiFault'}", ": one-file: "),
        ("openapi: 3.0.3", "openapi: [", ": is no YAML: "),
    ],
)
def test_a_broken_contract_is_refused_before_the_generator_reads_it(
    checkout: Path, old: str, new: str, said: str
) -> None:
    contract = checkout / "openapi" / "partner-center-offers.yaml"
    contract.write_text(contract.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    refused = generate(checkout)
    assert (refused.returncode, refused.stdout) == (1, "")
    [line] = refused.stderr.splitlines()
    assert line.startswith("openapi/partner-center-offers.yaml:")
    assert said in line
    assert not (checkout / "generated_client").exists()
