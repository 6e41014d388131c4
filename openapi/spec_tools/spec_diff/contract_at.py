"""The contract in a file or at a git revision."""

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from spec_tools.spec_diff.version import Version
from spec_tools.yaml_file import CONTRACT, UnreadableYaml, YamlFile

_ROOT = CONTRACT.parents[1]
_VERSION_FILE = Path("wrapper/partner_center/_version.py")


class UnknownContract(Exception):  # noqa: N818  the argument is at fault, not the program
    """An argument does not name a contract."""


@dataclass(frozen=True)
class DatedContract:
    """A contract with the versions of its time.

    Attributes:
        name: The file or git revision.
        contract: The contract.
        version: Its version.
        distribution: The version of the Python distribution at that time, if it is known.
    """

    name: str
    contract: YamlFile
    version: Version
    distribution: Version | None


def contract_at(name: str, *, root: Path = _ROOT) -> DatedContract:
    """Read a contract.

    Args:
        name: A file, or a git revision of the project.
        root: The project.

    Raises:
        UnknownContract: The name is neither, or there is no contract.
    """
    path = Path(name)
    try:
        if path.is_file():
            own = path.resolve() == (root / CONTRACT.relative_to(_ROOT)).resolve()
            distribution = (root / _VERSION_FILE).read_text(encoding="utf-8") if own else None
            contract = YamlFile.read(path)
        else:
            distribution = _at(name, _VERSION_FILE, root)
            contract = _at_revision(name, root)
        missing = {"info", "paths", "components"} - set(contract.root)
        if missing:
            raise UnknownContract(f"{name} is not a contract: it must have {', '.join(sorted(missing))}.")
        return DatedContract(name, contract, Version.read(contract.root["info"]["version"]), _version_in(distribution))
    except (UnreadableYaml, KeyError, TypeError, ValueError) as error:
        raise UnknownContract(f"{name} is not a contract: {error}") from error


def _at_revision(name: str, root: Path) -> YamlFile:
    text = _at(name, CONTRACT.relative_to(_ROOT), root)
    if text is None:
        raise UnknownContract(f"{name} must be a file, or a git revision that has {CONTRACT.relative_to(_ROOT)}.")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / CONTRACT.name
        copy.write_text(text, encoding="utf-8")
        return YamlFile(Path(f"{name}:{CONTRACT.relative_to(_ROOT)}"), YamlFile.read(copy).root)


def _at(revision: str, path: Path, root: Path) -> str | None:
    command = ["git", "-C", str(root), "show", f"{revision}:{path.as_posix()}"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  git of the developer
    return shown.stdout if shown.returncode == 0 else None


def _version_in(text: str | None) -> Version | None:
    """Return the version that a version file assigns."""
    return Version.read(text.rpartition("=")[2].strip().strip("\"'")) if text else None
