"""The documentation site is built without a warning, is complete, and has a working search."""

import functools
import http.server
import inspect
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from playwright.sync_api import Page, sync_playwright

import partner_center
import partner_center.arrow
import partner_center.auth
import partner_center.snapshots
from partner_center import Offer

from .documents import ROOT, URLS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PUBLIC_NAMES = [
    f"{package.__name__}.{name}"
    for package in (partner_center, partner_center.auth, partner_center.arrow, partner_center.snapshots)
    for name in package.__all__
    if not inspect.ismodule(getattr(package, name)) and not name.startswith("__")
]
SEARCHES = {
    "threads": "concurrency.html#threads",
    "fork": "concurrency.html#forks-and-processes",
    "exceptions": "errors.html#exceptions",
    "resume": "export.html#interruptions",
    "command line emulator": "testing.html#the-command-line-against-the-emulator",
    "default timeout": "errors.html#timeouts",
    "fields of offer": "reading-offers.html#fields-of-an-offer",
    "shell completion": "command-line.html#shell-completion",
    "list of markets": "bulk.html#list-of-markets",
    "seed offer": "testing.html#serve-your-own-offers",
    "python versions": "getting-started.html#python-versions",
}
"""Search terms of new users, and the section that each must find."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "docs", str(to)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - the command is above
    assert result.returncode == 0, result.stderr
    return to


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Write nothing to standard error."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page()
        browser.close()


def test_the_reference_has_each_public_name_and_each_attribute_of_an_offer(site: Path) -> None:
    pages = "".join(page.read_text("utf-8") for page in (site / "api").glob("*.html"))
    documented = set(re.findall(r'<dt class="[^"]*" id="([\w.]+)">', pages))
    attributes = [f"partner_center.Offer.{field.name}" for field in attrs.fields(Offer) if field.init]
    assert {*PUBLIC_NAMES, *attributes} - documented == set()


def test_the_settings_table_has_each_argument_of_a_client(site: Path) -> None:
    page = (site / "settings.html").read_text("utf-8")
    for name in inspect.signature(partner_center.PartnerCenter).parameters:
        assert f'<span class="pre">{name}</span>' in page


def test_the_page_of_the_contract_and_the_contract_are_part_of_the_site(site: Path) -> None:
    assert "GET" in (site / "openapi.html").read_text("utf-8")
    contract = ROOT / "openapi" / "partner-center-offers.yaml"
    assert (site / contract.name).read_bytes() == contract.read_bytes()


def test_the_links_of_the_readme_are_absolute_and_go_to_pages_of_the_site(site: Path) -> None:
    links = re.findall(r"\]\(([^)]*(?:\([^)]*\))?[^)]*)\)", (ROOT / "README.md").read_text("utf-8"))
    to_site = [link.removeprefix(URLS["Documentation"]) for link in links if link.startswith(URLS["Documentation"])]
    elsewhere = {link for link in links if not link.startswith(URLS["Documentation"])}
    assert to_site
    for link in [*to_site, URLS["Changelog"].removeprefix(URLS["Documentation"])]:
        page, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (site / page).read_text("utf-8") or not anchor, link
    assert all(link.startswith("https://learn.microsoft.com/") for link in elsewhere)


@pytest.mark.parametrize("terms", SEARCHES)
def test_the_search_finds_the_page(terms: str, site: Path, address: str, browser_page: Page) -> None:
    page, _, anchor = SEARCHES[terms].partition("#")
    assert f'id="{anchor}"' in (site / page).read_text("utf-8")
    browser_page.goto(f"{address}/search.html?q={terms}")
    browser_page.wait_for_selector("#search-results .search-summary")
    browser_page.wait_for_function("document.querySelector('#search-results h2').innerText === 'Search Results'")
    found = [link.get_attribute("href") or "" for link in browser_page.locator("#search-results ul.search a").all()]
    assert page in [re.split("[?#]", link)[0] for link in found[:4]]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_the_screen(width: int, site: Path, address: str, browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": width, "height": 844})
    for page in [*site.glob("*.html"), *site.glob("api/*.html")]:
        browser_page.goto(f"{address}/{page.relative_to(site)}", wait_until="domcontentloaded")
        beyond = browser_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond == 0, page.name
