"""A page that says what the contract says is clean, in every form, with only the decided differences."""

from collections.abc import Callable
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift, main
from spec_tools.yaml_file import YamlFile

from .forms import GUIDE_FORMS, REFERENCE_FORMS
from .transcripts import Guide, Reference

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "sources"  # the folder beside the project, where there is one

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
def test_reference_is_clean(contract: YamlFile, sources: YamlFile, tmp_path: Path, form: str) -> None:
    page = tmp_path / f"page.{form}"
    page.write_text(REFERENCE_FORMS[form](Reference()), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])
    assert {(one.kind, one.of) for one, _ in report.decided} == DECIDED_OF_REFERENCE
    assert len(report.page_facts.facts) == 115


@pytest.mark.parametrize("form", REFERENCE_FORMS)
def test_reference_of_the_market_is_clean(contract: YamlFile, sources: YamlFile, tmp_path: Path, form: str) -> None:
    """Of this page the whole text was never read; what was read of it is in the decisions."""
    market = Reference(
        title="Manage orders - Get a list of offers for a market",
        address="https://api.partnercenter.microsoft.com/v{version}/offers",
        query=["country", "offer_category_id", "offset", "size"],
    )
    market.parameters[0] = ["country", "query", "", "string", "Which market."]
    page = tmp_path / f"page.{form}"
    page.write_text(REFERENCE_FORMS[form](market), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])
    assert {(one.kind, one.of) for one, _ in report.decided} == DECIDED_OF_REFERENCE | {
        ("required", "parameter country")
    }


@pytest.mark.parametrize("form", GUIDE_FORMS)
def test_guide_is_clean(contract: YamlFile, sources: YamlFile, tmp_path: Path, form: str) -> None:
    page = tmp_path / f"page.{form}"
    page.write_text(GUIDE_FORMS[form](Guide()), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])
    assert {(one.kind, one.of) for one, _ in report.decided} == DECIDED_OF_GUIDE


@pytest.mark.parametrize("form", REFERENCE_FORMS)
def test_lost_headings_are_decided(contract: YamlFile, sources: YamlFile, tmp_path: Path, form: str) -> None:
    page = tmp_path / f"page.{form}"
    page.write_text(REFERENCE_FORMS[form](Reference(unheaded=WITHOUT_HEADINGS)), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])
    assert {(one.kind, one.of) for one, _ in report.decided} == DECIDED_OF_REFERENCE | UNHEADED


@pytest.mark.parametrize(
    ("copied", "also"),
    [
        ("tabs", lambda text: text.replace("\n\nstring\n\n", "\tstring\t").replace("path True", "path\tTrue")),
        ("formats on lines of their own", lambda text: text.replace("integer (int32)", "integer\n\nint32")),
        ("what is around the page", lambda text: f"Share via\n\n{text}\n\nFeedback\n\nWas this of help?\nYes No\n"),
    ],
)
def test_reference_copied_otherwise_is_clean(
    contract: YamlFile, sources: YamlFile, tmp_path: Path, copied: str, also: Callable[[str], str]
) -> None:
    page = tmp_path / "page.txt"
    text = REFERENCE_FORMS["txt"](Reference())
    assert also(text) != text
    page.write_text(also(text), encoding="utf-8")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale, len(report.page_facts.facts)) == ([], [], 115)


@pytest.mark.parametrize("separator", ["\t", " "])
def test_guide_copied_without_bars_is_clean(
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


@pytest.mark.skipif(not BESIDE.is_dir(), reason="the folder beside the project is not here")
@pytest.mark.parametrize(
    ("kind", "decided"), [("rest-reference", DECIDED_OF_REFERENCE | UNHEADED), ("developer-guide", DECIDED_OF_GUIDE)]
)
def test_the_documents_are_clean(
    contract: YamlFile, sources: YamlFile, kind: str, decided: set[tuple[str, str]]
) -> None:
    [page] = BESIDE.glob(f"*.{kind}.txt")
    report = drift(page, contract, sources)
    assert (report.drift, report.stale) == ([], [])
    assert {(one.kind, one.of) for one, _ in report.decided} == decided
    assert main([str(page)]) == 0
