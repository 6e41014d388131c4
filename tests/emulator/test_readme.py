"""The examples of the emulator's README run as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

import partner_center.emulator
from partner_center.emulator import Emulator

README = Path(partner_center.emulator.__file__).with_name("README.md").read_text("utf-8")
FIXTURES, BUSY, NAMES = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_fixtures_serve_a_test(tmp_path: Path) -> None:
    (tmp_path / "test_quotes.py").write_text(FIXTURES)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTNER_CENTER_")}
    ended = subprocess.run(  # noqa: S603 - our own document
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", str(tmp_path)],
        # The plugins of this project's tests take longer to load than the example to run.
        env=environment | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "1 passed" in ended.stdout


def test_a_bad_day_comes_through_the_hook(emulator: Emulator, api: httpx.Client) -> None:
    exec(BUSY, {"emulator": emulator})  # noqa: S102 - our own document
    statuses = [api.get(f"/offers?country=US&size=20&offset={offset}").status_code for offset in (0, 20, 40)]
    assert statuses == [200, 429, 200]


def test_the_names_of_the_real_service_come_with_variables(capsys: pytest.CaptureFixture[str]) -> None:
    exec(NAMES, {})  # noqa: S102 - our own document
    assert "'HTTPS_PROXY': 'http://127.0.0.1:" in capsys.readouterr().out
