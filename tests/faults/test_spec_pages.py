"""Any page of the contract, valid or changed, is read without losing an offer, or raises a PartnerCenterError."""

import json
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_center import PagingError, PartnerCenter, PartnerCenterError, ResponseDecodeError, UnsafeLinkError
from partner_center.auth import AccessTokenCredential

from .spec_pages import pages

# The soak run has more examples.
EXAMPLES = settings(max_examples=max(300, settings().max_examples))


def client(body: bytes) -> PartnerCenter:
    """Return a client that gets this body for every request."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    return PartnerCenter(AccessTokenCredential(token="made-up"), transport=transport, retry=None)


@EXAMPLES
@given(page=pages(), is_ascii=st.booleans())
def test_a_page_is_read_completely(page: dict[str, Any], is_ascii: bool) -> None:
    # UTF-8 cannot represent lone surrogates.
    text = json.dumps(page, ensure_ascii=is_ascii)
    body = text.encode(errors="surrogatepass")
    with client(body) as partner:
        try:
            read = partner.offers.by_country("US").first_page()
        except ResponseDecodeError:
            assert not isinstance(page["items"], list | None)
            return
    items = page["items"] or []
    assert [offer.to_dict() for offer in read.items] == [item for item in items if isinstance(item, dict)]
    assert len(read.problems) == sum(not isinstance(item, dict) for item in items)
    assert read.resource.to_dict() == page


@EXAMPLES
@given(page=pages(), links=st.none() | st.dictionaries(st.just("next"), st.deferred(lambda: NEXT)))
def test_paging_ends(page: dict[str, Any], links: Any) -> None:
    with client(json.dumps(page | {"links": links}).encode()) as partner:
        try:
            partner.offers.by_country("US", page_size=2).to_list()
        except (PagingError, UnsafeLinkError, ResponseDecodeError):
            return


@EXAMPLES
@given(body=st.binary() | pages().map(lambda page: json.dumps(page).encode()), data=st.data())
def test_changed_bytes_raise_only_partner_center_errors(body: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(body)))
    changed = body[:cut] + data.draw(st.binary(max_size=4)) + body[cut + data.draw(st.integers(0, 4)) :]
    with client(changed) as partner:
        try:
            partner.offers.by_country("US").to_list()
        except PartnerCenterError:
            return


NEXT = st.fixed_dictionaries(
    {"uri": st.text() | st.sampled_from(["/offers?offset=2", "/v1/offers?a=b", "//evil.example.com", "/../x", "?x"])},
    optional={
        "method": st.none() | st.sampled_from(["GET", "get", "POST", ""]) | st.integers(),
        "body": st.none() | st.text(),
        "headers": st.lists(st.fixed_dictionaries({"key": st.text(), "value": st.none() | st.text() | st.integers()})),
    },
)
