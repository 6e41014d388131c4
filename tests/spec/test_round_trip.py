"""The walk-through of CONTRIBUTING.md, "The documentation changed", from a saved page to an offer that has more.

It is done on a copy of the project, by the commands themselves.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .drift.forms import REFERENCE_FORMS
from .drift.transcripts import OFFER, Reference

PROJECT = Path(__file__).resolve().parents[2]
COPIED = ("openapi", "generated_client", "wrapper", "tests", "pyproject.toml", "CHANGELOG.md", "README.md", "LICENSE")
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
        print({offer.cancellation_policy for offer in partner.offers.by_country("US")})
"""


class Copy:
    """A copy of the project, with its own history, in which the maintainers' commands are run."""

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

    def git(self, *command: str) -> None:
        settings = ["-c", "user.name=Someone", "-c", "user.email=someone@contoso.example", "-c", "commit.gpgsign=false"]
        git = ["git", "-C", str(self.root), *settings, *command]
        subprocess.run(git, check=True)  # noqa: S603  in the copy alone

    def python(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy, so that it imports what is there."""
        sources = [str(self.root / name) for name in ("generated_client", "wrapper", "openapi")]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sources), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(  # noqa: S603  the interpreter of this test
            [sys.executable, *command], cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace what stands exactly once in a file."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "project")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page, with a new property, as a browser saved it."""
    changed = Reference()
    changed.definitions[OFFER].insert(9, ["cancellationPolicy", "string", ""])
    file = tmp_path / "offers-by-customer.html"
    file.write_text(REFERENCE_FORMS["html"](changed), encoding="utf-8")
    return file


@pytest.mark.timeout(900)  # it runs all tests of the wrapper, and of the command that compares versions
def test_from_a_changed_page_to_a_released_client(project: Copy, page: Path) -> None:
    contract = "openapi/partner-center-offers.yaml"
    drift = project.python("-m", "spec_tools.drift", str(page), "--format", "json")
    assert drift.returncode == 1, drift.stderr
    assert [one["of"] for one in json.loads(drift.stdout)["drift"]] == ["property Offer.cancellationPolicy"]

    patched = project.python("-m", "spec_tools.drift", str(page), "--patch")
    assert "written: property Offer.cancellationPolicy" in patched.stderr

    lint = project.python("-m", "spec_tools.lint")
    assert (lint.returncode, lint.stderr.count("nothing-to-do")) == (1, 2), lint.stderr
    project.edit(contract, "TODO say in our own words what cancellationPolicy is.", "How a purchase can be undone.")
    project.edit(contract, "example: TODO", "example: Within 7 days")
    assert project.python("-m", "spec_tools.lint").returncode == 0

    diff = project.python("-m", "spec_tools.spec_diff", "HEAD")
    assert diff.returncode == 1
    assert "additive  property Offer.cancellationPolicy: added" in diff.stdout
    version = json.loads(project.python("-m", "spec_tools.spec_diff", "HEAD", "--format", "json").stdout)["follows"]
    release(project, contract, version)
    diff = project.python("-m", "spec_tools.spec_diff", "HEAD")
    assert diff.returncode == 0, diff.stderr

    generated = project.python("-m", "spec_tools.generate")
    assert generated.returncode == 0, generated.stderr
    assert project.python("-m", "spec_tools.generate", "--check").returncode == 0
    assert project.python("-m", "spec_tools.drift", str(page)).returncode == 0

    sold_by = '        "unitType": item.unit,\n'
    new = '        "cancellationPolicy": "Within 7 days",\n'
    project.edit("wrapper/partner_center/emulator/catalogue.py", sold_by, sold_by + new)
    read = project.python("-c", READ_IT)
    assert read.stdout == "{'Within 7 days'}\n", read.stderr
    shared_out = ("--numprocesses", "2", "--dist", "loadfile")
    tests = project.python(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", *shared_out, "tests/wrapper", "tests/spec/spec_diff"
    )
    assert tests.returncode == 0, tests.stdout


def release(project: Copy, contract: str, version: str) -> None:
    """Do what the walk-through says about versions."""
    text = (project.root / contract).read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if line.startswith("  version: "))
    project.edit(contract, f"{before}\n", f"  version: {version}\n")
    (project.root / "wrapper/partner_center/_version.py").write_text(
        f'"""V."""\n\n__version__ = "{version}"\n', "utf-8"
    )
    section = f"## [{version}] - 2026-12-01\n\n### Added\n\n- `Offer.cancellationPolicy`.\n"
    project.edit("openapi/CHANGELOG.md", "## [Unreleased]\n", f"## [Unreleased]\n\n{section}")


def test_the_walk_through_names_the_commands_in_this_order() -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = text[text.index("## The documentation changed") :]
    steps = ("make drift DOC", "PATCH=1", "make spec-lint", "make spec-diff BASE", "make generate", "make test")
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
