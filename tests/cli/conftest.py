"""How tests run the command: as a process of its own, with settings of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import pytest

from partner_center.emulator import Emulator


@attrs.frozen
class Ended:
    """How a command ended. Its output is as it was written: no line ends are translated."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Ended]


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Run:
    """Run ``partner-center`` with some arguments, signed in to the emulator, and with a home of its own.

    ``through`` is a command that runs it, where something else than a test is to have its output.
    """

    def run(*arguments: str, through: Sequence[str] = (), **variables: str) -> Ended:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTNER_CENTER_")}
        home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "NO_COLOR": "1"}
        ended = subprocess.run(  # noqa: S603  our own command
            [*through, sys.executable, "-m", "partner_center.cli", *arguments],
            env=inherited | home | emulator.environment() | variables,
            capture_output=True,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return run
