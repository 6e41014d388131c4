"""One run of ``partner-center offers export`` against the plain server, with its time and memory."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import attrs


@attrs.frozen
class Run:
    """The resources that a process used.

    Attributes:
        seconds: The time from its start to its end.
        cpu_seconds: The processor time, in user and system mode.
        peak_mb: The peak of its memory.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float


def export(base_url: str, file: Path, options: Sequence[str], *, status: int = 0) -> Run:
    """Run the command, and check its exit status."""
    command = [sys.executable, "-m", "partner_center.cli", "offers", "export", *options, "--to", str(file)]
    environment = {**os.environ, "PARTNER_CENTER_ACCESS_TOKEN": "made-up", "PARTNER_CENTER_BASE_URL": base_url}
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - the command is above
    _, result, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(result)
    assert process.returncode == status
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write_customers(file: Path, count: int, *, first: int = 0) -> Path:
    """Write the ids of customers into a file, one per line, and return the file."""
    file.write_text("".join(f"{UUID(int=first + number)}\n" for number in range(count)), "ascii")
    return file
