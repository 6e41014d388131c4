"""Runs the plain server in its own process."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(*, offers: int, customer_offers: int = 1, latency: float = 0) -> Iterator[str]:
    """Run the server, and yield the root of its API.

    Args:
        offers: The number of offers of a market.
        customer_offers: The number of offers of each customer.
        latency: The seconds before each response.
    """
    arguments = map(str, (offers, customer_offers, latency))
    command = [sys.executable, str(Path(__file__).with_name("plain_server.py")), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - the command is above
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        finally:
            process.terminate()
