"""The Python blocks of the documents run unchanged. A proxy connects the real host names to the emulator."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from partner_center import Cloud
from partner_center.emulator import Emulator

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md",)


def blocks() -> Iterator[tuple[str, str]]:
    for document in DOCUMENTS:
        text = document.read_text("utf-8")
        for block in re.finditer(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            yield f"{document.name}:{text.count(chr(10), 0, block.start()) + 1}", block[1]


def test_the_python_blocks_pass_a_strict_type_checker(tmp_path: Path) -> None:
    for place, block in blocks():
        (tmp_path / f"{place.replace('.', '_').replace(':', '_line_')}.py").write_text(block, "utf-8")
    ended = subprocess.run(  # noqa: S603 - the documents of the project
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    hosts = [address.split("/")[2] for address in (Cloud.GLOBAL.authority, Cloud.GLOBAL.base_url)]
    with Emulator(hosts=hosts) as emulator:
        yield emulator


@pytest.mark.parametrize("block", [pytest.param(block, id=place) for place, block in blocks()])
def test_a_python_block_runs(block: str, emulator: Emulator, tmp_path: Path) -> None:
    emulator.reset()
    emulator.behavior.device_code_pending = 0
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTNER_CENTER_")}
    application = {
        "PARTNER_CENTER_TENANT_ID": emulator.tenant_id,
        "PARTNER_CENTER_CLIENT_ID": emulator.client_id,
        "PARTNER_CENTER_CLIENT_SECRET": emulator.client_secret,
    }
    # Only if a block reads them, because EnvironmentCredential would prefer them.
    others = {
        "PARTNER_CENTER_CERTIFICATE_PATH": emulator.certificate.pfx_path,
        "PARTNER_CENTER_CERTIFICATE_PASSWORD": emulator.certificate.password,
        "PARTNER_CENTER_REFRESH_TOKEN": emulator.issue_refresh_token(),
        "PARTNER_CENTER_ACCESS_TOKEN": emulator.issue_token(),
    }
    asked_for = {name: value for name, value in others.items() if f'"{name}"' in block}
    machine = {
        "BROWSER": f"{sys.executable} {ROOT / 'tests' / 'browser.py'} %s &",
        "REQUESTS_CA_BUNDLE": emulator.ca_bundle,  # azure-identity uses requests
    }
    ended = subprocess.run(  # noqa: S603 - the documents of the project
        # webbrowser does not wait for the browser that it starts.
        [sys.executable, "-W", "error", "-W", "ignore:subprocess:ResourceWarning", "-c", block],
        env=inherited | machine | application | asked_for | emulator.proxy_environment(),
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout
    assert any(request.side == "api" for request in emulator.requests)
