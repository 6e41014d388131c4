"""Each change of a page is found in every form, and no other difference is found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift
from spec_tools.yaml_file import YamlFile

from .changes_of_guide import GUIDE_CHANGES
from .changes_of_reference import REFERENCE_CHANGES
from .forms import GUIDE_FORMS, REFERENCE_FORMS
from .pages import Guide, Reference


def found(page: Path, contract: YamlFile, sources: YamlFile) -> set[tuple[str, str]]:
    report = drift(page, contract, sources)
    return {(one.kind, one.of) for one in report.drift} | {("stale", one.of) for one in report.stale}


@pytest.mark.parametrize("form", REFERENCE_FORMS)
@pytest.mark.parametrize(("change", "differences"), [pytest.param(*rest, id=name) for name, *rest in REFERENCE_CHANGES])
def test_a_change_of_the_reference_is_found(
    contract: YamlFile,
    sources: YamlFile,
    tmp_path: Path,
    form: str,
    change: Callable[[Reference], object],
    differences: set[tuple[str, str]],
) -> None:
    page = Reference()
    change(page)
    file = tmp_path / f"page.{form}"
    file.write_text(REFERENCE_FORMS[form](page), encoding="utf-8")
    assert found(file, contract, sources) == differences


@pytest.mark.parametrize("form", GUIDE_FORMS)
@pytest.mark.parametrize(("change", "differences"), [pytest.param(*rest, id=name) for name, *rest in GUIDE_CHANGES])
def test_a_change_of_the_guide_is_found(
    contract: YamlFile,
    sources: YamlFile,
    tmp_path: Path,
    form: str,
    change: Callable[[Guide], object],
    differences: set[tuple[str, str]],
) -> None:
    page = Guide()
    change(page)
    file = tmp_path / f"page.{form}"
    file.write_text(GUIDE_FORMS[form](page), encoding="utf-8")
    assert found(file, contract, sources) == differences
