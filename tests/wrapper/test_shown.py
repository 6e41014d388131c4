"""The length and iteration of a page, and how clients, pagers and pages are displayed."""

import io

import pytest
from rich.console import Console

from partner_center import AsyncPartnerCenter, Offer, OfferPage, PartnerCenter
from partner_center.auth import AccessTokenCredential
from partner_center.emulator import Emulator

from ..conftest import Caller

CREDENTIAL = AccessTokenCredential(token="made-up-token")
CUSTOMER = "1f3b2c77-52a0-4a43-8f0f-d4f3b0b9c921"


@pytest.fixture
def page(caller: Caller) -> OfferPage:
    return caller.pages(lambda offers: offers.by_country("US", page_size=5))[0]


def test_a_page_iterates_over_its_offers_and_has_a_length(page: OfferPage) -> None:
    assert list(page) == page.items
    assert len(page) == 5
    assert all(isinstance(offer, Offer) for offer in page)
    assert page.items[0] in page


def test_the_repr_of_a_page_is_one_short_line(page: OfferPage) -> None:
    assert repr(page) == f"<OfferPage items=5 request_id={page.request_id!r}>"


def test_rich_and_notebooks_show_a_page_as_a_table(page: OfferPage, emulator: Emulator) -> None:
    first = emulator.catalog.offers("US")[0]
    file = io.StringIO()
    Console(file=file, width=300).print(page)

    assert "supported_billing_cycles" in file.getvalue()
    assert first["id"] in file.getvalue()
    assert page._repr_html_().count("<tr>") == 1 + len(page)
    assert f"<td>{first['id']}</td>" in page._repr_html_()


def test_the_repr_of_a_client_names_its_address() -> None:
    with PartnerCenter(CREDENTIAL, base_url="https://localhost/v1", locale="de-DE") as partner:
        assert repr(partner) == "<PartnerCenter https://localhost/v1 locale='de-DE'>"
    assert repr(AsyncPartnerCenter(CREDENTIAL)).startswith(
        "<AsyncPartnerCenter https://api.partnercenter.microsoft.com"
    )


def test_the_repr_of_a_pager_names_its_query_but_no_customer() -> None:
    with PartnerCenter(CREDENTIAL) as partner:
        by_country = partner.offers.by_country("us", page_size=20, offset=40)
        by_customer = partner.offers.by_customer(CUSTOMER)

    assert repr(by_country) == "<OfferPager GET /offers?country=US&offset=40&size=20>"
    assert repr(by_customer) == "<OfferPager GET /customers/{customer_id}/offers>"
    assert repr(AsyncPartnerCenter(CREDENTIAL).offers.by_country("US")) == "<AsyncOfferPager GET /offers?country=US>"
