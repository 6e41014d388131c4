"""The API side without its paging: tokens, markets, customers, languages, faults and headers."""

import email.utils
import uuid
from typing import Any

import httpx
import pytest

from partner_center.emulator import Emulator

LARGEST_INT32 = 2**31 - 1


def fault(response: httpx.Response, status: int, code: int) -> dict[str, Any]:
    """Check everything that is the same in all faults, and return the body."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    body: dict[str, Any] = response.json()
    assert list(body) == ["code", "description", "data", "source"]
    assert (body["code"], body["source"]) == (code, "PartnerFD")
    assert 0 < len(body["description"]) <= 1024
    assert "\n" not in body["description"]
    return body


class TestTokens:
    def test_a_request_without_a_token_is_refused(self, client: httpx.Client) -> None:
        response = client.get("/offers?country=US")
        fault(response, 401, 800001)
        assert response.headers["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize("header", ["Bearer", "Basic dXNlcjpwYXNz", "token"])
    def test_authorization_without_a_bearer_token_is_refused_like_a_missing_token(
        self, client: httpx.Client, header: str
    ) -> None:
        fault(client.get("/offers?country=US", headers={"Authorization": header}), 401, 800001)

    @pytest.mark.parametrize("token", ["x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0."])
    def test_a_malformed_token_is_refused(self, client: httpx.Client, token: str) -> None:
        response = client.get("/offers?country=US", headers={"Authorization": f"Bearer {token}"})
        fault(response, 401, 400)
        assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'

    def test_a_changed_token_is_refused(self, emulator: Emulator, client: httpx.Client) -> None:
        head, payload, signature = emulator.issue_token().split(".")
        changed = f"{head}.{payload}.{signature[::-1]}"
        fault(client.get("/offers?country=US", headers={"Authorization": f"Bearer {changed}"}), 401, 400)

    def test_an_expired_token_is_refused(self, emulator: Emulator, client: httpx.Client) -> None:
        token = emulator.issue_token(claims={"exp": 0})
        response = client.get("/offers?country=US", headers={"Authorization": f"Bearer {token}"})
        assert fault(response, 401, 400)["description"] == "The access token has expired."

    def test_a_token_for_azure_ad_graph_is_refused_with_a_code_of_its_own(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        token = emulator.issue_token(claims={"aud": "https://graph.windows.net"})
        fault(client.get("/offers?country=US", headers={"Authorization": f"Bearer {token}"}), 401, 900420)


class TestMarkets:
    @pytest.mark.parametrize("country", ["US", "us", "uS", "DE", "FR", "JP"])
    def test_a_country_is_accepted_in_any_letter_case_and_returned_in_upper_case(
        self, emulator: Emulator, api: httpx.Client, country: str
    ) -> None:
        page = api.get("/offers", params={"country": country}).json()
        assert page["items"] == emulator.catalog.offers(country.upper())
        assert page["totalCount"] == len(page["items"])
        assert page["attributes"] == {"objectType": "Collection"}
        assert page["links"] == {"self": {"uri": f"/offers?country={country.upper()}", "method": "GET", "headers": []}}

    def test_a_market_without_offers_returns_an_empty_page(self, api: httpx.Client) -> None:
        page = api.get("/offers?country=IS").json()
        assert (page["items"], page["totalCount"]) == ([], 0)

    @pytest.mark.parametrize("country", ["USA", "U", "", "U1", "ÄÖ", "US "])
    def test_a_country_that_is_not_a_two_letter_code_is_refused(self, api: httpx.Client, country: str) -> None:
        assert fault(api.get("/offers", params={"country": country}), 400, 800002)["data"] == ["country"]

    def test_a_market_that_the_partner_does_not_sell_in_is_refused(self, api: httpx.Client) -> None:
        assert "'XX'" in fault(api.get("/offers?country=xx"), 400, 800070)["description"]

    def test_the_country_is_required(self, api: httpx.Client) -> None:
        assert "'country'" in fault(api.get("/offers"), 400, 800002)["description"]

    def test_a_category_returns_only_its_offers(self, emulator: Emulator, api: httpx.Client) -> None:
        page = api.get("/offers?country=US&offer_category_id=Trial_Key").json()
        trials = [offer for offer in emulator.catalog.offers("US") if offer["isTrial"]]
        assert page["items"] == trials
        assert page["links"]["self"]["uri"] == "/offers?country=US&offer_category_id=Trial_Key"

    def test_an_unknown_category_returns_an_empty_page(self, api: httpx.Client) -> None:
        assert api.get("/offers?country=US&offer_category_id=Nothing_Key").json()["items"] == []

    def test_a_parameter_that_is_not_in_the_contract_is_ignored(self, api: httpx.Client) -> None:
        assert api.get("/offers?country=IS&product_id=1").status_code == 200


class TestCustomers:
    def test_a_customer_id_returns_the_offers_for_this_customer(self, emulator: Emulator, api: httpx.Client) -> None:
        for customer in emulator.catalog.customers:
            page = api.get(f"/customers/{customer.id.upper()}/offers").json()
            assert page["items"] == emulator.catalog.offers_for(customer)
            assert {offer["country"] for offer in page["items"]} == {customer.country}
            assert page["links"]["self"]["uri"] == f"/customers/{customer.id}/offers"

    @pytest.mark.parametrize("customer", [str(uuid.UUID(int=7)), "nobody", "%0A"])
    def test_an_unknown_customer_is_not_found(self, api: httpx.Client, customer: str) -> None:
        fault(api.get(f"/customers/{customer}/offers"), 404, 1000 if customer == "%0A" else 60003)


class TestOneOffer:
    @pytest.mark.parametrize("country", ["US", "de"])
    def test_an_id_returns_the_offer_as_it_is_in_the_market(
        self, emulator: Emulator, api: httpx.Client, country: str
    ) -> None:
        for offer in emulator.catalog.offers(country.upper())[::10]:
            assert api.get(f"/offers/{offer['id'].lower()}?country={country}").json() == offer

    def test_an_id_that_is_not_a_guid_is_found(self, api: httpx.Client) -> None:
        assert api.get("/offers/FB-CLD-0145P?country=US").json()["billing"] == "usage"

    @pytest.mark.parametrize("path", ["/offers/nothing", "/offers/nothing/addons"])
    def test_an_unknown_offer_is_not_found(self, api: httpx.Client, path: str) -> None:
        assert fault(api.get(f"{path}?country=US"), 404, 1000)["data"] == ["offer_id"]

    def test_an_offer_of_another_market_is_not_found(self, api: httpx.Client) -> None:
        fault(api.get("/offers/FB-CLD-0145P?country=IS"), 404, 1000)


class TestAddOns:
    def test_the_add_ons_of_an_offer_name_it_as_a_prerequisite(self, emulator: Emulator, api: httpx.Client) -> None:
        offers = emulator.catalog.offers("US")
        for offer in [one for one in offers if one["hasAddOns"]][::5]:
            page = api.get(f"/offers/{offer['id']}/addons?country=US").json()
            expected = [one for one in offers if one["isAddOn"] and offer["id"] in one["prerequisiteOffers"]]
            assert page == {
                "totalCount": len(expected),
                "items": expected,
                "attributes": {"objectType": "Collection"},
            }
            assert expected

    def test_an_offer_without_add_ons_returns_an_empty_page(self, emulator: Emulator, api: httpx.Client) -> None:
        offer = next(one for one in emulator.catalog.offers("US") if not one["hasAddOns"])
        assert api.get(f"/offers/{offer['id']}/addons?country=US").json()["items"] == []

    def test_a_customer_gets_the_add_ons_that_it_can_buy(self, emulator: Emulator, api: httpx.Client) -> None:
        for customer in emulator.catalog.customers:
            offers = emulator.catalog.offers_for(customer)
            offer = next(one for one in offers if one["hasAddOns"])
            items = api.get(f"/customers/{customer.id}/offers/{offer['id']}/addons").json()["items"]
            assert items == [one for one in offers if one["isAddOn"] and offer["id"] in one["prerequisiteOffers"]]


class TestCategories:
    def test_the_categories_of_a_market_are_those_of_its_offers(self, api: httpx.Client) -> None:
        page = api.get("/offercategories?country=US").json()
        assert [(one["id"], one["name"], one["rank"]) for one in page["items"]] == [
            ("Enterprise_Key", "Enterprise", 20),
            ("SmallBusiness_Key", "Small business", 30),
            ("Nonprofit_Key", "Nonprofit", 60),
            ("Trial_Key", "Trial", 70),
        ]
        assert page["totalCount"] == 4
        assert "links" not in page
        assert all("links" not in one and one["country"] == "US" for one in page["items"])
        assert all(one["attributes"] == {"objectType": "OfferCategory"} for one in page["items"])

    def test_a_market_without_offers_has_no_categories(self, api: httpx.Client) -> None:
        assert api.get("/offercategories?country=IS").json()["items"] == []

    def test_a_customer_gets_the_categories_of_its_offers(self, emulator: Emulator, api: httpx.Client) -> None:
        for customer in emulator.catalog.customers:
            items = api.get(f"/customers/{customer.id}/offercategories").json()["items"]
            assert ("Nonprofit_Key" in [one["id"] for one in items]) == ("Nonprofit" in customer.qualifications)

    def test_names_are_in_the_language_of_the_request(self, api: httpx.Client) -> None:
        items = api.get("/offercategories?country=DE", headers={"X-Locale": "fr-FR"}).json()["items"]
        assert (items[0]["name"], items[0]["locale"]) == ("Grandes entreprises", "fr-FR")


class TestLanguages:
    @pytest.mark.parametrize("locale", ["en-US", "de-DE", "fr-FR", "ja-JP", "DE-de"])
    def test_names_are_in_the_language_of_the_request(self, emulator: Emulator, api: httpx.Client, locale: str) -> None:
        expected = {known.lower(): known for known in emulator.catalog.locales}[locale.lower()]
        items = api.get("/offers?country=FR", headers={"X-Locale": locale}).json()["items"]
        assert items == emulator.catalog.offers("FR", expected)
        assert {offer["locale"] for offer in items} == {expected}

    @pytest.mark.parametrize("headers", [{}, {"X-Locale": ""}])
    def test_names_are_in_english_if_the_request_names_no_language(
        self, api: httpx.Client, headers: dict[str, str]
    ) -> None:
        items = api.get("/offers?country=JP&size=1", headers=headers).json()["items"]
        assert [offer["locale"] for offer in items] == ["en-US"]

    def test_a_language_that_is_not_supported_is_refused(self, api: httpx.Client) -> None:
        response = api.get("/offers?country=US", headers={"X-Locale": "en-GB"})
        assert fault(response, 400, 800002)["description"] == "Locale en-GB is not supported."


class TestFaults:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("offset", "-1"),
            ("offset", str(LARGEST_INT32 + 1)),
            ("offset", "ten"),
            ("offset", "1_0"),
            ("offset", ""),
            ("size", "0"),
            ("size", "-1"),
            ("size", str(LARGEST_INT32 + 1)),
            ("size", "9" * 5000),
            ("size", "2.5"),
            ("size", "٣"),
        ],
    )
    def test_an_offset_or_size_that_is_not_in_its_range_is_refused(
        self, api: httpx.Client, name: str, value: str
    ) -> None:
        body = fault(api.get("/offers", params={"country": "US", name: value}), 400, 800002)
        lowest = {"offset": 0, "size": 1}[name]
        assert body["data"] == [name]
        assert body["description"].startswith(f"{name} must be a whole number from {lowest} to 2147483647, got '")
        assert value[:20] in body["description"]

    @pytest.mark.parametrize("path", ["/", "/offer", "/customers", "/customers//offers", "/customers/a/b/offers"])
    def test_an_unknown_path_is_not_found(self, api: httpx.Client, path: str) -> None:
        fault(api.get(path), 404, 1000)

    @pytest.mark.parametrize("path", ["/offers/", "/offers/?country=US", "/customers/a/offers/", ""])
    def test_a_path_with_a_slash_at_its_end_is_not_found(self, api: httpx.Client, path: str) -> None:
        # The base URL of httpx ends in a slash.
        fault(api.get(f"{str(api.base_url).rstrip('/')}{path}"), 404, 1000)

    def test_another_version_is_not_found(self, emulator: Emulator, api: httpx.Client) -> None:
        fault(api.get(f"{emulator.authority}/v2/offers?country=US"), 404, 1000)

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    def test_a_method_other_than_get_is_not_allowed(self, api: httpx.Client, method: str) -> None:
        response = api.request(method, "/offers?country=US")
        fault(response, 405, 800002)
        assert "GET" in response.headers["Allow"]


class TestHeaders:
    def test_the_response_has_the_ids_of_the_request(self, api: httpx.Client) -> None:
        sent = {"MS-RequestId": str(uuid.uuid4()), "MS-CorrelationId": str(uuid.uuid4()), "MS-CV": "kQ3xT7mPzEuV9sLw.0"}
        for path in ("/offers?country=IS", "/offers?country=XX", "/nowhere"):
            response = api.get(path, headers=sent)
            assert {name: response.headers[name] for name in sent} == sent

    def test_the_response_has_new_ids_if_the_request_has_none(self, api: httpx.Client) -> None:
        first, second = api.get("/offers?country=IS"), api.get("/offers?country=IS")
        for name in ("MS-RequestId", "MS-CorrelationId"):
            assert uuid.UUID(first.headers[name]) != uuid.UUID(second.headers[name])
        assert first.headers["MS-CV"].endswith(".0")

    def test_the_other_headers_are_those_of_recorded_responses(self, api: httpx.Client) -> None:
        response = api.get("/offers?country=IS")
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        assert response.headers["MS-ServerId"]
        assert email.utils.parsedate_to_datetime(response.headers["Date"]).tzinfo
        assert int(response.headers["Content-Length"]) == len(response.content)

    def test_the_body_is_compressed_if_the_client_accepts_gzip(self, api: httpx.Client) -> None:
        packed = api.get("/offers?country=US", headers={"Accept-Encoding": "gzip"})
        plain = api.get("/offers?country=US", headers={"Accept-Encoding": "identity"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert int(packed.headers["Content-Length"]) < len(plain.content)
        assert packed.content == plain.content
        assert "Content-Encoding" not in plain.headers
