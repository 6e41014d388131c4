"""Seeds: offers that a test puts in place of those of the emulator, also offers that break the contract."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from partner_center import Offer, PartnerCenter, SupportedBillingCycles, billing_cycles
from partner_center.auth import ClientSecretCredential
from partner_center.emulator import Emulator

Json = dict[str, Any]

UNKNOWN_CUSTOMER = "0F2D9C1E-8A44-4E0B-9A51-7C3B6D1E5F80"


@pytest.fixture
def partner(emulator: Emulator, credential: ClientSecretCredential) -> PartnerCenter:
    return PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle)


def items(api: httpx.Client, path: str) -> list[Json]:
    response = api.get(path)
    assert response.status_code == 200, response.text
    listed: list[Json] = response.json()["items"]
    return listed


class TestOffers:
    def test_a_market_has_exactly_the_offers_that_it_is_seeded_with(
        self, emulator: Emulator, partner: PartnerCenter
    ) -> None:
        monthly = Offer(id="1", name="Mail", supported_billing_cycles=[SupportedBillingCycles.MONTHLY])
        emulator.seed({"US": [monthly, {"id": "2", "name": "Meetings"}]})
        with partner:
            first, second = partner.offers.by_country("US")
            french = partner.offers.by_country("FR").to_list()
        assert (first, second.name) == (monthly, "Meetings")
        assert emulator.catalog.offers("US") == [first.to_dict(), second.to_dict()]
        assert len(french) > 2

    def test_an_awkward_offer_can_be_seeded(self, emulator: Emulator, partner: PartnerCenter) -> None:
        awkward = emulator.catalog.offers("US")[0] | {"name": None, "supportedBillingCycles": ["fortnightly", 9]}
        emulator.seed({"US": [awkward]})
        with partner:
            (offer,) = partner.offers.by_country("US")
        assert offer.name is None
        assert billing_cycles(offer) == ("fortnightly", 9)

    @pytest.mark.parametrize("path", ["/offers?country=US", "/offers?country=US&offer_category_id=Trial_Key"])
    def test_an_offer_is_sent_as_it_is_also_if_it_breaks_the_contract(
        self, emulator: Emulator, api: httpx.Client, path: str
    ) -> None:
        awkward = {"id": 7, "category": {"id": "Trial_Key"}, "isTrial": "yes", "reselleeQualifications": None}
        emulator.seed({"US": [awkward, {"category": None}, {"name": "Without an id"}]})
        expected = 1 if "category" in path else 3
        assert items(api, path) == emulator.catalog.offers("US")[:expected]
        assert items(api, f"/customers/{emulator.catalog.customers[0].id}/offers")[0] == awkward

    def test_seeds_are_divided_into_pages(self, emulator: Emulator, partner: PartnerCenter) -> None:
        emulator.seed({"US": [{"id": str(number)} for number in range(5)]})
        with partner:
            pages = list(partner.offers.by_country("US", page_size=2).pages())
        assert [[offer.id for offer in page.items] for page in pages] == [["0", "1"], ["2", "3"], ["4"]]

    def test_offers_can_come_from_a_pager(self, emulator: Emulator, partner: PartnerCenter) -> None:
        french = emulator.catalog.offers("FR")
        with partner:
            emulator.seed({"US": partner.offers.by_country("FR")})
        assert emulator.catalog.offers("US") == french

    def test_a_change_of_an_offer_after_it_was_seeded_changes_nothing(self, emulator: Emulator) -> None:
        offer: Json = {"id": "1", "actions": []}
        emulator.seed({"US": [offer]})
        offer["actions"].append("Edit")
        emulator.catalog.offers("US")[0]["actions"].append("Cancel")
        assert emulator.catalog.offers("US") == [{"id": "1", "actions": []}]

    def test_a_seed_replaces_only_that_of_the_same_key(self, emulator: Emulator) -> None:
        emulator.seed({"US": [{"id": "1"}], "DE": [{"id": "2"}]})
        emulator.seed({"us": []})
        assert (emulator.catalog.offers("US"), emulator.catalog.offers("DE")) == ([], [{"id": "2"}])

    def test_a_reset_removes_seeds_and_the_markets_that_they_added(self, emulator: Emulator, api: httpx.Client) -> None:
        unseeded = Emulator().catalog
        emulator.seed({"US": [], "BR": [], UNKNOWN_CUSTOMER: []})
        emulator.reset()
        assert items(api, "/offers?country=US") == unseeded.offers("US")
        assert (emulator.catalog.markets, emulator.catalog.customers) == (unseeded.markets, unseeded.customers)
        assert api.get("/offers?country=BR").status_code == 400
        assert api.get(f"/customers/{UNKNOWN_CUSTOMER}/offers").status_code == 404


class TestOtherOperations:
    def test_an_offer_and_its_add_ons_are_found_among_odd_seeds(self, emulator: Emulator, api: httpx.Client) -> None:
        add_on = {"id": "2", "isAddOn": True, "prerequisiteOffers": ["1"]}
        emulator.seed({"US": [{}, {"id": None, "isAddOn": True, "prerequisiteOffers": None}, {"id": "1"}, add_on]})
        assert api.get("/offers/1?country=US").json() == {"id": "1"}
        assert items(api, "/offers/1/addons?country=US") == [add_on]
        assert api.get("/offers/3?country=US").status_code == 404

    def test_categories_are_those_of_the_seeds_that_have_one(self, emulator: Emulator, api: httpx.Client) -> None:
        emulator.seed({"US": [{"id": "1"}, {"category": "odd"}, {"category": {}}, {"category": {"id": "A_Key"}}]})
        assert [category["id"] for category in items(api, "/offercategories?country=US")] == ["A_Key"]


class TestKeys:
    def test_a_market_that_the_partner_does_not_sell_in_is_added(self, emulator: Emulator, api: httpx.Client) -> None:
        emulator.seed({"br": [{"id": "1"}]})
        assert items(api, "/offers?country=BR") == [{"id": "1"}]
        assert emulator.catalog.markets[-1] == "BR"

    def test_a_customer_has_the_offers_that_it_is_seeded_with(self, emulator: Emulator, api: httpx.Client) -> None:
        known, other = [customer for customer in emulator.catalog.customers if customer.country in ("US", "DE")]
        emulator.seed({known.id: [{"id": "1"}], UNKNOWN_CUSTOMER: [{"id": "2"}]})
        assert items(api, f"/customers/{known.id}/offers") == [{"id": "1"}]
        assert items(api, f"/customers/{UNKNOWN_CUSTOMER.lower()}/offers") == [{"id": "2"}]
        assert len(items(api, f"/customers/{other.id}/offers")) > 1
        assert emulator.catalog.customers[-1].id == UNKNOWN_CUSTOMER.lower()

    def test_a_customer_gets_the_offers_of_its_seeded_market_that_it_qualifies_for(
        self, emulator: Emulator, api: httpx.Client
    ) -> None:
        (customer,) = [customer for customer in emulator.catalog.customers if customer.country == "DE"]
        emulator.seed({"DE": [{"id": "1", "reselleeQualifications": ["Nonprofit"]}, {"id": "2"}]})
        assert items(api, f"/customers/{customer.id}/offers") == [{"id": "2"}]

    @pytest.mark.parametrize("key", ["USA", "", "1234", f"{UNKNOWN_CUSTOMER}0"])
    def test_an_invalid_key_is_refused(self, emulator: Emulator, key: str) -> None:
        with pytest.raises(ValueError, match=f"two-letter country code or the id of a customer.*'{key}'"):
            emulator.seed({"DE": [], key: []})
        assert emulator.catalog.offers("DE") != []

    @pytest.mark.parametrize(
        ("offers", "message"),
        [
            ({"id": "1"}, "must be a list, got one dict"),
            (Offer(id="1"), "must be a list, got one Offer"),
            (["1"], "must be an Offer or a dict, got str"),
        ],
    )
    def test_a_value_that_is_not_a_list_of_offers_is_refused(
        self, emulator: Emulator, offers: Any, message: str
    ) -> None:
        with pytest.raises(TypeError, match=message):
            emulator.seed({"US": offers})

    @pytest.mark.parametrize("value", [float("nan"), {1, 2}])
    def test_an_offer_that_is_not_json_is_refused(self, emulator: Emulator, value: object) -> None:
        with pytest.raises(ValueError, match="offer of 'US' must be JSON"):
            emulator.seed({"US": [{"id": value}]})


class TestFiles:
    def partner_center(self, emulator: Emulator, *arguments: str | Path) -> str:
        result = subprocess.run(  # noqa: S603 - the command of this package
            [sys.executable, "-m", "partner_center.cli", "offers", *map(str, arguments)],
            env=os.environ | emulator.environment(),
            capture_output=True,
            check=True,
        )
        return result.stdout.decode()

    @pytest.mark.parametrize("output", ["json", "jsonl"])
    def test_a_list_of_the_command_seeds_a_market(self, emulator: Emulator, tmp_path: Path, output: str) -> None:
        french = emulator.catalog.offers("FR", "fr-FR")
        listed = self.partner_center(emulator, *("list", "--country", "FR", "--locale", "fr-FR", "--output", output))
        (tmp_path / "offers").write_text(listed, "utf-8")
        emulator.seed_from_file(tmp_path / "offers", key="US")
        assert emulator.catalog.offers("US") == french

    def test_an_export_of_the_command_seeds_each_of_its_keys(self, emulator: Emulator, tmp_path: Path) -> None:
        french, japanese = emulator.catalog.offers("FR"), emulator.catalog.offers("JP")
        exported = tmp_path / "offers.jsonl"
        self.partner_center(emulator, "export", "--country", "FR,JP", "--to", exported)
        emulator.seed({"FR": [], "JP": []})
        emulator.seed_from_file(str(exported))
        assert (emulator.catalog.offers("FR"), emulator.catalog.offers("JP")) == (french, japanese)

    def test_an_export_of_customers_seeds_customers(self, emulator: Emulator, tmp_path: Path) -> None:
        line = {"key": UNKNOWN_CUSTOMER, "offer": {"id": "1", "name": "Line\u2028separator"}}
        path = tmp_path / "offers.jsonl"
        path.write_text(f"\n{json.dumps(line, ensure_ascii=False)}\n\n", "utf-8-sig")
        emulator.seed_from_file(path)
        assert emulator.catalog.offers_for(emulator.catalog.customers[-1]) == [line["offer"]]

    @pytest.mark.parametrize("indent", [None, 2])
    def test_the_body_of_a_response_seeds_a_market(
        self, emulator: Emulator, api: httpx.Client, tmp_path: Path, indent: int | None
    ) -> None:
        french = emulator.catalog.offers("FR")
        body = api.get("/offers?country=FR").json()
        (tmp_path / "body.json").write_text(json.dumps(body, indent=indent))
        emulator.seed_from_file(tmp_path / "body.json", key="US")
        assert emulator.catalog.offers("US") == french

    def test_an_empty_list_leaves_the_market_without_offers(self, emulator: Emulator, tmp_path: Path) -> None:
        (tmp_path / "none.json").write_text("[]\n")
        emulator.seed_from_file(tmp_path / "none.json", key="US")
        assert emulator.catalog.offers("US") == []

    @pytest.mark.parametrize(
        ("content", "key", "message"),
        [
            ('[{"id": "1"}]', None, "item 1, does not name its market or customer. Pass it as key"),
            ('{"id": "1"}', None, "line 1, does not name its market or customer. Pass it as key"),
            ('{"id": "1"}\n{"key": "DE", "offer": {}}', "US", "must be None, got 'US': .*line 2, has the key 'DE'"),
            ('{"id": "1"}\n{"id"', "US", "line 2, is not JSON"),
            ("[1]", "US", "item 1, must be a JSON object, got '1'"),
            ('"US","1"', "US", "line 1, is not JSON"),
            ('{"key": "USA", "offer": {}}', None, "two-letter country code.*'USA'"),
        ],
    )
    def test_a_file_with_other_content_is_refused(
        self, emulator: Emulator, tmp_path: Path, content: str, key: str | None, message: str
    ) -> None:
        path = tmp_path / "offers.json"
        path.write_text(content)
        with pytest.raises(ValueError, match=message):
            emulator.seed_from_file(path, key=key)
