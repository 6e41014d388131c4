"""No offer is lost or doubled, however a market is cut into pages and however the pages are linked."""

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partner_center.emulator import Emulator, LinkForm

Page = dict[str, Any]

# The fixtures stay the same from example to example: nothing is changed through them.
over_one_emulator = settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def get(api: httpx.Client, target: str, headers: dict[str, str] | None = None) -> Page:
    answer = api.get(target, headers=headers)
    assert answer.status_code == 200, answer.text
    page: Page = answer.json()
    assert page["totalCount"] == len(page["items"])
    return page


def ids(*pages: Page) -> list[str]:
    return [offer["id"] for page in pages for offer in page["items"]]


def address(emulator: Emulator, uri: str) -> str:
    """Resolve a link as a client has to: every form means a place under the API's own base."""
    if uri.startswith("https://"):
        return uri
    return f"{emulator.base_url}/{uri.lstrip('/').removeprefix('v1/')}"


def walk(emulator: Emulator, api: httpx.Client, page: Page, direction: str) -> list[Page]:
    """Return a page and all those that its links lead to."""
    pages = [page]
    while link := pages[-1]["links"].get(direction):
        assert link["method"] == "GET"
        headers = {header["key"]: header["value"] for header in link["headers"]}
        pages.append(get(api, address(emulator, link["uri"]), headers))
    return pages


@pytest.fixture
def everything(emulator: Emulator) -> list[str]:
    return [offer["id"] for offer in emulator.catalogue.offers("JP")]


@over_one_emulator
@given(offset=st.integers(0, 60), size=st.integers(1, 60) | st.just(2**31 - 1))
def test_the_next_links_lead_to_every_offer_once(
    emulator: Emulator, api: httpx.Client, everything: list[str], offset: int, size: int
) -> None:
    size = max(size, 4)  # or the walk takes too many requests for a test
    pages = walk(emulator, api, get(api, f"/offers?country=JP&offset={offset}&size={size}"), "next")
    assert ids(*pages) == everything[offset:]
    assert all(len(page["items"]) == size for page in pages[:-1])


@over_one_emulator
@given(offset=st.integers(0, 60), size=st.integers(4, 60))
def test_the_previous_links_lead_to_every_offer_before_once(
    emulator: Emulator, api: httpx.Client, everything: list[str], offset: int, size: int
) -> None:
    pages = walk(emulator, api, get(api, f"/offers?country=JP&offset={offset}&size={size}"), "previous")
    assert ids(*reversed(pages)) == everything[: offset + size]


@over_one_emulator
@given(offset=st.integers(0, 60), size=st.integers(1, 60) | st.none())
def test_a_page_holds_what_lies_between_its_ends(
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
def test_without_next_links_a_caller_can_count_on_until_a_page_is_short(
    emulator: Emulator, api: httpx.Client, everything: list[str], size: int
) -> None:
    emulator.behaviour.next_links = False
    pages = [get(api, f"/offers?country=JP&size={size}")]
    while len(pages[-1]["items"]) == size:
        pages.append(get(api, f"/offers?country=JP&size={size}&offset={size * len(pages)}"))
    assert all("next" not in page["links"] for page in pages)
    assert ids(*pages) == everything


def test_a_category_and_a_customer_are_kept_from_page_to_page(emulator: Emulator, api: httpx.Client) -> None:
    customer = emulator.catalogue.customers[0]
    first = get(api, f"/customers/{customer.id}/offers?offer_category_id=Nonprofit_Key&size=7")
    wanted = [
        offer["id"] for offer in emulator.catalogue.offers_for(customer) if offer["category"]["id"] == "Nonprofit_Key"
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
def test_links_come_in_each_form_that_the_service_has_used(
    emulator: Emulator, api: httpx.Client, everything: list[str], form: str, uri: str
) -> None:
    emulator.behaviour.link_form = LinkForm(form)
    first = get(api, "/offers?country=JP&size=20")
    assert first["links"]["next"]["uri"] == uri.format(base_url=emulator.base_url)
    assert ids(*walk(emulator, api, first, "next")) == everything


class TestLinkHeaders:
    @pytest.fixture(autouse=True)
    def a_token_for_the_next_page(self, emulator: Emulator) -> None:
        emulator.behaviour.link_headers = {"MS-ContinuationToken": "bmV4dA==", "Authorization": "Bearer from-the-link"}

    def test_the_next_page_is_there_for_those_who_bring_them(
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
    def test_it_is_refused_to_others(self, api: httpx.Client, headers: dict[str, str]) -> None:
        answer = api.get("/offers?country=JP&size=30&offset=30", headers=headers)
        assert (answer.status_code, answer.json()["data"]) == (400, ["MS-ContinuationToken"])
