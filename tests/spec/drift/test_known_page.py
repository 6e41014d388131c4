"""A page is found in the sources, or the message says what to do. Explanations can have kinds and patterns of pages."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift, main
from spec_tools.yaml_file import YamlFile

from ..frozen import CONTRACT, SOURCES
from .forms import guide_html, reference_html, reference_markdown
from .pages import Guide, Reference

DUTCH = """# Een lijst met aanbiedingen voor een markt ophalen

Met deze methode worden de aanbiedingen voor een klant opgehaald. De klant wordt niet gewijzigd.

| Naam | In | Vereist | Type | Beschrijving |
|---|---|---|---|---|
| customerId | path | Waar | string | De id van de klant. |
"""


@pytest.mark.parametrize(
    ("form", "text", "message"),
    [
        pytest.param(
            "html",
            reference_html(Reference()).replace("lang='en'", "lang='nl-nl'"),
            "the page must be in English, and it is in 'nl-nl'. Open it under en-us: "
            "https://docs.contoso.example/rest/get-a-list-of-offers-for-a-market(by-customer)",
            id="declared language",
        ),
        pytest.param("md", DUTCH, "the page must be in English, and it is in 'nl'. Open it under en-us", id="words"),
        pytest.param(
            "md",
            reference_markdown(Reference(title="Get an order", address="https://api.contoso.example/v1/orders")),
            "this page is not in sources.yaml (its title is 'Get an order'). Add it under pages with kind: reference "
            "and describes: the id of the operation at https://api.contoso.example/v1/orders.",
            id="unknown operation",
        ),
        pytest.param(
            "txt",
            "Something else\n\nNothing to see here.\n",
            "this page is not in sources.yaml (its title is 'Something else'). Add it under pages",
            id="no operation",
        ),
        pytest.param(
            "md",
            "# Get a list of offers for a market\n\nThe offers of a market.\n",
            "the page must have the tables of a guide, because sources.yaml has it as offers-by-market-guide",
            id="no tables",
        ),
        pytest.param(
            "html",
            "<html lang='en-us'><body><main><h1>404 - Page not found</h1></main></body></html>",
            "the site has none at its address ('404 - Page not found'). Search the site for its title.",
            id="missing page",
        ),
    ],
)
def test_the_error_of_a_page_that_cannot_be_compared_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, text: str, message: str
) -> None:
    page = tmp_path / f"page.{form}"
    page.write_text(text, encoding="utf-8")
    assert main([str(page), "--contract", str(CONTRACT), "--sources", str(SOURCES)]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_a_saved_page_is_found_by_its_address(contract: YamlFile, sources: YamlFile, tmp_path: Path) -> None:
    link = (
        "<link rel='canonical' href='https://docs.contoso.example/en-us/developer/get-a-list-of-offers-for-a-market'>"
    )
    page = tmp_path / "page.html"
    html = guide_html(Guide(title="Read the offers of a market")).replace("</title>", f"</title>{link}")
    page.write_text(html.replace("/v1/offers", "/v1/catalog"), encoding="utf-8")
    report = drift(page, contract, sources)
    assert report.known.id == "offers-by-market-guide"
    assert {(one.kind, one.of) for one in report.drift} == {("renamed", "title"), ("changed", "path")}


@pytest.mark.parametrize("pages", ["pages: [offers-*-guide]", "kinds: [guide]", "kinds: [reference, guide]"])
def test_an_explanation_may_name_a_pattern_or_a_kind_of_page(contract: YamlFile, tmp_path: Path, pages: str) -> None:
    sources, page = tmp_path / "sources.yaml", tmp_path / "page.html"
    text = SOURCES.read_text("utf-8")
    line = "{pages: [offers-by-market-guide], difference: removed, of: [request header MS-CV]}"
    assert line in text
    sources.write_text(text.replace(line, f"{{{pages}, difference: removed, of: [request header MS-CV]}}"), "utf-8")
    page.write_text(guide_html(Guide()), encoding="utf-8")
    report = drift(page, contract, YamlFile.read(sources))
    assert ("removed", "request header MS-CV") in {(one.kind, one.of) for one, _ in report.decided}
    assert report.clean


def test_an_explanation_for_a_kind_of_page_is_not_stale_if_an_operation_does_not_have_the_part(
    contract: YamlFile, tmp_path: Path
) -> None:
    sources, page = Path(shutil.copy(SOURCES, tmp_path)), tmp_path / "page.html"
    text = sources.read_text("utf-8").replace(
        "{pages: [offers-by-market-reference], difference: required, of: [parameter country]}",
        "{kinds: [reference], difference: required, of: [parameter country]}",
    )
    sources.write_text(text, encoding="utf-8")
    page.write_text(reference_html(Reference()), encoding="utf-8")
    assert drift(page, contract, YamlFile.read(sources)).stale == []


Change = Callable[[Reference], object]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda page: page.parameters.remove(page.parameter("size")), "removing it breaks callers."),
        (lambda page: page.parameter("size").__setitem__(0, "sizes"), "renaming it breaks callers, and it is a guess."),
        (lambda page: page.parameter("size").__setitem__(3, "string"), "another type breaks callers."),
        (lambda page: page.parameter("size").__setitem__(2, "True"), "calls without it may start to fail."),
        (lambda page: page.responses.append(["404 Not Found", "Link", ""]), "the contract has every error as 4XX"),
    ],
)
def test_a_difference_that_is_left_to_a_person_has_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Change, reason: str
) -> None:
    contract, sources = shutil.copy(CONTRACT, tmp_path), shutil.copy(SOURCES, tmp_path)
    changed, page = Reference(), tmp_path / "page.html"
    change(changed)
    changed.query = [row[0] for row in changed.parameters if row[1] == "query"]
    page.write_text(reference_html(changed), encoding="utf-8")
    assert main([str(page), "--patch", "--contract", str(contract), "--sources", str(sources)]) == 1
    assert f": {reason}" in capsys.readouterr().err
    assert Path(contract).read_bytes() == CONTRACT.read_bytes()
