"""The wheel lists offers in an environment without other packages of the project."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from partner_center.emulator import Emulator

from .conftest import ROOT

pytestmark = pytest.mark.slow


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
    result = subprocess.run(  # noqa: S603 - the commands of this test
        [str(word) for word in command], env=environment or None, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout
