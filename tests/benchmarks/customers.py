"""Exports of many customers, whose pages have one offer, or which the service refuses."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from plain_server import REFUSED
from serving import serving


def export_customers(count: int, rounds: int) -> dict[str, Any]:
    """Export customers with the command, and return the median of the seconds and the peak of memory for each kind."""
    kinds = {"customers with one offer": 0, "customers that the service refuses": int(REFUSED, 16) << 120}
    with serving(offers=1) as base_url, tempfile.TemporaryDirectory() as folder:
        return {name: _export(base_url, Path(folder), first, count, rounds) for name, first in kinds.items()}


def _export(base_url: str, folder: Path, first: int, count: int, rounds: int) -> dict[str, float]:
    customers, file = folder / "customers.txt", folder / "offers.jsonl"
    customers.write_text("".join(f"{UUID(int=first + number)}\n" for number in range(count)), "ascii")
    command = [sys.executable, "-m", "partner_center.cli", "offers", "export"]
    command += ["--customers", str(customers), "--to", str(file)]
    environment = {**os.environ, "PARTNER_CENTER_ACCESS_TOKEN": "made-up", "PARTNER_CENTER_BASE_URL": base_url}
    seconds, peak = [], 0
    for _ in range(rounds):
        begin = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - begin)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == (1 if first else 0)
        peak = max(peak, usage.ru_maxrss)
    return {"count": count, "seconds": statistics.median(seconds), "peak_rss_mb": peak / 1024}
