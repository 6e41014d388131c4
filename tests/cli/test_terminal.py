"""A terminal gets no control characters of a response; files and pipes get exactly what the service sent."""

import json
import os
from typing import Any

import pytest

from partner_center.emulator import Emulator, Response

from .conftest import Run

NAME = "A\x1b]0;title\x07\x9b31m\x7f\u202egnp.exe\u2066\r\tBüro\u200d"
LIST = ("offers", "list", "--country", "US", "--output")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX has pseudo-terminals")


@pytest.fixture(autouse=True)
def hostile(emulator: Emulator) -> None:
    page = {"items": [{"id": "A", "name": NAME, "description": NAME}]}
    answer = Response(200, {"Content-Type": "application/json"}, json.dumps(page).encode())
    emulator.behavior.intercept = lambda request: answer if request.side == "api" else None


def controls(text: str) -> set[str]:
    return {character for character in text if not character.isprintable()} - {"\n", "\t", "\u200d"}


@pytest.mark.parametrize("output", ["json", "jsonl"])
def test_json_at_a_terminal_has_escapes(run_at_terminal: Run, run: Run, output: str) -> None:
    shown = run_at_terminal(*LIST, output).stdout
    assert controls(shown) == set()
    offer: Any = json.loads(shown)
    assert (offer[0] if output == "json" else offer)["name"] == NAME
    assert "Büro" in shown
    assert "\u202e" in run(*LIST, output).stdout


def test_csv_at_a_terminal_has_replacement_characters(run_at_terminal: Run, run: Run) -> None:
    shown = run_at_terminal(*LIST, "csv").stdout
    assert controls(shown) == set()
    assert "A\ufffd]0;title\ufffd\ufffd31m\ufffd\ufffdgnp.exe\ufffd\ufffd\tBüro" in shown
    assert f'"{NAME}"' in run(*LIST, "csv").stdout


def test_the_report_of_doctor_at_a_terminal_has_escapes(run_at_terminal: Run, emulator: Emulator) -> None:
    fault = {"code": "1", "description": NAME}
    answer = Response(400, {"Content-Type": "application/json"}, json.dumps(fault).encode())
    emulator.behavior.intercept = lambda request: answer if request.side == "api" else None
    shown = run_at_terminal("doctor", "--output", "json", PARTNER_CENTER_LOCALE="en-US").stdout
    assert controls(shown) == set()
    assert json.loads(shown)[-1]["outcome"] == "failure"
