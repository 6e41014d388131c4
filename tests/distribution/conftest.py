"""The distributions of the project, built once."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the wheel and the source distribution."""
    to = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(to), str(ROOT)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - the command is above
    assert result.returncode == 0, result.stdout + result.stderr
    return to
