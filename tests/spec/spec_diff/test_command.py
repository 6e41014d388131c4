"""The command compares files and git revisions, and refuses a version or changelog that does not fit the changes."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from spec_tools.spec_diff.__main__ import main, problems_of
from spec_tools.spec_diff.changelog import changelog_problems
from spec_tools.spec_diff.changes import changes
from spec_tools.spec_diff.contract_at import DatedContract, contract_at
from spec_tools.spec_diff.version import Version
from spec_tools.yaml_file import YamlFile

from ..frozen import CONTRACT

ADDED = """
        sharedWith:
          type: string
          description: Who else may buy it.
          example: Contoso
"""
HEAD = "# Changelog\n\n## [Unreleased]\n\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A copy of the frozen contract, which has the version 1.0.0."""
    path = tmp_path / "base.yaml"
    path.write_text(CONTRACT.read_text("utf-8"), "utf-8")
    return path


@pytest.fixture
def revision(tmp_path: Path, base: Path) -> Path:
    """The same contract with one more property of Offer."""
    path = tmp_path / "revision.yaml"
    text = base.read_text(encoding="utf-8")
    path.write_text(
        text.replace("\n        supportedBillingCycles:\n", f"{ADDED}        supportedBillingCycles:\n", 1), "utf-8"
    )
    return path


def set_version(path: Path, version: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n  version: 1.0.0\n", f"\n  version: {version}\n", 1), encoding="utf-8")


@pytest.fixture
def changelog(tmp_path: Path) -> Path:
    path = tmp_path / "CHANGELOG.md"
    path.write_text(f"{HEAD}## [1.0.0] - 2026-11-20\n\n### Added\n\n- All of it.\n", encoding="utf-8")
    return path


def add_release(changelog: Path, section: str) -> None:
    text = changelog.read_text(encoding="utf-8")
    changelog.write_text(text.replace(HEAD, f"{HEAD}{section}\n\n"), encoding="utf-8")


def test_a_version_that_is_too_low_is_refused(
    revision: Path, base: Path, changelog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(base), str(revision), "--changelog", str(changelog)]) == 1
    printed = capsys.readouterr()
    assert "additive  property Offer.sharedWith: added" in printed.out
    assert "info.version must be at least 1.1.0." in printed.out
    assert "info.version must be at least 1.1.0, got 1.0.0." in printed.err


def test_a_changelog_without_the_change_is_refused(
    revision: Path, base: Path, changelog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_version(revision, "1.1.0")
    assert main([str(base), str(revision), "--changelog", str(changelog)]) == 1
    said = capsys.readouterr().err
    assert "The newest version must be that of the contract, 1.1.0, got 1.0.0." in said
    assert "`Offer.sharedWith` must be named" in said


@pytest.mark.parametrize("version", ["1.1.0", "1.2.0", "2.0.0"])
def test_a_sufficient_version_with_a_changelog_is_accepted(
    revision: Path, base: Path, changelog: Path, version: str
) -> None:
    set_version(revision, version)
    add_release(changelog, f"## [{version}] - 2026-11-21\n\n### Added\n\n- `Offer.sharedWith`, who else may buy it.")
    assert main([str(base), str(revision), "--changelog", str(changelog)]) == 0


def test_a_breaking_change_belongs_under_changed_or_removed(
    revision: Path, base: Path, changelog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_version(revision, "2.0.0")
    add_release(changelog, "## [2.0.0] - 2026-11-21\n\n### Added\n\n- No longer `Offer.sharedWith`.")
    before = revision.with_name("before.yaml")
    before.write_text(revision.read_text("utf-8").replace("version: 2.0.0", "version: 1.1.0", 1), encoding="utf-8")
    after = revision.with_name("after.yaml")
    after.write_text(base.read_text("utf-8").replace("version: 1.0.0", "version: 2.0.0", 1), encoding="utf-8")
    assert main([str(before), str(after), "--changelog", str(changelog)]) == 1
    assert "A breaking change must be under Changed or Removed." in capsys.readouterr().err


def test_json_has_the_level_the_next_version_and_each_place(
    revision: Path, base: Path, changelog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(base), str(revision), "--changelog", str(changelog), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert (report["level"], report["follows"], len(report["problems"])) == ("additive", "1.1.0", 2)
    [change] = report["changes"]
    assert change["name"] == "property Offer.sharedWith"
    place, line = change["place"].rsplit(":", 1)
    assert revision.read_text("utf-8").splitlines()[int(line) - 1].strip() == "sharedWith:"
    assert place.endswith("revision.yaml")


def test_a_contract_compared_with_itself_is_accepted(base: Path, changelog: Path) -> None:
    assert main([str(base), str(base), "--changelog", str(changelog)]) == 0


@pytest.mark.parametrize("base", ["no-such-file.yaml", "no/such/revision"])
def test_a_contract_that_does_not_exist_is_named(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([base]) == 2
    assert "must be a file, or a git revision" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["openapi: 3.0.3\n", "info: {version: 1.0.0}\n", "- 1\n", "a: [\n", ""])
def test_a_file_that_is_not_a_contract_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    assert main([str(path)]) == 2
    assert "is not a contract" in capsys.readouterr().err


def test_a_git_revision_has_the_version_of_the_distribution_too(tmp_path: Path, revision: Path) -> None:
    (tmp_path / "openapi").mkdir()
    (tmp_path / "openapi" / "partner-center-offers.yaml").write_text(revision.read_text("utf-8"), encoding="utf-8")
    (tmp_path / "wrapper" / "partner_center").mkdir(parents=True)
    (tmp_path / "wrapper" / "partner_center" / "_version.py").write_text('"""V."""\n\n__version__ = "1.4.2"\n', "utf-8")
    settings = ["-c", "user.name=Someone", "-c", "user.email=someone@contoso.example", "-c", "commit.gpgsign=false"]
    for command in ("init --quiet", "add openapi wrapper", "commit --quiet -m First", "tag v1"):
        git = ["git", "-C", str(tmp_path), *settings, *command.split()]
        subprocess.run(git, check=True)  # noqa: S603 - in a temporary repository
    known = contract_at("v1", root=tmp_path)
    assert "sharedWith" in known.contract.at("#/components/schemas/Offer/properties")
    assert (str(known.version), str(known.distribution)) == ("1.0.0", "1.4.2")


def test_the_version_of_the_distribution_rises_with_the_contract(
    revision: Path, changelog: Path, contract: YamlFile
) -> None:
    set_version(revision, "1.1.0")
    add_release(changelog, "## [1.1.0] - 2026-11-21\n\n### Added\n\n- `Offer.sharedWith`.")
    newer = YamlFile.read(revision)
    base = DatedContract("v1.4.2", contract, Version(1, 0, 0), Version(1, 4, 2))
    found = changes(contract, newer)
    too_low = DatedContract("now", newer, Version(1, 1, 0), Version(1, 4, 3))
    assert problems_of(base, too_low, found, changelog) == [
        "The version of the distribution must be at least 1.5.0, got 1.4.3."
    ]
    assert problems_of(base, replace(too_low, distribution=Version(1, 5, 0)), found, changelog) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("## 1.0.0\n", "must be [Unreleased] or a version with its date"),
        ("## [1.0.0] - November\n", "must be [Unreleased] or a version with its date"),
        ("## [1.0.0] - 2026-11-20\n\n### News\n\n- All.\n", "must be one of Added, Changed"),
        ("## [0.9.0] - 2026-11-20\n\n## [1.0.0] - 2026-11-21\n", "must be in order"),
        ("# Changelog\n", "1.0.0, got none"),
    ],
)
def test_a_changelog_in_another_form_is_refused(text: str, problem: str) -> None:
    version = Version(1, 0, 0)
    assert any(problem in found for found in changelog_problems(text, [], version, version))
