"""The files and the metadata of the distributions."""

import re
import tarfile
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from partner_center import __version__

from .conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = [ROOT / "wrapper" / "partner_center", ROOT / "generated_client" / "partner_center_api"]


@pytest.fixture
def wheel(built: Path) -> zipfile.ZipFile:
    (file,) = built.glob("*.whl")
    return zipfile.ZipFile(file)


@pytest.fixture
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return Parser().parsestr(wheel.read(name).decode())


def test_the_wheel_has_only_the_modules_of_two_packages_and_the_contract(wheel: zipfile.ZipFile) -> None:
    modules = {
        file.relative_to(package.parent).as_posix()
        for package in PACKAGES
        for file in package.rglob("*")
        if file.suffix in {".py", ".pyi"} or file.name == "py.typed"
    }
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == {
        *modules,
        "partner_center/emulator/partner-center-offers.yaml",
    }


def test_the_source_distribution_has_the_sources_of_the_wheel(built: Path, wheel: zipfile.ZipFile) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    modules = {f"{package.parent.name}/{package.name}/__init__.py" for package in PACKAGES}
    assert {"openapi/partner-center-offers.yaml", "LICENSE", "README.md", *modules} <= names


def test_the_version_is_that_of_the_package(metadata: Message) -> None:
    assert metadata["Version"] == __version__


def test_the_classifiers_are_the_tested_versions_of_python(metadata: Message) -> None:
    named = re.findall(r":: Python :: (3\.\d+)$", "\n".join(metadata.get_all("Classifier", [])), re.MULTILINE)
    assert named == ["3.11", "3.12", "3.13"]
    assert metadata["Requires-Python"] == f">={named[0]}"


def test_the_metadata_has_the_extras_for_users_and_no_development_tools(metadata: Message) -> None:
    assert set(metadata.get_all("Provides-Extra", [])) == set(PROJECT["project"]["optional-dependencies"])
    required = " ".join(metadata.get_all("Requires-Dist", []))
    assert not re.search(r"\b(pytest|mypy|pyright|ruff|sphinx|openapi-python-client|nox|twine)\b", required)


def test_the_metadata_has_links_to_the_documentation_the_source_and_the_changelog(metadata: Message) -> None:
    urls = dict(line.split(", ") for line in metadata.get_all("Project-URL", []))
    assert urls == PROJECT["project"]["urls"]
    assert {"Documentation", "Source", "Issues", "Changelog"} == set(urls)
