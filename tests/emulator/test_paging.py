"""The pages of a market have each of its offers once, for every size and form of links."""

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partner_center.emulator import Emulator, LinkForm

Page = dict[str, Any]

# The examples share the fixtures, and do not change them.
over_one_emulator = settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def get(api: httpx.Client, target: str, headers: dict[str, str] | None = None) -> Page:
    response = api.get(target, headers=headers)
    assert response.status_code == 200, response.text
    page: Page = response.json()
    assert page["totalCount"] == len(page["items"])
    return page


def ids(*pages: Page) -> list[str]:
    return [offer["id"] for page in pages for offer in page["items"]]


def address(emulator: Emulator, uri: str) -> str:
    """Resolve a link as a client must: each form is an address below the base URL."""
    if uri.startswith("https://"):
        return uri
    return f"{emulator.base_url}/{uri.lstrip('/').removeprefix('v1/')}"


def walk(emulator: Emulator, api: httpx.Client, page: Page, direction: str) -> list[Page]:
    """Return a page and all that follow by its links."""
    pages = [page]
    while link := pages[-1]["links"].get(direction):
        assert link["method"] == "GET"
        headers = {header["key"]: header["value"] for header in link["headers"]}
        pages.append(get(api, address(emulator, link["uri"]), headers))
    return pages


@pytest.fixture
def everything(emulator: Emulator) -> list[str]:
    return [offer["id"] for offer in emulator.catalog.offers("JP")]


@over_one_emulator
@given(offset=st.integers(0, 60), size=st.integers(1, 60) | st.just(2**31 - 1))
def test_the_next_links_return_every_offer_once(
    emulator: Emulator, api: httpx.Client, everything: list[str], offset: int, size: int
) -> None:
    size = max(size, 4)  # a smaller size takes too many requests for a test
    pages = walk(emulator, api, get(api, f"/offers?country=JP&offset={offset}&size={size}"), "next")
    assert ids(*pages) == everything[offset:]
    assert all(len(page["items"]) == size for page in pages[:-1])


@over_one_emulator
@given(offset=st.integers(0, 60), size=st.integers(4, 60))
def test_the_previous_links_return_every_earlier_offer_once(
    emulator: Emulator, api: httpx.Client, everything: list[str], offset: int, size: int
) -> None:
    pages = walk(emulator, api, get(api, f"/offers?country=JP&offset={offset}&size={size}"), "previous")
    assert ids(*reversed(pages)) == everything[: offset + size]


@over_one_emulator
@given(offset=st.integers(0, 60), size=st.integers(1, 60) | st.none())
def test_a_page_has_the_offers_from_its_offset_on_up_to_its_size(
    api: httpx.Client, everything: list[str], offset: int, size: int | None
) -> None:
    target = f"/offers?country=JP&offset={offset}" + (f"&size={size}" if size else "")
    page = get(api, target)
    assert ids(page) == everything[offset:][:size]
    assert page["links"]["self"] == {"uri": target, "method": "GET", "headers": []}
    if size is None:
        assert list(page["links"]) == ["self"]


@over_one_emulator
@given(size=st.integers(4, 60))
def test_a_client_can_count_offsets_until_a_page_is_short_if_there_are_no_next_links(
    emulator: Emulator, api: httpx.Client, everything: list[str], size: int
) -> None:
    emulator.behavior.next_links = False
    pages = [get(api, f"/offers?country=JP&size={size}")]
    while len(pages[-1]["items"]) == size:
        pages.append(get(api, f"/offers?country=JP&size={size}&offset={size * len(pages)}"))
    assert all("next" not in page["links"] for page in pages)
    assert ids(*pages) == everything


def test_the_links_keep_the_category_and_the_customer(emulator: Emulator, api: httpx.Client) -> None:
    customer = emulator.catalog.customers[0]
    first = get(api, f"/customers/{customer.id}/offers?offer_category_id=Nonprofit_Key&size=7")
    wanted = [
        offer["id"] for offer in emulator.catalog.offers_for(customer) if offer["category"]["id"] == "Nonprofit_Key"
    ]
    assert ids(*walk(emulator, api, first, "next")) == wanted


@pytest.mark.parametrize(
    ("form", "uri"),
    [
        ("path", "/offers?country=JP&offset=20&size=20"),
        ("versioned_path", "/v1/offers?country=JP&offset=20&size=20"),
        ("relative", "offers?country=JP&offset=20&size=20"),
        ("absolute", "{base_url}/offers?country=JP&offset=20&size=20"),
    ],
)
def test_links_have_each_form_that_the_service_has_used(
    emulator: Emulator, api: httpx.Client, everything: list[str], form: str, uri: str
) -> None:
    emulator.behavior.link_form = LinkForm(form)
    first = get(api, "/offers?country=JP&size=20")
    assert first["links"]["next"]["uri"] == uri.format(base_url=emulator.base_url)
    assert ids(*walk(emulator, api, first, "next")) == everything


class TestLinkHeaders:
    @pytest.fixture(autouse=True)
    def headers_of_the_next_link(self, emulator: Emulator) -> None:
        emulator.behavior.link_headers = {"MS-ContinuationToken": "bmV4dA==", "Authorization": "Bearer from-the-link"}

    def test_the_next_page_is_returned_to_a_request_that_has_them(
        self, emulator: Emulator, api: httpx.Client, everything: list[str]
    ) -> None:
        page = get(api, "/offers?country=JP&size=30")
        assert page["links"]["next"]["headers"] == [
            {"key": "MS-ContinuationToken", "value": "bmV4dA=="},
            {"key": "Authorization", "value": "Bearer from-the-link"},
        ]
        assert page["links"]["self"]["headers"] == []
        target = address(emulator, page["links"]["next"]["uri"])
        assert ids(page, get(api, target, {"ms-continuationtoken": "bmV4dA=="})) == everything

    @pytest.mark.parametrize("headers", [{}, {"MS-ContinuationToken": "b3RoZXI="}])
    def test_the_next_page_is_refused_to_a_request_without_them(
        self, api: httpx.Client, headers: dict[str, str]
    ) -> None:
        response = api.get("/offers?country=JP&size=30&offset=30", headers=headers)
        assert (response.status_code, response.json()["data"]) == (400, ["MS-ContinuationToken"])
