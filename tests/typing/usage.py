"""Usage for type checkers only: code that they must accept, and types that they must infer."""

from contextlib import aclosing, closing
from typing import assert_type

import partner_center
from partner_center import (
    AsyncOfferCategoryPager,
    AsyncOfferPager,
    AsyncPartnerCenter,
    Cloud,
    Link,
    Offer,
    OfferCategory,
    OfferCategoryPager,
    OfferPage,
    OfferPager,
    PartnerCenter,
    ResourceLinks,
    SupportedBillingCycles,
    SupportedCatalogTypes,
    ThrottledError,
    billing_cycles,
    catalog_types,
    parse_billing_cycle,
)
from partner_center.auth import AccessToken, AccessTokenCredential, ClientSecretCredential
from partner_center_api.types import Unset

credential = ClientSecretCredential(tenant_id="t", client_id="c", client_secret="s", authority="https://host")


def synchronous() -> None:
    with PartnerCenter(credential, cloud=Cloud.CHINA, locale="en-US", application="quoting", timeout=5) as partner:
        assert_type(partner, PartnerCenter)
        pager = partner.offers.by_country("US", category_id=None, page_size=None, offset=None, locale=None)
        assert_type(pager, OfferPager)
        assert_type(pager.to_list(), list[Offer])
        for offer in pager:
            assert_type(offer, Offer)
            assert_type(offer.is_add_on, bool | None | Unset)
            assert_type(offer.supported_billing_cycles, list[int | str | SupportedBillingCycles] | None | Unset)
            assert_type(billing_cycles(offer), tuple[SupportedBillingCycles | str | int, ...])
            assert_type(catalog_types(offer), tuple[SupportedCatalogTypes | str | int, ...])
        assert_type(partner.offers.get("A", country="US", locale="de-DE"), Offer)
        assert_type(partner.offers.add_ons("A", country="US"), OfferPager)
        assert_type(partner.categories.by_country("US"), OfferCategoryPager)
        assert_type(partner.categories.by_customer("c", timeout=5).to_list(), list[OfferCategory])
        with closing(iter(pager)) as offers:
            assert_type(next(offers), Offer)
        for page in pager.pages(ahead=2):
            assert_type(page, OfferPage)
            assert_type(page.links, ResourceLinks | None)
            assert_type(page.total_count, int | None)
            assert_type(page.mfa_compliant, bool | None)


async def asynchronous() -> None:
    async with AsyncPartnerCenter(AccessTokenCredential(token="t")) as partner:
        pager = partner.offers.by_customer("c", page_size=10)
        assert_type(pager, AsyncOfferPager)
        assert_type(await pager.to_list(), list[Offer])
        assert_type(await pager.first_page(), OfferPage)
        assert_type(await partner.offers.get("A", country="US"), Offer)
        assert_type(partner.offers.add_ons("A", customer_id="c"), AsyncOfferPager)
        categories = partner.categories.by_country("US")
        assert_type(categories, AsyncOfferCategoryPager)
        assert_type((await categories.first_page()).items, list[OfferCategory])
        async for offer in pager:
            assert_type(offer, Offer)
        async with aclosing(aiter(pager)) as offers:
            assert_type(await anext(offers), Offer)
        async for page in pager.pages():
            assert_type(page.items, list[Offer])


class AzureLike:
    """A credential with the types of azure-identity."""

    def get_token(self, *scopes: str, claims: str | None = None, **kwargs: object) -> AccessToken:
        return AccessToken("t", 0)


class AsyncAzureLike:
    """A credential with the types of azure.identity.aio."""

    async def get_token(self, *scopes: str, claims: str | None = None, **kwargs: object) -> AccessToken:
        return AccessToken("t", 0)


def credentials() -> None:
    PartnerCenter(AzureLike()).close()
    PartnerCenter(AsyncAzureLike())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    AsyncPartnerCenter(AzureLike())
    AsyncPartnerCenter(AsyncAzureLike())


def environment() -> None:
    assert_type(PartnerCenter.from_env(retry=None, timeout=5, verify="ca.pem"), PartnerCenter)
    assert_type(AsyncPartnerCenter.from_env(retry=None), AsyncPartnerCenter)
    PartnerCenter.from_env(max_page=5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def names() -> None:
    partner_center.ThrotledError  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # noqa: B018
    assert_type(partner_center.errors.ThrottledError, type[ThrottledError])


def values(link: Link, error: ThrottledError) -> None:
    assert_type(link.uri, str | None | Unset)
    assert_type(parse_billing_cycle(2), SupportedBillingCycles | int)
    assert_type(error.retry_after, float | None)
    assert_type(error.code, str | None)
