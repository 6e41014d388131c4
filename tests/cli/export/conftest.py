"""Fixtures that run an export in this process, against a service whose responses a test controls."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from partner_center.cli.app import app

from ...gated_service import GatedService

SIZES = {"US": 7, "DE": 3, "FR": 0, "JP": 4}
ALL = ",".join(SIZES)


@pytest.fixture
def service() -> Iterator[GatedService]:
    gated = GatedService()
    gated.sizes.update(SIZES)
    with gated.serving():
        yield gated


@pytest.fixture
def environment(service: GatedService) -> dict[str, str]:
    return {"PARTNER_CENTER_ACCESS_TOKEN": "made-up", "PARTNER_CENTER_BASE_URL": service.base_url, "COLUMNS": "200"}


@pytest.fixture
def run(environment: dict[str, str]) -> Any:
    def export(*arguments: object) -> Result:
        return CliRunner(env=environment).invoke(app, ["offers", "export", *map(str, arguments)])

    return export


def expected(service: GatedService, *keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "offer": offer} for key in keys for offer in service.offers(key)]


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_bytes().splitlines()]
