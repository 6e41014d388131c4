"""Variants of a page are read, or the part that is not understood is named. Each has its exit status."""

from collections.abc import Callable
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift
from spec_tools.drift.report import Report
from spec_tools.yaml_file import YamlFile

from . import variants_of_guide, variants_of_html, variants_of_text
from .forms import GUIDE_FORMS, REFERENCE_FORMS
from .pages import Guide, Reference


def reported(report: Report) -> set[str | None]:
    differences = {f"{one.kind} {one.of}" for one in report.drift} | {f"stale {one.of}" for one in report.stale}
    return differences | {one.text for one in report.not_understood}


VARIANTS = [
    *(("reference", "txt", *variant) for variant in variants_of_text.OF_REFERENCE),
    *(("reference", "html", *variant) for variant in variants_of_html.OF_REFERENCE),
    *(("guide", form, name, *rest) for name, form, *rest in variants_of_guide.OF_GUIDE),
]
PAGES = {
    **{("reference", form): write(Reference()) for form, write in REFERENCE_FORMS.items()},
    **{("guide", form): write(Guide()) for form, write in GUIDE_FORMS.items()},
}


@pytest.mark.parametrize(
    ("kind", "form", "change", "status", "found"),
    [pytest.param(kind, form, *rest, id=f"{kind}.{form}, {name}") for kind, form, name, *rest in VARIANTS],
)
def test_a_variant_of_a_page_is_read(
    contract: YamlFile,
    sources: YamlFile,
    tmp_path: Path,
    kind: str,
    form: str,
    change: Callable[[str], str],
    status: int,
    found: set[str | None],
) -> None:
    text = PAGES[kind, form]
    assert change(text) != text
    page = tmp_path / f"page.{form}"
    page.write_text(change(text), encoding="utf-8", newline="")
    report = drift(page, contract, sources)
    assert (reported(report), report.status) == (found, status)
