"""Exports of many customers with one offer each, and of customers that the service refuses."""

import statistics
import tempfile
from pathlib import Path
from typing import Any

from exports import export, write_customers
from plain_server import REFUSED
from serving import serving


def export_customers(count: int, rounds: int) -> dict[str, Any]:
    """Export customers with the command, and return the median of the seconds and the peak of memory for each kind."""
    kinds = {"customers with one offer": 0, "customers that the service refuses": int(REFUSED, 16) << 120}
    with serving(offers=1) as base_url, tempfile.TemporaryDirectory() as name:
        return {kind: _export(base_url, Path(name), first, count, rounds) for kind, first in kinds.items()}


def _export(base_url: str, folder: Path, first: int, count: int, rounds: int) -> dict[str, float]:
    customers = write_customers(folder / "customers.txt", count, first=first)
    options = ["--customers", str(customers)]
    runs = [export(base_url, folder / "offers.jsonl", options, status=1 if first else 0) for _ in range(rounds)]
    peak = max(run.peak_mb for run in runs)
    return {"count": count, "seconds": statistics.median(run.seconds for run in runs), "peak_rss_mb": peak}
