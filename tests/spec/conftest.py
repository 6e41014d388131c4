"""Fixtures of the tests of the maintainers' commands: the frozen and the live contract, each with its sources."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spec_tools import yaml_file
from spec_tools.yaml_file import YamlFile

from .frozen import CONTRACT, SOURCES

Change = Callable[[Any], object]


@pytest.fixture(scope="session")
def contract() -> YamlFile:
    """The frozen contract."""
    return YamlFile.read(CONTRACT)


@pytest.fixture(scope="session")
def sources() -> YamlFile:
    """The sources of the frozen contract."""
    return YamlFile.read(SOURCES)


@pytest.fixture(scope="session")
def live_contract() -> YamlFile:
    """The contract of the project. Only tests that are about it take this."""
    return YamlFile.read(yaml_file.CONTRACT)


@pytest.fixture(scope="session")
def live_sources() -> YamlFile:
    """The sources of the contract of the project."""
    return YamlFile.read(yaml_file.SOURCES)


@pytest.fixture(scope="session")
def changed(contract: YamlFile, sources: YamlFile) -> Callable[[Path, Change], YamlFile]:
    """A function that returns the frozen contract or its sources, by the path, with a change applied."""
    originals = {file.path: file for file in (contract, sources)}

    def change(path: Path, change: Change) -> YamlFile:
        content = copy.deepcopy(originals[path].root)
        change(content)
        return YamlFile(path, content)

    return change
