"""``partner-center offers list``, run in a terminal or a script."""

import csv
import io
import json
import os
import re

import pytest

from partner_center.emulator import Emulator

from .conftest import Run


def test_the_offers_of_a_market_are_listed_as_a_table(run: Run, emulator: Emulator) -> None:
    result = run("offers", "list", "--country", "JP", "--locale", "ja-JP")
    assert result.returncode == 0
    for offer in emulator.catalog.offers("JP", "ja-JP"):
        assert offer["id"] in result.stdout
    assert result.stderr == f"{len(emulator.catalog.offers('JP'))} offers\n"


needs_a_pty = pytest.mark.skipif(os.name != "posix", reason="only POSIX has pseudo-terminals")


@needs_a_pty
@pytest.mark.parametrize("columns", [80, 100, 200])
def test_a_table_does_not_wrap_ids(run_at_terminal: Run, emulator: Emulator, columns: int) -> None:
    result = run_at_terminal("offers", "list", "--country", "US", columns=columns)
    assert result.returncode == 0
    lines = re.sub(r"\x1b\[[0-9;]*m", "", result.stdout).splitlines()
    assert all(len(line) <= columns for line in lines)
    ids = [offer["id"] for offer in emulator.catalog.offers("US")]
    assert [line.split()[0] for line in lines if line.split() and line.split()[0] in ids] == ids
    assert ("Not shown, because the terminal is too narrow: " in result.stderr) == (columns < 200)
    assert all(heading in lines[1] or heading in result.stderr for heading in ("Category", "Billing", "Quantity"))


def test_a_table_in_a_pipe_is_not_wrapped(run: Run, emulator: Emulator) -> None:
    result = run("offers", "list", "--country", "US", COLUMNS="80")
    shown = result.stdout.splitlines()
    assert all(
        any(offer["id"] in line and offer["name"] in line for line in shown) for offer in emulator.catalog.offers("US")
    )


@pytest.mark.parametrize("page_size", [[], ["--page-size", "7"]])
def test_the_offers_for_a_customer_are_listed_as_json(run: Run, emulator: Emulator, page_size: list[str]) -> None:
    customer = emulator.catalog.customers[1]
    result = run("offers", "list", "--customer", customer.id, "--output", "json", *page_size)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout) == emulator.catalog.offers_for(customer)


def test_no_offers_are_an_empty_json_list(run: Run, emulator: Emulator) -> None:
    assert json.loads(run("offers", "list", "--country", "IS", "--output", "json").stdout) == []


def test_offers_are_listed_as_json_lines(run: Run, emulator: Emulator) -> None:
    result = run("offers", "list", "--country", "DE", "--output", "jsonl", "--category", "Trial_Key")
    expected = [offer for offer in emulator.catalog.offers("DE") if offer["category"]["id"] == "Trial_Key"]
    assert [json.loads(line) for line in result.stdout.splitlines()] == expected


def test_offers_are_listed_as_csv(run: Run, emulator: Emulator) -> None:
    result = run("offers", "list", "--country", "US", "--output", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    offers = emulator.catalog.offers("US")
    assert [row["id"] for row in rows] == [offer["id"] for offer in offers]
    assert [row["description"] for row in rows] == [offer["description"] for offer in offers]
    assert [row["minimumQuantity"] for row in rows] == [str(offer["minimumQuantity"]) for offer in offers]
    assert [row["isTrial"] for row in rows] == [json.dumps(offer["isTrial"]) for offer in offers]
    assert [json.loads(row["supportedBillingCycles"]) for row in rows] == [
        offer["supportedBillingCycles"] for offer in offers
    ]
    assert [json.loads(row["category"]) for row in rows] == [offer["category"] for offer in offers]


def test_csv_for_excel_begins_with_a_byte_order_mark(run: Run, emulator: Emulator) -> None:
    result = run("offers", "list", "--country", "US", "--output", "csv", "--excel")
    exact = run("offers", "list", "--country", "US", "--output", "csv")
    assert result.stdout == "\ufeff" + exact.stdout  # no text of the emulator begins like a formula


def test_settings_come_from_the_environment(run: Run, emulator: Emulator) -> None:
    result = run(
        *("offers", "list", "--country", "US", "--output", "jsonl"),
        PARTNER_CENTER_ACCESS_TOKEN=emulator.issue_token(),
        PARTNER_CENTER_LOCALE="de-DE",
        PARTNER_CENTER_APPLICATION="a script",
    )
    assert [json.loads(line) for line in result.stdout.splitlines()] == emulator.catalog.offers("US", "de-DE")
    (request,) = emulator.requests
    assert request.headers["MS-PartnerCenter-Application"] == "a script"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "give either --country or --customer."),
        (["--country", "US", "--customer", "x"], 2, "give either --country or --customer."),
        (["--country", "USA"], 2, "country must be a two-letter code such as 'US', got 'USA'"),
        (["--country", "US", "--page-size", "0"], 2, "page_size must be a whole number"),
        (["--country", "US", "--output", "xml"], 2, "xml"),
        (["--country", "US", "--excel"], 2, "--excel needs --output csv."),
        (["--country", "KP"], 1, "BadRequestError"),
        (["--customer", "00000000-0000-0000-0000-000000000000"], 1, "NotFoundError"),
    ],
)
def test_an_error_is_reported_on_standard_error(run: Run, arguments: list[str], status: int, message: str) -> None:
    result = run("offers", "list", *arguments, COLUMNS="200")
    assert result.returncode == status
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_missing_variables_are_named(run: Run, emulator: Emulator) -> None:
    result = run("offers", "list", "--country", "US", PARTNER_CENTER_CLIENT_SECRET="")
    assert result.returncode == 2
    assert "one of PARTNER_CENTER_CLIENT_SECRET" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["--help"], ["offers", "--version"]),
        (["offers", "--help"], ["list"]),
        (
            ["offers", "list", "--help"],
            ["--country", "--customer", "--category", "--page-size", "--locale", "--output", "jsonl"],
        ),
    ],
)
def test_help_is_complete(run: Run, emulator: Emulator, arguments: list[str], options: list[str]) -> None:
    result = run(*arguments, COLUMNS="120")
    assert result.returncode == 0
    assert all(option in result.stdout for option in options)
