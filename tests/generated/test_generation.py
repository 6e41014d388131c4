"""Generating: the same bytes each time, and a check that names what differs."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from spec_tools.generator import GenerationError, write_package

ROOT = Path(__file__).resolve().parents[2]
SPEC = Path("openapi", "partner-center-offers.yaml")
CONFIG = Path("openapi", "generator.yaml")
TEMPLATES = Path("openapi", "templates")
PACKAGE = Path("generated_client", "partner_center_api")
LOCK = Path("generated_client", "generation.lock.json")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what generating reads and writes."""
    for folder in ("openapi", "generated_client"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _generate(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command of a checkout as one who has not activated the environment."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PATH", "VIRTUAL_ENV"}}
    return subprocess.run(  # noqa: S603 -- our own interpreter on our own code
        [sys.executable, "-m", "spec_tools.generate", *arguments],
        env={**environment, "PYTHONPATH": str(checkout / "openapi")},
        cwd=checkout.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def _files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_generating_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_package(
            spec=ROOT / SPEC, config=ROOT / CONFIG, templates=ROOT / TEMPLATES, package=tmp_path / name / "package"
        )

    assert _files(tmp_path / "first") == _files(tmp_path / "second")
    assert {"package/py.typed", "package/models/offer.py"} < _files(tmp_path / "first").keys()


def test_the_committed_client_is_what_the_contract_gives(checkout: Path) -> None:
    checked = _generate(checkout, "--check")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.count("\n") == 1
    assert "up to date" in checked.stdout


def test_files_that_differ_are_missing_or_are_left_over_are_named_and_repaired(checkout: Path) -> None:
    before = _files(checkout)
    with (checkout / PACKAGE / "models" / "offer.py").open("a") as edited:
        edited.write("# edited by hand\n")
    (checkout / PACKAGE / "models" / "link.py").unlink()
    (checkout / PACKAGE / "models" / "old_model.py").touch()

    checked = _generate(checkout, "--check")

    assert checked.returncode == 1
    assert checked.stderr.splitlines() == [
        "generated_client/partner_center_api/models/link.py: missing",
        "generated_client/partner_center_api/models/offer.py: differs",
        "generated_client/partner_center_api/models/old_model.py: left over, no longer generated",
        "The generated client is not what the contract gives. Run: make generate",
    ]

    assert _generate(checkout).returncode == 0
    assert {name: content for name, content in _files(checkout).items() if "__pycache__" not in name} == before


def test_a_change_of_the_contract_is_noticed_and_explained(checkout: Path) -> None:
    spec = checkout / SPEC
    spec.write_text(spec.read_text(encoding="utf-8").replace("salesGroupId:", "salesGroup:"), encoding="utf-8")

    checked = _generate(checkout, "--check")

    assert checked.returncode == 1
    assert "generated_client/generation.lock.json: differs\n" in checked.stderr
    assert "generated_client/partner_center_api/models/offer.py: differs\n" in checked.stderr
    assert hashlib.sha256(spec.read_bytes()).hexdigest() in checked.stderr


def test_a_contract_that_the_generator_refuses_leaves_the_client_alone(checkout: Path) -> None:
    spec = checkout / SPEC
    spec.write_text(
        spec.read_text(encoding="utf-8").replace("'#/components/schemas/OfferProduct'", "'#/components/schemas/Gone'"),
        encoding="utf-8",
    )
    before = _files(checkout / "generated_client")

    refused = _generate(checkout)

    assert refused.returncode == 1
    assert "reference-exists: #/components/schemas/Gone leads nowhere" in refused.stderr
    assert "/components/schemas/Gone" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert _files(checkout / "generated_client") == before


@pytest.mark.parametrize(
    ("requirement", "complaint"),
    [
        ("openapi-python-client==0.28.0", "pins 0.28.0"),
        ("openapi-python-client>=0.29", "does not pin openapi-python-client to one version"),
    ],
)
def test_another_version_of_the_generator_is_refused(checkout: Path, requirement: str, complaint: str) -> None:
    pyproject = checkout / "pyproject.toml"
    pinned = f"openapi-python-client=={metadata.version('openapi-python-client')}"
    pyproject.write_text(pyproject.read_text(encoding="utf-8").replace(pinned, requirement), encoding="utf-8")

    refused = _generate(checkout, "--check")

    assert refused.returncode == 1
    assert complaint in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_warning_of_the_generator_is_an_error(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {Mixed: {enum: [1, a]}}}\n",
        encoding="utf-8",
    )

    with pytest.raises(GenerationError, match="Enum values must all be the same type"):
        write_package(spec=spec, config=ROOT / CONFIG, templates=ROOT / TEMPLATES, package=tmp_path / "package")


def test_the_lock_file_tells_the_truth() -> None:
    lock = json.loads((ROOT / LOCK).read_text(encoding="utf-8"))
    contract = YAML(typ="safe").load(ROOT / SPEC)

    def sha256(*path: str) -> str:
        return hashlib.sha256(ROOT.joinpath("openapi", *path).read_bytes()).hexdigest()

    assert lock == {
        "spec": {
            "file": SPEC.name,
            "sha256": sha256(SPEC.name),
            "version": contract["info"]["version"],
            "operations": 2,
            "schemas": len(contract["components"]["schemas"]),
        },
        "config": {"file": CONFIG.name, "sha256": sha256(CONFIG.name)},
        "templates": {
            name: sha256("templates", name) for name in ("endpoint_module.py.jinja", "model.py.jinja", "types.py.jinja")
        },
        "tools": {name: metadata.version(name) for name in ("openapi-python-client", "ruff")},
    }
