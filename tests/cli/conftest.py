"""Fixtures that run the command in a process, with its own settings."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import attrs
import pytest

from partner_center.emulator import Emulator


@attrs.frozen
class Result:
    """The result of a command. Line ends of its output are not translated."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Result]


def _environment(emulator: Emulator, home: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTNER_CENTER_")}
    return inherited | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "NO_COLOR": "1"} | emulator.environment()


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Run:
    """Run ``partner-center`` with credentials of the emulator and an empty home folder.

    ``through`` is a command that runs it, for tests that need another standard output.
    """

    def run(*arguments: str, through: Sequence[str] = (), **variables: str) -> Result:
        result = subprocess.run(  # noqa: S603 - the command of this package
            [*through, sys.executable, "-m", "partner_center.cli", *arguments],
            env=_environment(emulator, tmp_path) | variables,
            capture_output=True,
            check=False,
        )
        return Result(result.returncode, result.stdout.decode(), result.stderr.decode())

    return run


@pytest.fixture
def run_at_terminal(emulator: Emulator, tmp_path: Path) -> Run:
    """Run ``partner-center`` like ``run``, but with a terminal as standard output."""

    def run(*arguments: str, columns: int = 80, **variables: str) -> Result:
        import pty  # POSIX only

        controller, terminal = pty.openpty()
        shown = bytearray()

        def read() -> None:
            with suppress(OSError):  # Linux reports the end of a terminal as an error
                while part := os.read(controller, 65_536):
                    shown.extend(part)

        reader = threading.Thread(target=read)
        reader.start()
        result = subprocess.run(  # noqa: S603 - the command of this package
            [sys.executable, "-m", "partner_center.cli", *arguments],
            env=_environment(emulator, tmp_path) | {"COLUMNS": str(columns), "TERM": "xterm"} | variables,
            stdout=terminal,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(terminal)
        reader.join()
        os.close(controller)
        return Result(result.returncode, shown.decode().replace("\r\n", "\n"), result.stderr.decode())

    return run
