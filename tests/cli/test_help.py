"""What the commands say of themselves, and how little that takes."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("command", [[], ["offers"], ["offers", "list"], ["offers", "export"], ["login"], ["doctor"]])
def test_help_comes_without_the_client(command: list[str]) -> None:
    asked = [sys.executable, "-X", "importtime", "-m", "partner_center.cli", *command, "--help"]
    ended = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert "Usage: " in ended.stdout
    assert "partner_center.cli.app" in loaded
    assert not {"httpx", "msal", "partner_center.client"} & loaded
