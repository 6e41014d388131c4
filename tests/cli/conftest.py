"""How tests run the command: as a process of its own, with settings of its own."""

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
class Ended:
    """How a command ended. Its output is as it was written: no line ends are translated."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Ended]


def _environment(emulator: Emulator, home: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTNER_CENTER_")}
    return inherited | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "NO_COLOR": "1"} | emulator.environment()


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Run:
    """Run ``partner-center`` with some arguments, signed in to the emulator, and with a home of its own.

    ``through`` is a command that runs it, where something else than a test is to have its output.
    """

    def run(*arguments: str, through: Sequence[str] = (), **variables: str) -> Ended:
        ended = subprocess.run(  # noqa: S603  our own command
            [*through, sys.executable, "-m", "partner_center.cli", *arguments],
            env=_environment(emulator, tmp_path) | variables,
            capture_output=True,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return run


@pytest.fixture
def run_at_terminal(emulator: Emulator, tmp_path: Path) -> Run:
    """Run ``partner-center`` like ``run``, but with a terminal of some columns as standard output."""

    def run(*arguments: str, columns: int = 80, **variables: str) -> Ended:
        import pty  # POSIX only

        controller, terminal = pty.openpty()
        shown = bytearray()

        def read() -> None:
            with suppress(OSError):  # Linux reports the end of a terminal as an error
                while part := os.read(controller, 65_536):
                    shown.extend(part)

        reader = threading.Thread(target=read)
        reader.start()
        ended = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "partner_center.cli", *arguments],
            env=_environment(emulator, tmp_path) | {"COLUMNS": str(columns), "TERM": "xterm"} | variables,
            stdout=terminal,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(terminal)
        reader.join()
        os.close(controller)
        return Ended(ended.returncode, shown.decode().replace("\r\n", "\n"), ended.stderr.decode())

    return run
