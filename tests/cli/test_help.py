"""Help, completion and the ways to start the command."""

import os
import subprocess
import sys

import pytest

COMMANDS = [
    *([], ["login"], ["logout"], ["doctor"], ["categories"], ["categories", "list"]),
    *(["offers"], ["offers", "list"], ["offers", "get"], ["offers", "add-ons"], ["offers", "export"]),
]


def start(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - the command of this package
        [sys.executable, *arguments], capture_output=True, encoding="utf-8", check=False, env=os.environ | variables
    )


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_does_not_import_the_client(command: list[str], option: str) -> None:
    result = start("-X", "importtime", "-m", "partner_center.cli", *command, option)
    loaded = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert result.returncode == 0
    assert f"Usage: {' '.join(['partner-center', *command])} " in result.stdout
    assert "partner_center.cli.app" in loaded
    assert not {"httpx", "msal", "partner_center.client"} & loaded


@pytest.mark.parametrize("module", ["partner_center", "partner_center.cli"])
def test_the_package_can_be_run_as_a_module(module: str) -> None:
    assert start("-m", module, "--version").stdout == start("-m", "partner_center.cli", "--version").stdout != ""


def test_the_command_names_the_missing_extra() -> None:
    result = start("-c", "import sys; sys.modules['typer'] = None; import runpy; runpy.run_module('partner_center')")
    assert result.returncode == 1
    assert result.stderr.endswith("Install it with: pip install 'partner-center-offers[cli]'\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "completed"), [("partner-center off", "offers"), ("partner-center offers ", "export")]
)
def test_a_shell_can_complete_commands(words: str, completed: str) -> None:
    variables = {"_PARTNER_CENTER_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert completed in start("-m", "partner_center", **variables).stdout.split()


def test_the_help_names_the_options_for_completion() -> None:
    assert "--install-completion" in start("-m", "partner_center", "--help", COLUMNS="120").stdout
