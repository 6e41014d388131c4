"""The walk-through of CONTRIBUTING.md, "The documentation changed", from a saved page to an offer with a new property.

It runs the commands in a copy of the project. After that, only the files of step 8 have changed, and no test fails.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spec_tools.yaml_file import YamlFile

from .agreeing_page import agreeing_reference
from .drift.forms import REFERENCE_FORMS
from .drift.pages import OFFER

PROJECT = Path(__file__).resolve().parents[2]
COPIED = (
    *("openapi", "generated_client", "wrapper", "tests", "pyproject.toml"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "LICENSE"),
)
NEW = "contosoNote"  # no page of the documentation has it
READ_IT = """
from partner_center import PartnerCenter
from partner_center.auth import ClientSecretCredential
from partner_center.emulator import Emulator

with Emulator() as emulator:
    credential = ClientSecretCredential(
        tenant_id=emulator.tenant_id,
        client_id=emulator.client_id,
        client_secret=emulator.client_secret,
        authority=emulator.authority,
    )
    with PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
        print({offer.contoso_note for offer in partner.offers.by_country("US") if offer.contoso_note})
"""


def python_in(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python so that it imports the modules of a project."""
    sources = [str(root / name) for name in ("generated_client", "wrapper", "openapi")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sources), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(  # noqa: S603  the interpreter of this test
        [sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def failures_in(root: Path, *arguments: str) -> set[str]:
    """Run tests of a project, except for the slow ones, and return those that fail."""
    options = ("-m", "not slow", "--numprocesses", "2", "--dist", "loadfile", "-p", "no:cacheprovider", "-q", "-rfE")
    tests = python_in(root, "-m", "pytest", *options, *arguments)
    lines = [line for line in tests.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    assert tests.returncode == bool(lines), tests.stdout + tests.stderr
    return {line.partition(" ")[2].partition(" - ")[0] for line in lines}


class Copy:
    """A copy of the project, with its own git repository, in which the commands are run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in COPIED:
            source = PROJECT / name
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            else:
                shutil.copy(source, root / name)
        self.git("init", "--quiet")
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "Before the page changed")

    def git(self, *command: str) -> str:
        settings = ["-c", "user.name=Someone", "-c", "user.email=someone@contoso.example", "-c", "commit.gpgsign=false"]
        git = ["git", "-C", str(self.root), *settings, *command]
        return subprocess.run(git, check=True, capture_output=True, text=True).stdout  # noqa: S603  only in the copy

    def python(self, *command: str) -> subprocess.CompletedProcess[str]:
        return python_in(self.root, *command)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that is exactly once in a file."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def changed_files(self) -> set[str]:
        """Return the files that differ from the first commit."""
        return set(self.git("diff", "HEAD", "--name-only").splitlines())


@pytest.fixture
def project(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "project")


@pytest.fixture
def page(tmp_path: Path, live_contract: YamlFile, live_sources: YamlFile) -> Path:
    """The page of the REST reference with a new property of an offer, as a browser saves it."""
    changed = agreeing_reference(live_contract, live_sources, "offers-by-customer-reference")
    changed.definitions[OFFER].insert(9, [NEW, "string", ""])
    file = tmp_path / "offers-by-customer.html"
    file.write_text(REFERENCE_FORMS["html"](changed), encoding="utf-8")
    return file


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_new_property_on_a_page_reaches_the_client_and_breaks_no_test(project: Copy, page: Path) -> None:
    contract = "openapi/partner-center-offers.yaml"
    drift = project.python("-m", "spec_tools.drift", str(page), "--format", "json")
    assert drift.returncode == 1, drift.stderr
    assert [one["of"] for one in json.loads(drift.stdout)["drift"]] == [f"property Offer.{NEW}"]

    patched = project.python("-m", "spec_tools.drift", str(page), "--patch")
    assert f"written: property Offer.{NEW}" in patched.stderr

    lint = project.python("-m", "spec_tools.lint")
    assert (lint.returncode, lint.stderr.count("no-todo")) == (1, 2), lint.stderr
    project.edit(contract, f"TODO describe {NEW} in your own words.", "A note about the offer.")
    project.edit(contract, "example: TODO", "example: Only for new customers")
    lint = project.python("-m", "spec_tools.lint")
    assert (lint.returncode, lint.stderr.count("accepted-definitions")) == (1, 1), lint.stderr
    assert project.python("-m", "spec_tools.drift", str(page), "--accept").returncode == 0
    assert project.python("-m", "spec_tools.lint").returncode == 0

    diff = project.python("-m", "spec_tools.spec_diff", "HEAD")
    assert diff.returncode == 1
    assert f"additive  property Offer.{NEW}: added" in diff.stdout
    version = json.loads(project.python("-m", "spec_tools.spec_diff", "HEAD", "--format", "json").stdout)["follows"]
    release(project, contract, version)
    diff = project.python("-m", "spec_tools.spec_diff", "HEAD")
    assert diff.returncode == 0, diff.stderr

    generated = project.python("-m", "spec_tools.generate")
    assert generated.returncode == 0, generated.stderr
    assert project.python("-m", "spec_tools.generate", "--check").returncode == 0
    assert project.python("-m", "spec_tools.drift", str(page)).returncode == 0

    read = project.python("-c", READ_IT)
    assert read.stdout == "{'Only for new customers'}\n", read.stderr

    assert project.changed_files() == files_of_step_8()
    broken = failures_in(project.root, "tests/wrapper", "tests/spec", "tests/generated")
    assert broken == (broken and failures_in(PROJECT, *broken))  # only tests that fail without the new property too


def release(project: Copy, contract: str, version: str) -> None:
    """Set the version of the contract and of the distribution, and describe the change, as the walk-through says."""
    text = (project.root / contract).read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if line.startswith("  version: "))
    project.edit(contract, f"{before}\n", f"  version: {version}\n")
    (project.root / "wrapper/partner_center/_version.py").write_text(
        f'"""V."""\n\n__version__ = "{version}"\n', "utf-8"
    )
    section = f"## [{version}] - 2026-12-01\n\n### Added\n\n- `Offer.{NEW}`.\n"
    project.edit("openapi/CHANGELOG.md", "## [Unreleased]\n", f"## [Unreleased]\n\n{section}")
    changelog = (project.root / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = next(line for line in changelog.splitlines() if line.startswith("## "))
    project.edit("CHANGELOG.md", f"{latest}\n", f"{section}\n{latest}\n")


def files_of_step_8() -> set[str]:
    """Return the files that the walk-through names for a new property."""
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    step = text[text.index("**8. Run the tests.**") : text.index("**9. Release.**")]
    return {line[3:-1] for line in step.splitlines() if line.startswith("- `")}


def test_the_walk_through_names_the_commands_in_this_order() -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = text[text.index("## The documentation changed") :]
    steps = ("make drift DOC", "PATCH=1", "make spec-lint", "make spec-diff BASE", "make generate", "make test")
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
