"""The benchmark runs. Its figures are not checked."""

import json
import subprocess
import sys
from pathlib import Path


def test_the_benchmark_runs(tmp_path: Path) -> None:
    to = tmp_path / "measures.json"
    command = [sys.executable, str(Path(__file__).parent), "--rounds", "1", "--offers", "3", "--markets", "2"]
    command += ["--customers", "2"]
    result = subprocess.run(  # noqa: S603 - the command of this folder
        [*command, "--no-peers", "--to", str(to)], capture_output=True, text=True, check=True
    )
    measures = json.loads(to.read_text(encoding="utf-8"))
    assert set(measures["left_out"]) == {
        "openapi-python-client, its own templates",
        "OpenAPI Generator, python",
        "datamodel-code-generator, pydantic",
        "datamodel-code-generator, msgspec",
        "imports without the extras",
    }
    for measure in (
        "decode",
        "held_mb",
        "small_page",
        "small_page_async",
        "big_page",
        "big_page_async",
        "stall_seconds",
    ):
        assert "this project" in measures[measure]
    assert all(f"Left out: {name}" in result.stdout for name in measures["left_out"])


def test_the_benchmark_of_large_exports_runs() -> None:
    command = [sys.executable, str(Path(__file__).with_name("large.py")), "--offers", "1200", "--customers", "4"]
    result = subprocess.run([*command, "--each", "3"], capture_output=True, text=True, check=True)  # noqa: S603 - the command is above
    assert "a market of 1,200 offers" in result.stdout
    assert "4 customers of 3 offers" in result.stdout
