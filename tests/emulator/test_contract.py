"""Every response matches the contract: schemathesis checks them, and connexion sends no other."""

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

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
    run = subprocess.run(  # noqa: S603 - the command is above
        command,
        cwd=contract.parent,
        env={**os.environ, "NO_PROXY": "localhost"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def existing_values(emulator: Emulator) -> str:
    """Return a configuration for schemathesis with the markets, customers and languages of the emulator.

    The contract accepts any text for them. With these values, the emulator must accept the requests.
    """
    values = {
        # Two markets are enough: a small one, which is fast, and an empty one. One other letter case is enough, too.
        "query.country": ["JP", "IS", "jp"],
        "path.customerId": [customer.id for customer in emulator.catalog.customers if customer.country in ("DE", "JP")],
        "path.offer_id": [emulator.catalog.offers("JP")[0]["id"], "FB-CLD-0145P"],
        "header.X-Locale": [*emulator.catalog.locales, "DE-de"],
    }
    lines = [f"[dictionaries.{name.partition('.')[2]}]\nvalues = {json.dumps(known)}" for name, known in values.items()]
    lines.append("[parameters]")
    lines += [f'"{name}" = {{ dictionary = "{name.partition(".")[2]}", probability = 1.0 }}' for name in values]
    return "\n".join(lines) + "\n"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """The contract as it is, in a folder for the configuration."""
    copy = tmp_path / contract_path().name
    copy.write_bytes(contract_path().read_bytes())
    return copy


def test_schemathesis_finds_no_failure_with_existing_values(emulator: Emulator, contract: Path) -> None:
    # The phase that is left out uses values of responses in requests. No operation depends on another.
    phases = ("--phases", "examples,coverage,fuzzing", "--max-examples", "8")
    schemathesis(emulator, contract, existing_values(emulator), *phases)
    assert {200, 400, 401, 404, 405} <= {request.status for request in emulator.requests}
    successful = {request.path for request in emulator.requests if request.status == 200}
    for _, path, _ in Contract.load().operations():
        pattern = re.compile("/v1" + re.sub(r"{\w+}", "[^/]+", path))
        assert any(map(pattern.fullmatch, successful)), path
    assert all(request.status and request.status < 500 for request in emulator.requests)


def test_schemathesis_finds_no_failure_with_arbitrary_values(emulator: Emulator, contract: Path) -> None:
    # The contract accepts any text for a country and a language. The emulator knows only some, and refuses the others
    # with 400. The test above has no such exception.
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
