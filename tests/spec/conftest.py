"""What the tests of the contract share: the contract, its sources, and changed copies of both."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spec_tools.yaml_file import CONTRACT, SOURCES, YamlFile

Change = Callable[[Any], object]


@pytest.fixture(scope="session")
def contract() -> YamlFile:
    return YamlFile.read(CONTRACT)


@pytest.fixture(scope="session")
def sources() -> YamlFile:
    return YamlFile.read(SOURCES)


@pytest.fixture(scope="session")
def changed(contract: YamlFile, sources: YamlFile) -> Callable[[Path, Change], YamlFile]:
    """Return a function that gives one of the two files with its content changed."""
    originals = {file.path: file for file in (contract, sources)}

    def change(path: Path, change: Change) -> YamlFile:
        content = copy.deepcopy(originals[path].root)
        change(content)
        return YamlFile(path, content)

    return change
