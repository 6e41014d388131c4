"""What the API side answers, besides its pages: languages, markets, customers, faults and headers."""

import email.utils
import uuid
from typing import Any

import httpx
import pytest

from partner_center.emulator import Emulator

INT32_PLUS_1 = 2**31


def fault(answer: httpx.Response, status: int, code: int) -> dict[str, Any]:
    """Return the body of a fault after a check of everything about it that is always the same."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    body: dict[str, Any] = answer.json()
    assert list(body) == ["code", "description", "data", "source"]
    assert (body["code"], body["source"]) == (code, "PartnerFD")
    assert 0 < len(body["description"]) <= 1024
    assert "\n" not in body["description"]
    return body


class TestTokens:
    def test_a_request_without_a_token_is_refused(self, client: httpx.Client) -> None:
        answer = client.get("/offers?country=US")
        fault(answer, 401, 800001)
        assert answer.headers["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize("header", ["Bearer", "Basic dXNlcjpwYXNz", "token"])
    def test_another_kind_of_authorization_is_none(self, client: httpx.Client, header: str) -> None:
        fault(client.get("/offers?country=US", headers={"Authorization": header}), 401, 800001)

    @pytest.mark.parametrize("token", ["x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0."])
    def test_a_malformed_token_is_refused(self, client: httpx.Client, token: str) -> None:
        answer = client.get("/offers?country=US", headers={"Authorization": f"Bearer {token}"})
        fault(answer, 401, 400)
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'

    def test_a_changed_token_is_refused(self, emulator: Emulator, client: httpx.Client) -> None:
        head, payload, signature = emulator.issue_token().split(".")
        changed = f"{head}.{payload}.{signature[::-1]}"
        fault(client.get("/offers?country=US", headers={"Authorization": f"Bearer {changed}"}), 401, 400)

    def test_an_expired_token_is_refused(self, emulator: Emulator, client: httpx.Client) -> None:
        token = emulator.issue_token(claims={"exp": 0})
        answer = client.get("/offers?country=US", headers={"Authorization": f"Bearer {token}"})
        assert fault(answer, 401, 400)["description"] == "The access token has expired."

    def test_a_token_for_the_old_graph_is_refused_with_its_own_code(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        token = emulator.issue_token(claims={"aud": "https://graph.windows.net"})
        fault(client.get("/offers?country=US", headers={"Authorization": f"Bearer {token}"}), 401, 900420)


class TestMarkets:
    @pytest.mark.parametrize("country", ["US", "us", "uS", "DE", "FR", "JP"])
    def test_a_market_is_answered_in_upper_case(self, emulator: Emulator, api: httpx.Client, country: str) -> None:
        page = api.get("/offers", params={"country": country}).json()
        assert page["items"] == emulator.catalogue.offers(country.upper())
        assert page["totalCount"] == len(page["items"])
        assert page["attributes"] == {"objectType": "Collection"}
        assert page["links"] == {"self": {"uri": f"/offers?country={country.upper()}", "method": "GET", "headers": []}}

    def test_a_market_may_be_empty(self, api: httpx.Client) -> None:
        page = api.get("/offers?country=IS").json()
        assert (page["items"], page["totalCount"]) == ([], 0)

    @pytest.mark.parametrize("country", ["USA", "U", "", "U1", "ÄÖ", "US "])
    def test_what_is_no_code_of_two_letters_is_refused(self, api: httpx.Client, country: str) -> None:
        assert fault(api.get("/offers", params={"country": country}), 400, 800002)["data"] == ["country"]

    def test_a_market_that_the_partner_does_not_sell_in_is_refused(self, api: httpx.Client) -> None:
        assert "'XX'" in fault(api.get("/offers?country=xx"), 400, 800070)["description"]

    def test_the_market_has_to_be_named(self, api: httpx.Client) -> None:
        assert "'country'" in fault(api.get("/offers"), 400, 800002)["description"]

    def test_a_category_narrows_the_market(self, emulator: Emulator, api: httpx.Client) -> None:
        page = api.get("/offers?country=US&offer_category_id=Trial_Key").json()
        trials = [offer for offer in emulator.catalogue.offers("US") if offer["isTrial"]]
        assert page["items"] == trials
        assert page["links"]["self"]["uri"] == "/offers?country=US&offer_category_id=Trial_Key"

    def test_an_unknown_category_is_an_empty_one(self, api: httpx.Client) -> None:
        assert api.get("/offers?country=US&offer_category_id=Nothing_Key").json()["items"] == []

    def test_parameters_that_nobody_knows_are_passed_over(self, api: httpx.Client) -> None:
        assert api.get("/offers?country=IS&product_id=1").status_code == 200


class TestCustomers:
    def test_a_customer_sees_the_offers_of_its_own_market(self, emulator: Emulator, api: httpx.Client) -> None:
        for customer in emulator.catalogue.customers:
            page = api.get(f"/customers/{customer.id.upper()}/offers").json()
            assert page["items"] == emulator.catalogue.offers_for(customer)
            assert {offer["country"] for offer in page["items"]} == {customer.country}
            assert page["links"]["self"]["uri"] == f"/customers/{customer.id}/offers"

    @pytest.mark.parametrize("customer", [str(uuid.UUID(int=7)), "nobody", "%0A"])
    def test_an_unknown_customer_is_not_found(self, api: httpx.Client, customer: str) -> None:
        fault(api.get(f"/customers/{customer}/offers"), 404, 1000 if customer == "%0A" else 60003)


class TestLanguages:
    @pytest.mark.parametrize("locale", ["en-US", "de-DE", "fr-FR", "ja-JP", "DE-de"])
    def test_names_come_in_the_language_asked_for(self, emulator: Emulator, api: httpx.Client, locale: str) -> None:
        expected = {known.lower(): known for known in emulator.catalogue.locales}[locale.lower()]
        items = api.get("/offers?country=FR", headers={"X-Locale": locale}).json()["items"]
        assert items == emulator.catalogue.offers("FR", expected)
        assert {offer["locale"] for offer in items} == {expected}

    @pytest.mark.parametrize("headers", [{}, {"X-Locale": ""}])
    def test_english_is_what_comes_without_a_wish(self, api: httpx.Client, headers: dict[str, str]) -> None:
        items = api.get("/offers?country=JP&size=1", headers=headers).json()["items"]
        assert [offer["locale"] for offer in items] == ["en-US"]

    def test_another_language_is_refused(self, api: httpx.Client) -> None:
        answer = api.get("/offers?country=US", headers={"X-Locale": "en-GB"})
        assert fault(answer, 400, 800002)["description"] == "Locale en-GB is not supported."


class TestFaults:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("offset", "-1"),
            ("offset", str(INT32_PLUS_1)),
            ("offset", "ten"),
            ("offset", "1_0"),
            ("offset", ""),
            ("size", "0"),
            ("size", "-5"),
            ("size", str(INT32_PLUS_1)),
            ("size", "2.5"),
            ("size", "٣"),
        ],
    )
    def test_an_offset_or_size_that_cannot_be_is_refused(self, api: httpx.Client, name: str, value: str) -> None:
        body = fault(api.get("/offers", params={"country": "US", name: value}), 400, 800002)
        assert body["data"] == [name]
        assert value in body["description"]

    @pytest.mark.parametrize("path", ["/", "/offer", "/customers", "/customers//offers", "/customers/a/b/offers"])
    def test_an_unknown_path_is_not_found(self, api: httpx.Client, path: str) -> None:
        fault(api.get(path), 404, 1000)

    @pytest.mark.parametrize("path", ["/offers/", "/offers/?country=US", "/customers/a/offers/", ""])
    def test_a_slash_at_the_end_makes_another_path(self, api: httpx.Client, path: str) -> None:
        # The address is put together here: httpx would end the root with a slash of its own.
        fault(api.get(f"{str(api.base_url).rstrip('/')}{path}"), 404, 1000)

    def test_another_version_is_not_found(self, emulator: Emulator, api: httpx.Client) -> None:
        fault(api.get(f"{emulator.authority}/v2/offers?country=US"), 404, 1000)

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    def test_another_method_is_not_allowed(self, api: httpx.Client, method: str) -> None:
        answer = api.request(method, "/offers?country=US")
        fault(answer, 405, 800002)
        assert "GET" in answer.headers["Allow"]


class TestHeaders:
    def test_the_ids_of_the_caller_come_back(self, api: httpx.Client) -> None:
        sent = {"MS-RequestId": str(uuid.uuid4()), "MS-CorrelationId": str(uuid.uuid4()), "MS-CV": "kQ3xT7mPzEuV9sLw.0"}
        for path in ("/offers?country=IS", "/offers?country=XX", "/nowhere"):
            answer = api.get(path, headers=sent)
            assert {name: answer.headers[name] for name in sent} == sent

    def test_ids_are_made_where_none_were_sent(self, api: httpx.Client) -> None:
        first, second = api.get("/offers?country=IS"), api.get("/offers?country=IS")
        for name in ("MS-RequestId", "MS-CorrelationId"):
            assert uuid.UUID(first.headers[name]) != uuid.UUID(second.headers[name])
        assert first.headers["MS-CV"].endswith(".0")

    def test_the_rest_is_as_recorded(self, api: httpx.Client) -> None:
        answer = api.get("/offers?country=IS")
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert answer.headers["MS-ServerId"]
        assert email.utils.parsedate_to_datetime(answer.headers["Date"]).tzinfo
        assert int(answer.headers["Content-Length"]) == len(answer.content)

    def test_the_body_is_packed_where_the_caller_can_unpack_it(self, api: httpx.Client) -> None:
        packed = api.get("/offers?country=US", headers={"Accept-Encoding": "gzip"})
        plain = api.get("/offers?country=US", headers={"Accept-Encoding": "identity"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert int(packed.headers["Content-Length"]) < len(plain.content)
        assert packed.content == plain.content
        assert "Content-Encoding" not in plain.headers
