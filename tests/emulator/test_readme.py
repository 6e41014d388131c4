"""The examples in the README of the emulator run unchanged."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

import partner_center.emulator
from partner_center.emulator import Emulator

README = Path(partner_center.emulator.__file__).with_name("README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
PLUGIN, ENVIRONMENT, SEED, AWKWARD, FILES, INTERCEPT, HOSTS = BLOCKS
(SHELL,) = re.findall(r"^```bash\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def environment() -> dict[str, str]:
    """The variables of this process, with the settings of a developer and the commands of this installation."""
    of_the_developer = {"PARTNER_CENTER_ACCESS_TOKEN": "of-the-developer", "PARTNER_CENTER_LOCALE": "pt-BR"}
    commands = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    return os.environ | commands | of_the_developer


def test_the_tests_with_the_plugin_pass(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "test_quotes.py").write_text(PLUGIN)
    only = ("-p", "partner_center.pytest_plugin")  # the other plugins of this environment take long to load
    result = subprocess.run(  # noqa: S603 - the README of the emulator
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", *only, str(tmp_path)],
        env=environment | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert "2 passed" in result.stdout, result.stdout + result.stderr


def test_the_variables_of_an_emulator_replace_those_of_the_shell(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    exec(ENVIRONMENT, {})  # noqa: S102 - the README of the emulator
    assert int(capsys.readouterr().out) > 1


@pytest.mark.parametrize("shell", [*filter(shutil.which, ["bash", "sh", "dash", "zsh"])])
def test_the_lines_for_a_shell_start_use_and_stop_an_emulator(shell: str, environment: dict[str, str]) -> None:
    result = subprocess.run(  # noqa: S603 - the README of the emulator
        [shell, "-e", "-c", SHELL],
        env=environment,
        # The emulator inherits stderr, so this also waits for the end of the emulator.
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    assert "Adatum Analytics" in result.stdout


def test_the_seeds_replace_offers(
    emulator: Emulator, api: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("offers.jsonl").write_text('{"key": "JP", "offer": {"id": "1"}}\n')
    Path("us.json").write_text('[{"id": "2"}]')
    Path("response.json").write_text('{"totalCount": 1, "items": [{"id": "3"}]}')
    for block in (SEED, AWKWARD, FILES):
        exec(block, {"emulator": emulator})  # noqa: S102 - the README of the emulator
    offers = {
        country: api.get(f"/offers?country={country}").json()["items"] for country in ("US", "DE", "JP", "FR", "BR")
    }
    assert [offer.get("name") for offer in offers.pop("DE")] == [None, "Without an id"]
    assert offers == {"US": [{"id": "2"}], "JP": [{"id": "1"}], "FR": [{"id": "3"}], "BR": []}


def test_the_intercept_throttles_the_second_page(emulator: Emulator, api: httpx.Client) -> None:
    exec(INTERCEPT, {"emulator": emulator})  # noqa: S102 - the README of the emulator
    statuses = [api.get(f"/offers?country=US&size=20&offset={offset}").status_code for offset in (0, 20, 40)]
    assert statuses == [200, 429, 200]


def test_the_host_names_of_the_real_service_have_environment_variables(capsys: pytest.CaptureFixture[str]) -> None:
    exec(HOSTS, {})  # noqa: S102 - the README of the emulator
    assert "'HTTPS_PROXY': 'http://127.0.0.1:" in capsys.readouterr().out
