"""A release: its tag, and the workflow that publishes it."""

import runpy
from typing import Any

import pytest
from ruamel.yaml import YAML

from .conftest import ROOT

problems = runpy.run_path(str(ROOT / ".ci" / "check-tag"))["problems"]


@pytest.mark.parametrize(
    ("tag", "section", "expected"),
    [
        ("v1.2.0", "1.2.0 - 2026-12-31", []),
        ("v1.2.0", "1.2.0 - unreleased", ["CHANGELOG.md must be '## 1.2.0 - YYYY-MM-DD', got '## 1.2.0 - unreleased'"]),
        ("v1.3.0", "1.3.0 - 2026-12-31", ["must be v1.2.0, the version in _version.py, got 'v1.3.0'"]),
        ("1.2.0", "1.1.0 - 2026-12-31", ["must be v1.2.0", "must be '## 1.2.0 - YYYY-MM-DD'"]),
    ],
)
def test_the_tag_the_version_and_the_changelog_must_agree(tag: str, section: str, expected: list[str]) -> None:
    found = problems(tag, '__version__ = "1.2.0"\n', f"# Changelog\n\n## {section}\n")
    assert len(found) == len(expected)
    assert all(words in problem for words, problem in zip(expected, found, strict=True))


@pytest.fixture
def jobs() -> dict[str, Any]:
    return dict(YAML(typ="safe").load((ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8"))["jobs"])


def test_the_workflow_publishes_what_was_checked_and_attested(jobs: dict[str, Any]) -> None:
    assert any("make release-check" in step.get("run", "") for step in jobs["build"]["steps"])
    assert {"build", "test"} <= set(jobs["attest"]["needs"])
    assert jobs["publish"]["needs"] == "attest"
    assert [step["uses"].partition("@")[0] for step in jobs["publish"]["steps"]] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]


def test_the_workflow_has_no_password_and_only_the_jobs_that_need_it_get_an_identity(jobs: dict[str, Any]) -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    assert "secrets." not in text
    assert "password" not in text.replace("PyPI needs no password", "")
    with_identity = {name for name, job in jobs.items() if "id-token" in job.get("permissions", {})}
    assert with_identity == {"attest", "publish", "documentation"}
