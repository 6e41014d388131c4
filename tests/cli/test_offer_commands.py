"""``partner-center offers get``, ``offers add-ons`` and ``categories list``, run in a terminal or a script."""

import csv
import io
import json
from typing import Any

import pytest

from partner_center.emulator import Emulator

from .conftest import Run


def plan_of(emulator: Emulator) -> dict[str, Any]:
    return next(offer for offer in emulator.catalog.offers("US") if offer["hasAddOns"])


def test_an_offer_is_one_json_object(run: Run, emulator: Emulator) -> None:
    plan = plan_of(emulator)
    result = run("offers", "get", plan["id"], "--country", "us", "--output", "json")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout) == plan


def test_an_offer_is_a_row_of_a_table_and_of_csv(run: Run, emulator: Emulator) -> None:
    command = ("offers", "get", "FB-CLD-0145P", "--country", "US", "--locale", "de-DE")
    table = run(*command)
    assert (table.returncode, table.stderr) == (0, "1 offer\n")
    assert "FB-CLD-0145P" in table.stdout
    (row,) = csv.DictReader(io.StringIO(run(*command, "--output", "csv").stdout, newline=""))
    assert (row["id"], row["locale"], row["billing"]) == ("FB-CLD-0145P", "de-DE", "usage")


@pytest.mark.parametrize("output", ["json", "jsonl", "csv", "table"])
def test_the_add_ons_of_an_offer_are_listed(run: Run, emulator: Emulator, output: str) -> None:
    plan = plan_of(emulator)
    result = run("offers", "add-ons", plan["id"], "--country", "US", "--output", output)
    add_ons = [
        offer
        for offer in emulator.catalog.offers("US")
        if offer["isAddOn"] and plan["id"] in offer["prerequisiteOffers"]
    ]
    assert result.returncode == 0
    match output:
        case "json":
            assert json.loads(result.stdout) == add_ons
        case "jsonl":
            assert [json.loads(line) for line in result.stdout.splitlines()] == add_ons
        case "csv":
            rows = csv.DictReader(io.StringIO(result.stdout, newline=""))
            assert [row["id"] for row in rows] == [offer["id"] for offer in add_ons]
        case "table":
            assert all(offer["id"] in result.stdout for offer in add_ons)
            assert "add-on" in result.stdout


def test_the_add_ons_of_an_offer_for_a_customer_are_listed(run: Run, emulator: Emulator) -> None:
    customer = next(one for one in emulator.catalog.customers if one.country == "US")
    result = run("offers", "add-ons", plan_of(emulator)["id"], "--customer", customer.id, "--output", "json")
    assert {offer["isAddOn"] for offer in json.loads(result.stdout)} == {True}
    assert emulator.requests[-1].path.endswith("/addons")


def test_the_categories_of_a_market_are_listed(run: Run, emulator: Emulator) -> None:
    result = run("categories", "list", "--country", "US")
    assert (result.returncode, result.stderr) == (0, "4 categories\n")
    shown = [line.split() for line in result.stdout.splitlines() if line.strip()]
    assert [shown[0], *shown[2:]] == [
        ["Id", "Name", "Rank"],
        ["Enterprise_Key", "Enterprise", "20"],
        ["SmallBusiness_Key", "Small", "business", "30"],
        ["Nonprofit_Key", "Nonprofit", "60"],
        ["Trial_Key", "Trial", "70"],
    ]


def test_the_categories_for_a_customer_are_listed_as_json_and_csv(run: Run, emulator: Emulator) -> None:
    customer = next(one for one in emulator.catalog.customers if one.country == "DE")
    command = ("categories", "list", "--customer", customer.id, "--locale", "de-DE", "--output")
    categories = json.loads(run(*command, "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*command, "csv").stdout, newline="")))
    assert [row["id"] for row in rows] == [category["id"] for category in categories] != []
    assert list(rows[0]) == ["id", "name", "rank", "locale", "country", "otherMembers"]
    assert json.loads(rows[0]["otherMembers"]) == {"attributes": {"objectType": "OfferCategory"}}


@pytest.mark.parametrize(
    ("command", "status", "message"),
    [
        (["offers", "get", "A"], 2, "--country"),
        (["offers", "get", "A/B", "--country", "US"], 2, "offer_id must be the id of an offer"),
        (["offers", "get", "A", "--country", "USA"], 2, "country must be a two-letter code"),
        (["offers", "get", "A", "--country", "US", "--excel"], 2, "--excel needs --output csv."),
        (["offers", "get", "A", "--country", "US"], 1, "NotFoundError"),
        (["offers", "add-ons", "A"], 2, "give either --country or --customer."),
        (["offers", "add-ons", "A/B", "--country", "US"], 2, "offer_id must be the id of an offer"),
        (["offers", "add-ons", "A", "--country", "US"], 1, "NotFoundError"),
        (["categories", "list"], 2, "give either --country or --customer."),
        (["categories", "list", "--country", "US", "--customer", "c"], 2, "give either --country or --customer."),
        (["categories", "list", "--customer", "c"], 1, "NotFoundError"),
    ],
)
def test_an_error_is_described_on_standard_error(
    run: Run, emulator: Emulator, command: list[str], status: int, message: str
) -> None:
    result = run(*command, COLUMNS="200")
    assert result.returncode == status
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert status == 1 or not [request for request in emulator.requests if request.side == "api"]
