"""``partner-center offers list``, as a person or a script runs it."""

import csv
import io
import json
import os
import subprocess
import sys

import attrs
import pytest

from partner_center.emulator import Emulator


@attrs.frozen
class Ended:
    """How a command ended. Its output is as it was written: no line ends are translated."""

    returncode: int
    stdout: str
    stderr: str


def run(emulator: Emulator, *arguments: str, **variables: str) -> Ended:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTNER_CENTER_")}
    ended = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "partner_center.cli", *arguments],
        env={**environment, "NO_COLOR": "1", **emulator.environment(), **variables},
        capture_output=True,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def test_a_table_of_a_market(emulator: Emulator) -> None:
    ended = run(emulator, "offers", "list", "--country", "JP", "--locale", "ja-JP")
    assert ended.returncode == 0
    for offer in emulator.catalogue.offers("JP", "ja-JP"):
        assert offer["id"] in ended.stdout
    assert ended.stderr == f"{len(emulator.catalogue.offers('JP'))} offers\n"


@pytest.mark.parametrize("page_size", [[], ["--page-size", "7"]])
def test_json_of_a_customer(emulator: Emulator, page_size: list[str]) -> None:
    customer = emulator.catalogue.customers[1]
    ended = run(emulator, "offers", "list", "--customer", customer.id, "--output", "json", *page_size)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout) == emulator.catalogue.offers_for(customer)


def test_json_of_nothing(emulator: Emulator) -> None:
    assert json.loads(run(emulator, "offers", "list", "--country", "IS", "--output", "json").stdout) == []


def test_json_lines(emulator: Emulator) -> None:
    ended = run(emulator, "offers", "list", "--country", "DE", "--output", "jsonl", "--category", "Trial_Key")
    expected = [offer for offer in emulator.catalogue.offers("DE") if offer["category"]["id"] == "Trial_Key"]
    assert [json.loads(line) for line in ended.stdout.splitlines()] == expected


def test_csv(emulator: Emulator) -> None:
    ended = run(emulator, "offers", "list", "--country", "US", "--output", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.stdout, newline="")))
    offers = emulator.catalogue.offers("US")
    assert [row["id"] for row in rows] == [offer["id"] for offer in offers]
    assert [row["description"] for row in rows] == [offer["description"] for offer in offers]
    assert [row["minimum_quantity"] for row in rows] == [str(offer["minimumQuantity"]) for offer in offers]
    assert [row["is_trial"] for row in rows] == [json.dumps(offer["isTrial"]) for offer in offers]
    assert [json.loads(row["supported_billing_cycles"]) for row in rows] == [
        offer["supportedBillingCycles"] for offer in offers
    ]
    assert [json.loads(row["category"]) for row in rows] == [offer["category"] for offer in offers]


def test_settings_come_from_the_environment(emulator: Emulator) -> None:
    ended = run(
        emulator,
        *("offers", "list", "--country", "US", "--output", "jsonl"),
        PARTNER_CENTER_ACCESS_TOKEN=emulator.issue_token(),
        PARTNER_CENTER_LOCALE="de-DE",
        PARTNER_CENTER_APPLICATION="a script",
    )
    assert [json.loads(line) for line in ended.stdout.splitlines()] == emulator.catalogue.offers("US", "de-DE")
    (request,) = emulator.requests
    assert request.headers["MS-PartnerCenter-Application"] == "a script"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "give one of --country and --customer"),
        (["--country", "US", "--customer", "x"], 2, "give one of --country and --customer"),
        (["--country", "USA"], 2, "country is 'USA'"),
        (["--country", "US", "--page-size", "0"], 2, "page_size is 0"),
        (["--country", "US", "--output", "xml"], 2, "xml"),
        (["--country", "KP"], 1, "BadRequestError"),
        (["--customer", "00000000-0000-0000-0000-000000000000"], 1, "NotFoundError"),
    ],
)
def test_what_goes_wrong_is_said_on_standard_error(
    emulator: Emulator, arguments: list[str], status: int, said: str
) -> None:
    ended = run(emulator, "offers", "list", *arguments)
    assert ended.returncode == status
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def test_variables_that_are_missing_are_named(emulator: Emulator) -> None:
    ended = run(emulator, "offers", "list", "--country", "US", PARTNER_CENTER_CLIENT_SECRET="")
    assert ended.returncode == 2
    assert "one of PARTNER_CENTER_CLIENT_SECRET" in ended.stderr


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
def test_help_is_complete(emulator: Emulator, arguments: list[str], options: list[str]) -> None:
    ended = run(emulator, *arguments, COLUMNS="120")
    assert ended.returncode == 0
    assert all(option in ended.stdout for option in options)
