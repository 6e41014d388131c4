"""A next link never sends the token anywhere but below the base URL of the API."""

from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_center import Link, UnsafeLinkError
from partner_center.paging.links import link_headers, link_url

BASE = httpx.URL("https://api.partnercenter.microsoft.com/v1")
BASES = st.sampled_from(
    [BASE, *map(httpx.URL, ("https://localhost:8443/v1", "https://[::1]:8443/v1", "http://127.0.0.1/a/b"))]
)
PIECES = st.sampled_from(
    [
        *("https:", "http:", "//", "/", "\\", "@", ":", "?", "#", "%", "%2f", "%2e", "%252e", ".", "..", ";", "[", "]"),
        *("::1", "api.partnercenter.microsoft.com", "evil.example.com", "localhost", "443", "8443", "v1", "offers"),
        *("customers", "\t", "\r\n", " ", "\x00", "\u2028", "\u202e", "\uff0f", "\uff0e", "\ud800", "\xad", "é", "a=b"),
    ]
)
URIS = st.text(max_size=30) | st.lists(PIECES, max_size=12).map("".join)


def link(uri: Any, **members: Any) -> Link:
    return Link.from_dict({"uri": uri, **members})


@settings(deadline=None)
@given(URIS, BASES)
def test_a_link_is_below_the_base_url_or_an_error(uri: str, base: httpx.URL) -> None:
    try:
        url = link_url(link(uri), base)
    except UnsafeLinkError:
        return
    if url is None:
        assert uri == ""
        return
    assert (url.scheme, url.raw_host, url.port, url.userinfo) == (base.scheme, base.raw_host, base.port, b"")
    path = url.raw_path.decode().partition("?")[0]
    assert path.startswith(base.raw_path.decode() + "/")
    assert not {".", ".."} & set(httpx.URL(f"https://localhost{path}").path.split("/"))
    assert url.fragment == ""


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("/offers?country=US&offset=20", "/v1/offers?country=US&offset=20"),
        ("/v1/offers?country=US", "/v1/offers?country=US"),
        ("/V1/offers", "/v1/offers"),
        ("offers?a=b", "/v1/offers?a=b"),
        ("customers/1/offers", "/v1/customers/1/offers"),
        ("https://api.partnercenter.microsoft.com/v1/offers", "/v1/offers"),
        ("HTTPS://API.PartnerCenter.Microsoft.COM:443/v1/offers#top", "/v1/offers"),
        ("/offers?size=2?seekOperation=Next", "/v1/offers?size=2?seekOperation=Next"),
        ("/offers?next=https://evil.example.com/", "/v1/offers?next=https://evil.example.com/"),
        ("/offers/b\u00fcro", "/v1/offers/b%C3%BCro"),
    ],
)
def test_every_form_of_link_is_resolved_below_the_base_url(uri: str, path: str) -> None:
    assert link_url(link(uri), BASE) == httpx.URL(f"https://api.partnercenter.microsoft.com{path}")


@pytest.mark.parametrize(
    "uri",
    [
        "https:/offers",
        "https:offers",
        "https:///offers",
        "///offers",
        "https://api.partnercenter.microsoft.com.evil.example.com/v1/offers",
        "https://api.partnercenter.microsoft.com./v1/offers",
        "https://api.partnercenter.microsoft.com:0/v1/offers",
        "https://api.partnercenter.microsoft.com:4430/v1/offers",
        "https://api.partnercenter.microsoft.com:99999/v1/offers",
        "https://api.partnercenter.microsoft.com@evil.example.com/v1/offers",
        "https://user:secret@api.partnercenter.microsoft.com/v1/offers",
        "https://@api.partnercenter.microsoft.com/v1/offers",
        "https://\uff41pi.partnercenter.microsoft.com/v1/offers",
        "https://api\u3002partnercenter.microsoft.com/v1/offers",
        "https://xn--pi-7ja.partnercenter.microsoft.com/v1/offers",
        "https://[::1]/v1/offers",
        "https://[::1/v1/offers",
        "http://api.partnercenter.microsoft.com/v1/offers",
        "http://api.partnercenter.microsoft.com:443/v1/offers",
        "/offers/..",
        "/v1/./../admin",
        "/v1/%2E%2e/admin",
        "/v1/..%2fadmin",
        "/v1/..%5cadmin",
        "/v1/..;a=b/admin",
        "/v1/%25252e%25252e/admin",
        "/offers%00",
        "/offers%0d%0aX: y",
        "/offers\u2028",
        "?country=US",
        "/",
        "#",
    ],
)
def test_an_unsafe_link_is_an_error(uri: str) -> None:
    with pytest.raises(UnsafeLinkError, match="not followed"):
        link_url(link(uri), BASE)


def test_a_token_in_a_link_is_not_shown() -> None:
    with pytest.raises(UnsafeLinkError) as caught:
        link_url(link("https://evil.example.com/?t=eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln"), BASE)
    assert "eyJ" not in str(caught.value) + caught.value.uri


NAMES = st.sampled_from(["Host", "AUTHORIZATION", "content_length", "X-Method-Override", "If-Match", "MS-Seek", "x-a"])


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES | st.text(max_size=9), st.none() | st.integers() | st.text(max_size=9)), max_size=5))
def test_headers_of_a_link_are_valid_and_replace_none_of_the_client(pairs: list[tuple[str, Any]]) -> None:
    try:
        headers = link_headers(link("/offers", headers=[{"key": key, "value": value} for key, value in pairs]))
    except UnsafeLinkError:
        return
    for name, value in headers.items():
        assert name not in {"host", "authorization", "content_length", "x-method-override", "if-match"}
        (name + value).encode("ascii")
        assert not set(name + value) & set("\r\n\x00")
        assert value == value.strip()


def test_a_header_value_can_be_a_number() -> None:
    headers = link_headers(link("/offers", headers=[{"key": "MS-ContinuationToken", "value": 7}]))
    assert headers == {"ms-continuationtoken": "7"}
