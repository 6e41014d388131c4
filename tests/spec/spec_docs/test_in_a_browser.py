"""The page works in a real browser from the file system: it renders, its search works, and it loads nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from spec_tools.spec_docs.__main__ import main
from spec_tools.yaml_file import YamlFile

from ..chromium import chromium, needs_chromium
from ..frozen import CONTRACT, SOURCES

pytestmark = needs_chromium


@dataclass
class Opened:
    """The page in a browser.

    Attributes:
        page: The page.
        file: The file of the page.
        requests: The addresses of all requests.
        errors: The messages on the console, and the errors.
    """

    page: Page
    file: Path
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def visible(self, selector: str) -> list[str]:
        """Return the texts of all visible elements."""
        return [element.inner_text() for element in self.page.locator(f"{selector}:visible").all()]


@pytest.fixture(scope="module")
def browser_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp("docs")
    file = folder / "contract.html"
    assert main(["--to", str(file), "--contract", str(CONTRACT), "--sources", str(SOURCES)]) == 0
    with chromium(folder / "profile") as browser:
        opened = Opened(browser.new_page(), file)
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("console", lambda message: opened.errors.append(message.text))
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        yield opened


@pytest.fixture
def opened(browser_page: Opened) -> Iterator[Opened]:
    browser_page.requests.clear()
    browser_page.page.goto(browser_page.file.as_uri())
    yield browser_page
    assert browser_page.errors == []
    assert set(browser_page.requests) == {browser_page.file.as_uri()}


def test_the_page_shows_the_whole_contract(opened: Opened, contract: YamlFile, sources: YamlFile) -> None:
    headings = opened.visible(".part h3")
    assert {"list_offers_by_country", "list_offers_by_customer"} <= set(headings)
    assert set(contract.at("#/components/schemas")) <= set(headings)
    assert {decision["id"] for decision in sources.root["decisions"]} <= set(headings)
    properties = opened.visible("#schema-Offer .row td:first-child")
    assert properties == list(contract.at("#/components/schemas/Offer/properties"))


def test_values_of_enums_have_meanings_and_codes(opened: Opened) -> None:
    rows = [" ".join(row.split()) for row in opened.visible(".part[id^=schema-Supported] .row")]
    assert "biennial Every two years. 6" in rows
    assert "live The catalog for real purchases. not known" in rows


def test_each_part_links_to_its_pages_of_the_documentation(opened: Opened, sources: YamlFile) -> None:
    addresses = {page["address"] for page in sources.root["pages"].values() if "address" in page}
    links = {link.get_attribute("href") for link in opened.page.locator("#pages + .part a").all()}
    assert links == addresses
    assert opened.visible("#schema-Offer .source a")[0].endswith("(by customer)")


def test_every_link_within_the_page_has_a_target(opened: Opened) -> None:
    broken = opened.page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => decodeURIComponent(a.hash.slice(1)))"
        ".filter(id => !document.getElementById(id))"
    )
    assert broken == []


def test_the_navigation_scrolls_to_the_part(opened: Opened) -> None:
    opened.page.click("nav >> text=OfferCategory")
    box = opened.page.locator("#schema-OfferCategory").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_the_search_shows_only_the_parts_with_the_words(opened: Opened) -> None:
    everything = len(opened.visible("main .part h3"))
    opened.page.fill("#search", "triennial")
    assert opened.visible("main .part h3") == ["SupportedBillingCycles", "biennial"]
    assert opened.visible("nav li a")[0] == "SupportedBillingCycles"
    assert "found" in opened.page.inner_text("#found")
    opened.page.fill("#search", "triennial weeks")
    assert opened.visible("main .part h3") == []
    assert opened.page.is_visible("#nothing")
    opened.page.keyboard.press("Escape")
    assert len(opened.visible("main .part h3")) == everything


def test_a_slash_moves_the_focus_to_the_search(opened: Opened) -> None:
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("learnMore")
    assert "OfferLinks" in opened.visible("main .part h3")
    assert opened.visible("#schema-OfferLinks .row td:first-child") == ["learnMore"]


def test_a_link_to_a_hidden_part_ends_the_search(opened: Opened) -> None:
    opened.page.fill("#search", "learnMore")
    opened.page.locator("#schema-OfferLinks a", has_text="Link").first.click()
    opened.page.wait_for_function("document.getElementById('search').value === ''")
    assert opened.page.is_visible("#schema-Link")


def test_the_page_fits_the_screen_of_a_phone(opened: Opened) -> None:
    opened.page.set_viewport_size(ViewportSize(width=390, height=800))
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
    opened.page.set_viewport_size(ViewportSize(width=1300, height=900))
