"""The plain server, started and ended by whoever measures against it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(*, offers: int, latency: float = 0) -> Iterator[str]:
    """Run the server in a process of its own, and hand out the root of its API.

    Args:
        offers: How many offers a big page has.
        latency: The seconds before each answer.
    """
    command = [sys.executable, str(Path(__file__).with_name("plain_server.py")), str(offers), str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        finally:
            process.terminate()
