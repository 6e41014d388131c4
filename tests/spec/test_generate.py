"""The command that generates the client writes and checks a folder, and refuses a contract that cannot be generated."""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from spec_tools.generate import main

from .frozen import CONTRACT, SOURCES

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def contract_file(tmp_path: Path) -> Path:
    """A copy of the frozen contract."""
    return Path(shutil.copy(CONTRACT, tmp_path / "contract.yaml"))


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the client is generated in. Messages name its files relative to the folder that holds it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "client"


def generate(contract: Path, client: Path, *options: str) -> int:
    return main(["--contract", str(contract), "--sources", str(SOURCES), "--client", str(client), *options])


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_client_that_was_just_generated_is_up_to_date(
    contract_file: Path, client: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(contract_file, client) == 0
    assert generate(contract_file, client, "--check") == 0
    generated, checked = capsys.readouterr().out.splitlines()
    assert generated.endswith(" files in client.")
    assert "up to date" in checked


def test_files_that_differ_or_are_missing_or_no_longer_generated_are_named_and_replaced(
    contract_file: Path, client: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(contract_file, client)
    before = files_in(client)
    models = client / "partner_center_api" / "models"
    with (models / "offer.py").open("a") as edited:
        edited.write("# edited by hand\n")
    (models / "link.py").unlink()
    (models / "old_model.py").touch()

    assert generate(contract_file, client, "--check") == 1
    assert capsys.readouterr().err.splitlines() == [
        "client/partner_center_api/models/link.py: missing",
        "client/partner_center_api/models/offer.py: differs",
        "client/partner_center_api/models/old_model.py: no longer generated",
        "The generated client does not match the contract. Run: make generate",
    ]

    assert generate(contract_file, client) == 0
    assert files_in(client) == before


def test_a_change_of_the_contract_is_found_and_explained(
    contract_file: Path, client: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(contract_file, client)
    replace(contract_file, "salesGroupId:", "salesGroup:")

    assert generate(contract_file, client, "--check") == 1
    printed = capsys.readouterr().err
    assert "client/generation.lock.json: differs\n" in printed
    assert "client/partner_center_api/models/offer.py: differs\n" in printed
    assert hashlib.sha256(contract_file.read_bytes()).hexdigest() in printed


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("operationId: list_offers_by_country", "operationId: 7", ": valid-openapi: 7 is not of type"),
        ("{$ref: '#/components/responses/ApiFault'}", "{$ref: '#/components/responses/Fault'}", ": reference-exists: "),
        ("{$ref: '#/components/responses/ApiFault'}", "{$ref: 'faults.yaml#/ApiFault'}", ": one-file: "),
        ("openapi: 3.0.3", "openapi: [", ": is not valid YAML: "),
    ],
)
def test_a_broken_contract_is_refused_before_the_generator_reads_it(
    contract_file: Path, client: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    replace(contract_file, old, new)
    assert generate(contract_file, client) == 1
    printed = capsys.readouterr()
    [line] = printed.err.splitlines()
    assert line.startswith("contract.yaml:")
    assert message in line
    assert printed.out == ""
    assert not client.exists()


def test_a_broken_contract_leaves_the_client_unchanged(
    contract_file: Path, client: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(contract_file, client)
    before = files_in(client)
    replace(contract_file, "'#/components/schemas/OfferProduct'", "'#/components/schemas/Gone'")

    assert generate(contract_file, client) == 1
    assert "reference-exists: #/components/schemas/Gone does not exist" in capsys.readouterr().err
    assert files_in(client) == before


@pytest.mark.parametrize(
    ("requirement", "message"),
    [
        ("openapi-python-client==0.28.0", "pins 0.28.0"),
        ("openapi-python-client>=0.29", "must pin openapi-python-client"),
    ],
)
def test_another_version_of_the_generator_is_refused(tmp_path: Path, requirement: str, message: str) -> None:
    shutil.copytree(PROJECT / "openapi", tmp_path / "openapi", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    pyproject = Path(shutil.copy(PROJECT / "pyproject.toml", tmp_path))
    replace(pyproject, f"openapi-python-client=={metadata.version('openapi-python-client')}", requirement)

    refused = subprocess.run(
        [sys.executable, "-m", "spec_tools.generate", "--check"],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "openapi")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr
