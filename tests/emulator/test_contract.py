"""Every response matches the contract: schemathesis finds none that does not, and connexion sends none."""

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
from partner_center.emulator.server.connexion_app import connexion_app
from partner_center.emulator.server.contract import Contract, contract_path


def schemathesis(emulator: Emulator, contract: Path, configuration: str, *options: str) -> None:
    """Run all checks of schemathesis, and fail with its report if one of them fails."""
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


def narrowed_to_the_emulator(emulator: Emulator) -> dict[str, Any]:
    """Return the contract with the markets, customers and languages that exist in the emulator.

    With it, schemathesis knows which requests the emulator must accept and which it must refuse.
    """
    contract = Contract.load().document
    parameters = contract["components"]["parameters"]
    known = {
        # Two are enough here: a small one, which is fast, and an empty one. The others have tests of their own.
        "Country": ["JP", "IS"],
        "CustomerId": [customer.id for customer in emulator.catalog.customers if customer.country in ("DE", "JP")],
        "Locale": [*emulator.catalog.locales, ""],  # an empty header counts as none
    }
    for name, values in known.items():
        # One of them in another letter case is enough, too.
        parameters[name]["schema"]["enum"] = [*values, values[0].swapcase()]
        parameters[name]["example"] = values[0]
    for parameter in parameters.values():
        if parameter["schema"].get("format") == "int32":  # which schemathesis does not know
            parameter["schema"] |= {"minimum": -(2**31), "maximum": 2**31 - 1}
    return contract


def test_schemathesis_finds_no_failure_in_what_exists_in_the_emulator(emulator: Emulator, tmp_path: Path) -> None:
    contract = tmp_path / "narrow.yaml"
    contract.write_text(yaml.safe_dump(narrowed_to_the_emulator(emulator)))
    # The phase that is left out makes requests from responses. No operation depends on another one.
    schemathesis(emulator, contract, "", "--phases", "examples,coverage,fuzzing", "--max-examples", "8")
    assert {200, 400, 401, 404, 405} <= {request.status for request in emulator.requests}
    assert all(request.status and request.status < 500 for request in emulator.requests)


def test_schemathesis_finds_no_failure_with_the_contract_as_it_is(emulator: Emulator, tmp_path: Path) -> None:
    contract = tmp_path / contract_path().name
    contract.write_bytes(contract_path().read_bytes())
    # The contract accepts any text for a country, a customer and a language, and the emulator knows only some: it is
    # right to refuse the others with 400 or 404. The test above has no such exception.
    configuration = '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", 400, 404]\n'
    schemathesis(emulator, contract, configuration, "--phases", "examples,fuzzing", "--max-examples", "12")


@pytest.mark.parametrize(
    "response",
    [{"totalCount": "many"}, {"items": [{"id": 7}]}, {"items": [{"supportedBillingCycles": [None]}]}, []],
)
def test_a_response_that_does_not_match_the_contract_is_not_sent(response: Any) -> None:
    def operation(country: str) -> Any:
        return (response if country == "US" else {}), {}

    app = connexion_app(
        Contract.load(),
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
