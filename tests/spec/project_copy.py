"""A copy of the project, in which the walk-throughs of CONTRIBUTING.md are tested."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
COPIED = (
    *("openapi", "generated_client", "wrapper", "tests", "docs", "pyproject.toml"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "LICENSE"),
)
_PROGRAM = """
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
    with PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle, retry=None) as partner:
        print({expression})
"""


def python_in(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python so that it imports the modules of a project."""
    sources = [str(root / name) for name in ("generated_client", "wrapper", "openapi")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sources), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(  # noqa: S603 - the command is an argument of this module
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
        return subprocess.run(git, check=True, capture_output=True, text=True).stdout  # noqa: S603 - the command is an argument of this module

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

    def run(self, expression: str) -> subprocess.CompletedProcess[str]:
        """Print the result of an expression, with ``partner`` as a client of the emulator."""
        return self.python("-c", _PROGRAM.format(expression=expression))

    def release(self, version: str, added: str) -> None:
        """Set the version of the contract and of the distribution, and name the addition, as CONTRIBUTING.md says."""
        contract = "openapi/partner-center-offers.yaml"
        text = (self.root / contract).read_text(encoding="utf-8")
        before = next(line for line in text.splitlines() if line.startswith("  version: "))
        self.edit(contract, f"{before}\n", f"  version: {version}\n")
        of_distribution = self.root / "wrapper/partner_center/_version.py"
        of_distribution.write_text(f'"""V."""\n\n__version__ = "{version}"\n', encoding="utf-8")
        section = f"## [{version}] - 2026-12-01\n\n### Added\n\n- `{added}`.\n"
        self.edit("openapi/CHANGELOG.md", "## [Unreleased]\n", f"## [Unreleased]\n\n{section}")
        changelog = (self.root / "CHANGELOG.md").read_text(encoding="utf-8")
        latest = next(line for line in changelog.splitlines() if line.startswith("## "))
        self.edit("CHANGELOG.md", f"{latest}\n", f"{section}\n{latest}\n")
