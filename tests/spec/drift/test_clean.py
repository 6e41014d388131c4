"""A page that agrees with the contract is clean in every form, and only the decided differences are listed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift, main
from spec_tools.yaml_file import YamlFile

from ..frozen import CONTRACT, SOURCES
from .forms import GUIDE_FORMS, REFERENCE_FORMS, reference_rows
from .pages import Guide, Reference

FACTS_OF_REFERENCE = 87
DECIDED_OF_REFERENCE = {
    ("removed", "request header X-Locale"),
    ("removed", "response header MS-RequestId"),
    ("removed", "response header MS-CorrelationId"),
    ("removed", "response header Content-Length"),
    ("removed", "response header Date"),
    ("removed", "status 4XX"),
    ("removed", "status 5XX"),
    ("removed", "value SupportedBillingCycles.biennial"),
}
DECIDED_OF_GUIDE = {
    ("required", "request header X-Locale"),
    ("added", "request header Accept"),
    ("removed", "request header MS-CV"),
    ("removed", "parameter offer_category_id"),
    ("removed", "parameter offset"),
    ("removed", "parameter size"),
    ("removed", "media type text/json"),
    ("removed", "media type application/xml"),
    ("removed", "media type text/xml"),
    ("removed", "status 4XX"),
    ("removed", "status 5XX"),
    ("broken", "example"),
}
WITHOUT_HEADINGS = {"Contracts.V1.Models.OfferLinks", "Link", "ResourceLinks"}
UNHEADED = {
    ("unheaded", "definition OfferLinks"),
    ("unheaded", "definition Link"),
    ("unheaded", "definition ResourceLinks"),
}


@pytest.mark.parametrize("form", REFERENCE_FORMS)
def test_a_reference_that_agrees_is_clean(contract: YamlFile, sources: YamlFile, tmp_path: Path, form: str) -> None:
    page = tmp_path / f"page.{form}"
    page.write_text(REFERENCE_FORMS[form](Reference()), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])
    assert {(one.kind, one.of) for one, _ in report.decided} == DECIDED_OF_REFERENCE
    assert len(report.page_facts.facts) == FACTS_OF_REFERENCE


@pytest.mark.parametrize("form", REFERENCE_FORMS)
def test_the_reference_of_the_other_operation_is_clean(
    contract: YamlFile, sources: YamlFile, tmp_path: Path, form: str
) -> None:
    market = Reference(
        title="Manage orders - Get a list of offers for a market",
        address="https://api.contoso.example/v{version}/offers",
        query=["country", "offer_category_id", "offset", "size"],
    )
    market.parameters[0] = ["country", "query", "", "string", "The market."]
    page = tmp_path / f"page.{form}"
    page.write_text(REFERENCE_FORMS[form](market), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])
    assert {(one.kind, one.of) for one, _ in report.decided} == DECIDED_OF_REFERENCE | {
        ("required", "parameter country")
    }


@pytest.mark.parametrize("form", GUIDE_FORMS)
def test_a_guide_that_agrees_is_clean(contract: YamlFile, sources: YamlFile, tmp_path: Path, form: str) -> None:
    page = tmp_path / f"page.{form}"
    page.write_text(GUIDE_FORMS[form](Guide()), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])
    assert {(one.kind, one.of) for one, _ in report.decided} == DECIDED_OF_GUIDE


@pytest.mark.parametrize("form", REFERENCE_FORMS)
def test_missing_headings_are_a_decided_difference(
    contract: YamlFile, sources: YamlFile, tmp_path: Path, form: str
) -> None:
    page = tmp_path / f"page.{form}"
    page.write_text(REFERENCE_FORMS[form](Reference(unheaded=WITHOUT_HEADINGS)), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])
    assert {(one.kind, one.of) for one, _ in report.decided} == DECIDED_OF_REFERENCE | UNHEADED


@pytest.mark.parametrize(
    ("copied", "also"),
    [
        ("with tabs inside rows", lambda text: text.replace("path True", "path\tTrue\t")),
        ("with formats on their own lines", lambda text: text.replace("integer (int32)", "integer\n\nint32")),
        (
            "with the text around the page",
            lambda text: f"Share via\n\n{text}\n\nFeedback\n\nWas this page helpful?\nYes No\n",
        ),
    ],
)
def test_a_reference_copied_in_another_way_is_clean(
    contract: YamlFile, sources: YamlFile, tmp_path: Path, copied: str, also: Callable[[str], str]
) -> None:
    page = tmp_path / "page.txt"
    text = REFERENCE_FORMS["txt"](Reference())
    assert also(text) != text
    page.write_text(also(text), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale, len(report.page_facts.facts)) == ([], [], FACTS_OF_REFERENCE)


def test_a_reference_copied_with_each_row_on_a_line_is_clean(
    contract: YamlFile, sources: YamlFile, tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(reference_rows(Reference()), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale, len(report.page_facts.facts)) == ([], [], FACTS_OF_REFERENCE)


@pytest.mark.parametrize("separator", ["\t", " "])
def test_a_guide_copied_without_bars_is_clean(
    contract: YamlFile, sources: YamlFile, tmp_path: Path, separator: str
) -> None:
    lines = GUIDE_FORMS["txt"](Guide()).splitlines()
    lines = [
        line if line.startswith("Applies") else line.removesuffix(" |").replace(" | ", separator) for line in lines
    ]
    page = tmp_path / "page.txt"
    page.write_text("\n".join(line for line in lines if not line.startswith("---")), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])


def test_the_exit_status_of_a_clean_page_is_0(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(REFERENCE_FORMS["html"](Reference()), encoding="utf-8")
    assert main([str(page), "--contract", str(CONTRACT), "--sources", str(SOURCES)]) == 0
