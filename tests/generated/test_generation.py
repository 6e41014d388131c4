"""The committed client is up to date, its lock file is correct, and the generator is deterministic."""

import hashlib
import json
import os
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
LOCK = Path("generated_client", "generation.lock.json")

SMALL = """
openapi: 3.0.3
info: {title: Small, version: '1'}
paths:
  /offers:
    get:
      operationId: list_offers
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Offer'}}}}
components:
  schemas:
    Offer: {type: object, properties: {id: {type: string}, kind: {$ref: '#/components/schemas/Kind'}}}
    Kind: {type: string, enum: [new, old]}
"""


def _files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_generating_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(SMALL, encoding="utf-8")
    for name in ("first", "second"):
        write_package(spec=spec, config=ROOT / CONFIG, templates=ROOT / TEMPLATES, package=tmp_path / name / "package")

    assert _files(tmp_path / "first") == _files(tmp_path / "second")
    assert {"package/py.typed", "package/models/offer.py"} < _files(tmp_path / "first").keys()


def test_the_committed_client_matches_the_contract() -> None:
    # Without PATH, the command has to find its tools in an environment that is not activated.
    environment = {name: value for name, value in os.environ.items() if name not in {"PATH", "VIRTUAL_ENV"}}
    checked = subprocess.run(
        [sys.executable, "-m", "spec_tools.generate", "--check"],
        env={**environment, "PYTHONPATH": str(ROOT / "openapi")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.count("\n") == 1
    assert "up to date" in checked.stdout


def test_a_warning_of_the_generator_is_an_error(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {Mixed: {enum: [1, a]}}}\n",
        encoding="utf-8",
    )

    with pytest.raises(GenerationError, match="Enum values must all be the same type"):
        write_package(spec=spec, config=ROOT / CONFIG, templates=ROOT / TEMPLATES, package=tmp_path / "package")


def test_the_lock_file_describes_the_inputs_and_the_tools() -> None:
    lock = json.loads((ROOT / LOCK).read_text(encoding="utf-8"))
    contract = YAML(typ="safe").load(ROOT / SPEC)

    def sha256(*path: str) -> str:
        return hashlib.sha256(ROOT.joinpath("openapi", *path).read_bytes()).hexdigest()

    assert lock == {
        "spec": {
            "file": SPEC.name,
            "sha256": sha256(SPEC.name),
            "version": contract["info"]["version"],
            "operations": sum(len(methods) for methods in contract["paths"].values()),
            "schemas": len(contract["components"]["schemas"]),
        },
        "config": {"file": CONFIG.name, "sha256": sha256(CONFIG.name)},
        "templates": {
            template.name: sha256("templates", template.name) for template in (ROOT / TEMPLATES).glob("*.jinja")
        },
        "tools": {name: metadata.version(name) for name in ("openapi-python-client", "ruff")},
    }
