"""A page that is opened in a real Chromium and copied with Ctrl+A and Ctrl+C is read as the page itself."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from spec_tools.drift.__main__ import drift, main
from spec_tools.yaml_file import YamlFile

from ..chromium import chromium, needs_chromium
from .changes_of_reference import REFERENCE_CHANGES
from .forms import guide_html, reference_html
from .pages import OFFER, Guide, Reference

pytestmark = needs_chromium

Copied = Callable[[str], Path]


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("chromium") / "profile") as browser:
        browser.grant_permissions(["clipboard-read", "clipboard-write"])
        yield browser.new_page()


@pytest.fixture
def copied(tab: Page, tmp_path: Path) -> Copied:
    """A function that returns a file with the text that Chromium copies from a page, given its HTML."""

    def copy(html: str) -> Path:
        saved, text = tmp_path / "page.html", tmp_path / "page.txt"
        saved.write_text(html, encoding="utf-8")
        tab.goto(saved.as_uri())
        tab.keyboard.press("Control+a")
        tab.keyboard.press("Control+c")
        text.write_text(tab.evaluate("navigator.clipboard.readText()"), encoding="utf-8")
        return text

    return copy


def without_paragraphs(html: str) -> str:
    """Return the HTML with the text of each cell directly in the cell."""
    return re.sub(r"<td>(.*?)</td>", lambda cell: f"<td>{re.sub('</?p>', ' ', cell[1]).strip()}</td>", html)


@pytest.mark.parametrize("cells", [str, without_paragraphs])
@pytest.mark.parametrize("html", [reference_html(Reference()), guide_html(Guide())], ids=["reference", "guide"])
def test_a_copied_page_has_the_facts_of_the_saved_page(
    contract: YamlFile, sources: YamlFile, copied: Copied, html: str, cells: Callable[[str], str]
) -> None:
    text = copied(cells(html))
    report = drift(text, contract, sources)
    assert (report.drift, report.stale, report.not_understood) == ([], [], [])
    saved = drift(text.with_suffix(".html"), contract, sources)
    assert {(one.subject, one.type, one.required) for one in report.page_facts.facts} == {
        (one.subject, one.type, one.required) for one in saved.page_facts.facts
    }


@pytest.mark.parametrize("name", ["property added", "value added to an enum in place", "definition added", "host"])
def test_a_change_of_a_copied_page_is_found(contract: YamlFile, sources: YamlFile, copied: Copied, name: str) -> None:
    page = Reference()
    change, differences = next(rest for known, *rest in REFERENCE_CHANGES if known == name)
    change(page)
    report = drift(copied(reference_html(page)), contract, sources)
    assert {(one.kind, one.of) for one in report.drift} == differences


def test_a_definition_with_a_sentence_below_its_heading_is_read(
    contract: YamlFile, sources: YamlFile, copied: Copied
) -> None:
    html = reference_html(Reference()).replace("</h3>", "</h3><p>One of the parts of a response.</p>")
    assert drift(copied(html), contract, sources).drift == []


def test_words_that_were_accepted_from_the_saved_page_are_the_same_when_copied(
    contract: YamlFile, sources: YamlFile, copied: Copied, tmp_path: Path
) -> None:
    own = tmp_path / "sources.yaml"
    own.write_bytes(sources.path.read_bytes())
    page = Reference()
    page.row_of(OFFER, "rank")[2] = "Its position. It has no upper bound."
    text = copied(reference_html(page))
    options = ["--contract", str(contract.path), "--sources", str(own)]
    assert main([str(text.with_suffix(".html")), "--accept", *options]) == 0
    assert main([str(text), *options]) == 0
