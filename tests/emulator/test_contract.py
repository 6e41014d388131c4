"""The contract decides: schemathesis finds no answer that differs from it, and connexion lets none out."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from partner_center.emulator import Emulator
from partner_center.emulator.connexion_app import connexion_app
from partner_center.emulator.contract import contract_path, load_contract

LARGEST_INT32 = 2**31 - 1


def schemathesis(emulator: Emulator, contract: Path, configuration: str, *options: str) -> None:
    """Run all checks that schemathesis has, and fail with its report if one of them does."""
    settings = contract.with_name("schemathesis.toml")
    settings.write_text(f"color = false\n{configuration}")
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(settings)),
        *("run", str(contract)),
        *("--url", emulator.base_url),
        *("--tls-verify", emulator.ca_bundle),
        *("--header", f"Authorization: Bearer {emulator.issue_token()}"),
        *("--checks", "all", "--generation-deterministic", "--continue-on-failure", *options),
    ]
    run = subprocess.run(  # noqa: S603 - the command is made above
        command,
        cwd=contract.parent,
        env={**os.environ, "NO_PROXY": "localhost"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def as_narrow_as_the_emulator(emulator: Emulator) -> dict[str, Any]:
    """Return the contract with what it leaves to the service said in it: which markets, customers, languages exist.

    With it, schemathesis knows which requests the emulator has to answer and which it has to refuse.
    """
    contract = load_contract()
    parameters = contract["components"]["parameters"]
    known = {
        # Two stand for them all, which have tests of their own: one that sells little, which is fast, and an empty one.
        "Country": ["JP", "IS"],
        "CustomerId": [customer.id for customer in emulator.catalogue.customers if customer.country in ("DE", "JP")],
        "Locale": [*emulator.catalogue.locales, ""],  # an empty header is none
    }
    for name, values in known.items():
        # One of them in other letters stands for all, likewise.
        parameters[name]["schema"]["enum"] = [*values, values[0].swapcase()]
        parameters[name]["example"] = values[0]
    parameters["Offset"]["schema"] |= {"minimum": 0, "maximum": LARGEST_INT32}
    parameters["Size"]["schema"] |= {"minimum": 1, "maximum": LARGEST_INT32}
    return contract


def test_schemathesis_finds_no_failure_in_what_the_emulator_offers(emulator: Emulator, tmp_path: Path) -> None:
    contract = tmp_path / "narrow.yaml"
    contract.write_text(yaml.safe_dump(as_narrow_as_the_emulator(emulator)))
    # The phase that is left out follows an answer with a request made of it; nothing here depends on another call.
    schemathesis(emulator, contract, "", "--phases", "examples,coverage,fuzzing", "--max-examples", "8")
    assert {200, 400, 401, 404, 405} <= {request.status for request in emulator.requests}
    assert all(request.status and request.status < 500 for request in emulator.requests)


def test_schemathesis_finds_no_failure_with_the_contract_as_it_is(emulator: Emulator, tmp_path: Path) -> None:
    contract = tmp_path / contract_path().name
    contract.write_bytes(contract_path().read_bytes())
    # The contract takes any text for a country and a language, and any int32 for a size, but no service can serve
    # them all: to refuse such a request with 400 is no mistake here. The test above has no such exception.
    configuration = '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", 400, 404]\n'
    schemathesis(emulator, contract, configuration, "--phases", "examples,fuzzing", "--max-examples", "12")


@pytest.mark.parametrize(
    "answer",
    [{"totalCount": "many"}, {"items": [{"id": 7}]}, {"items": [{"supportedBillingCycles": [None]}]}, []],
)
def test_an_answer_against_the_contract_is_not_let_out(answer: Any) -> None:
    def operation(country: str) -> Any:
        return (answer if country == "US" else {}), {}

    app = connexion_app(
        load_contract(),
        operations={"list_offers_by_country": operation, "list_offers_by_customer": operation},
        check_token=lambda _token, _headers: {},
    )

    async def ask(country: str) -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="https://localhost/v1") as client:
            return await client.get("/offers", params={"country": country}, headers={"Authorization": "Bearer x"})

    assert asyncio.run(ask("DE")).status_code == 200
    refused = asyncio.run(ask("US"))
    assert refused.status_code == 500
    assert refused.json()["code"] == 800003
