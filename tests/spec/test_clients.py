"""Clients in other languages are generated with the tools at hand, and those that were left out are named."""

import shutil
from pathlib import Path

import pytest

from spec_tools.clients import LANGUAGES, clients, main, missing_tools

from .frozen import CONTRACT


def test_the_tools_that_are_not_installed_are_named() -> None:
    assert missing_tools({"java": "/usr/bin/java"}.get, "java", "mvn", "go") == ["mvn", "go"]


def test_the_languages_are_those_of_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "openapi" / "README.md").read_text("utf-8")
    assert [one.name for one in LANGUAGES] == ["TypeScript", "Java", "C#", "Go"]
    assert all(f"| `{one.generator}` |" in readme for one in LANGUAGES)


def test_without_java_nothing_is_generated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["--contract", str(CONTRACT), "--to", str(tmp_path)]) == 2
    assert "java must be installed" in capsys.readouterr().err


def test_a_client_that_cannot_be_built_is_named_with_the_missing_tool(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    succeeds = shutil.which("true")
    assert succeeds is not None
    monkeypatch.setenv("PATH", "")
    assert list(clients(CONTRACT, tmp_path, succeeds)) == [
        ("TypeScript", "generated, not compiled: npx is not installed", True),
        ("Java", "generated, not compiled: mvn is not installed", True),
        ("C#", "generated, not compiled: dotnet is not installed", True),
        ("Go", "generated, not compiled: go is not installed", True),
    ]


def test_a_client_that_is_not_generated_fails(tmp_path: Path) -> None:
    fails = shutil.which("false")
    assert fails is not None
    assert {(what, well) for _, what, well in clients(CONTRACT, tmp_path, fails)} == {
        ("not generated:\nno output", False)
    }
