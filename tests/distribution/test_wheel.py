"""The wheel and the source distribution: their contents, and the wheel in an environment of its own."""

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from partner_center.emulator import Emulator

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--outdir", to, ROOT)
    return to


def test_the_wheel_has_two_packages_and_the_contract(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {
        "partner_center",
        "partner_center_api",
    }
    for name in (
        "partner_center/py.typed",
        "partner_center_api/py.typed",
        "partner_center/emulator/partner-center-offers.yaml",
    ):
        assert name in names


def test_the_source_distribution_has_the_sources_of_the_wheel(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"openapi/partner-center-offers.yaml", "wrapper/partner_center/__init__.py", "LICENSE"} <= names


def test_the_wheel_lists_offers(built: Path, emulator: Emulator, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    _run(sys.executable, "-m", "venv", tmp_path / "fresh")
    python = tmp_path / "fresh" / "bin" / "python"
    constraints = ROOT / "constraints.txt"
    _run(python, "-m", "pip", "install", "--quiet", "--constraint", constraints, f"{wheel}[cli]")
    command = tmp_path / "fresh" / "bin" / "partner-center"
    said = _run(command, *("offers", "list", "--country", "US", "--output", "json"), **emulator.environment())
    assert json.loads(said) == emulator.catalog.offers("US")


def _run(*command: object, **environment: str) -> str:
    ended = subprocess.run(  # noqa: S603 - the commands of this test
        [str(word) for word in command], env=environment or None, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
