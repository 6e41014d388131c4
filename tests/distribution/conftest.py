"""The distributions that people install, built once."""

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
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  our own command
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return to
