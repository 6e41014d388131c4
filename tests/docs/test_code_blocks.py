"""The code blocks of the documents run as they are: a proxy connects the real host names to the emulator."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from partner_center import Cloud
from partner_center.emulator import Emulator

from .documents import DOCUMENTS, ROOT, blocks

SHELL_LINES = [
    (f"{place}, {line}", line.removeprefix("$ "))
    for place, block in blocks("console")
    if not place.startswith("contributing")
    for line in block.splitlines()
    if line.startswith("$ ")
]
LANGUAGES = {"python", "console", "bash", "text"}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    hosts = [address.split("/")[2] for address in (Cloud.GLOBAL.authority, Cloud.GLOBAL.base_url)]
    with Emulator(hosts=hosts) as emulator:
        yield emulator


@pytest.fixture
def environment(emulator: Emulator) -> dict[str, str]:
    """The variables of an application that signs in with its secret, and no others of this package."""
    emulator.reset()
    emulator.behavior.device_code_pending = 0
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTNER_CENTER_")}
    return {
        **inherited,
        "PARTNER_CENTER_TENANT_ID": emulator.tenant_id,
        "PARTNER_CENTER_CLIENT_ID": emulator.client_id,
        "PARTNER_CENTER_CLIENT_SECRET": emulator.client_secret,
        "BROWSER": f"{sys.executable} {ROOT / 'tests' / 'browser.py'} %s &",
        "REQUESTS_CA_BUNDLE": emulator.ca_bundle,  # azure-identity sends its requests with requests
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        **emulator.proxy_environment(),
    }


def test_each_block_has_a_language_that_is_tested() -> None:
    for document in DOCUMENTS:
        fences = re.findall(r"^```(.*)$", document.read_text("utf-8"), re.MULTILINE)
        assert {language for language in fences[::2] if not language.startswith("{")} <= LANGUAGES, document.name
        assert set(fences[1::2]) <= {""}, document.name


def test_the_python_blocks_pass_a_strict_type_checker(tmp_path: Path) -> None:
    for place, block in blocks("python"):
        (tmp_path / f"{re.sub(r'[^a-z]', '_', place.lower())}_{place.partition(':')[2]}.py").write_text(block, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(tmp_path)]
    result = _run(command, dict(os.environ), ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("block", [pytest.param(block, id=place) for place, block in blocks("python")])
def test_a_python_block_runs(block: str, emulator: Emulator, environment: dict[str, str], tmp_path: Path) -> None:
    # Only if a block reads them, because EnvironmentCredential would prefer them.
    others = {
        "PARTNER_CENTER_CERTIFICATE_PATH": emulator.certificate.pfx_path,
        "PARTNER_CENTER_CERTIFICATE_PASSWORD": emulator.certificate.password,
        "PARTNER_CENTER_REFRESH_TOKEN": emulator.issue_refresh_token(),
        "PARTNER_CENTER_ACCESS_TOKEN": emulator.issue_token(),
    }
    environment |= {name: value for name, value in others.items() if f'"{name}"' in block}
    _write_exports(tmp_path)
    # webbrowser does not wait for the browser that it starts.
    command = [sys.executable, "-W", "error", "-W", "ignore:subprocess:ResourceWarning", "-c", block]
    if "\ndef test_" in block:
        (tmp_path / "test_block.py").write_text(block, "utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "test_block.py"]
        command += ["-p", "partner_center.pytest_plugin"]
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    result = _run(command, environment, tmp_path)
    assert result.returncode == 0, result.stderr
    assert all(line.startswith("GET ") for line in result.stderr.splitlines()), "more than log records of retries"
    assert result.stdout
    if "PartnerCenter" in block and "Emulator" not in block:
        assert any(request.side == "api" for request in emulator.requests)


@pytest.mark.parametrize("line", [pytest.param(line, id=place) for place, line in SHELL_LINES])
def test_a_line_for_a_shell_is_a_command_of_this_project(
    line: str, environment: dict[str, str], tmp_path: Path
) -> None:
    match shlex.split(line):
        case ["pip", "install", requirement]:
            extras = re.fullmatch(r"(?:partner-center-offers|\.)(?:\[([a-z0-9,-]+)\])?", requirement)
            assert extras, "not a requirement of this project"
            known = re.findall(r"^([a-z0-9-]+) = \[", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
            assert not extras[1] or set(extras[1].split(",")) <= set(known)
        case ["make", target, *_]:
            assert re.search(rf"^{re.escape(target)}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        case ["export", assignment]:
            assert assignment.startswith("PARTNER_CENTER_")
        case ["partner-center", *_] as command:
            _write_exports(tmp_path)
            (tmp_path / "customers.csv").write_text("CustomerId\n28d081f0-bef6-54ab-913c-ee76274e328e\n")
            environment |= {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
            result = _run(command, environment, tmp_path)
            assert result.returncode == (1 if "diff" in command else 0), result.stderr
        case other:
            pytest.fail(f"{other[0]} is not a command that this test knows")


@pytest.mark.parametrize("block", [pytest.param(block, id=place) for place, block in blocks("bash")])
def test_a_block_for_a_shell_runs(block: str, environment: dict[str, str], tmp_path: Path) -> None:
    for name in ("HTTPS_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        del environment[name]
    result = _run(["bash", "-e", "-c", block], environment, tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout


def _write_exports(folder: Path) -> None:
    for month, name in (("october", "Mail"), ("november", "Contoso Mail")):
        line = {"key": "US", "offer": {"id": "CONTOSO-1", "name": name}}
        (folder / f"{month}.jsonl").write_text(json.dumps(line) + "\n", "utf-8")


def _run(command: list[str], environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the documents of the project
        command, env=environment, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
