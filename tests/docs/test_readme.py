"""The Python blocks of the documents run as they stand, against the emulator."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from partner_center.emulator import Emulator

ROOT = Path(__file__).parents[2]


def blocks() -> list[tuple[str, str]]:
    return [
        (f"{document.name}:{text[: block.start()].count(chr(10)) + 1}", block[1])
        for document in (ROOT / "README.md",)
        for text in [document.read_text("utf-8")]
        for block in re.finditer(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    ]


@pytest.mark.parametrize("block", [pytest.param(block, id=place) for place, block in blocks()])
def test_a_python_block_runs(block: str, emulator: Emulator) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTNER_CENTER_")}
    ended = subprocess.run(  # noqa: S603  our own documents
        [sys.executable, "-W", "error", "-c", block],
        env=environment | emulator.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout
    assert any(request.side == "api" for request in emulator.requests)
