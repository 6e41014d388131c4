"""``partner-center offers diff``: its formats and its exit status."""

import json
from pathlib import Path
from typing import Any

import pytest

from partner_center.emulator import Emulator

from .conftest import Run

A: dict[str, Any] = {"id": "A", "name": "Teams | *Phone*", "limit": 1, "description": "x" * 500}
B: dict[str, Any] = {"id": "B", "name": "Visio"}
C: dict[str, Any] = {"id": "C", "name": "Project"}


def export(file: Path, **offers: list[dict[str, Any]]) -> str:
    rows = [{"key": key, "offer": offer} for key, market in offers.items() for offer in market]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(file)


@pytest.fixture
def old(tmp_path: Path) -> str:
    return export(tmp_path / "old.jsonl", US=[A, B], DE=[A])


@pytest.fixture
def new(tmp_path: Path) -> str:
    return export(tmp_path / "new.jsonl", US=[A | {"limit": 2, "description": "y" * 500}, C], DE=[A])


def test_no_changes_are_exit_status_0(run: Run, old: str) -> None:
    result = run("offers", "diff", old, old)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "No changes.\n")


def test_changes_are_exit_status_1_and_a_table_for_each_market(run: Run, old: str, new: str) -> None:
    result = run("offers", "diff", old, new)
    assert (result.returncode, result.stderr) == (1, "1 added, 1 removed, 1 changed\n")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "US" in lines
    assert "DE" not in lines
    assert f"~ A Teams | *Phone* description: {'x' * 59}… → {'y' * 59}…" in lines
    assert "limit: 1 → 2" in lines
    assert {"- B Visio", "+ C Project"} < set(lines)


def test_json_has_each_change_in_full(run: Run, old: str, new: str) -> None:
    changes = json.loads(run("offers", "diff", old, new, "--output", "json").stdout)
    assert changes == [
        {
            "change": "changed",
            "key": "US",
            "id": "A",
            "name": "Teams | *Phone*",
            "members": [
                {"name": "description", "old": "x" * 500, "new": "y" * 500},
                {"name": "limit", "old": 1, "new": 2},
            ],
        },
        {"change": "removed", "key": "US", "id": "B", "name": "Visio", "members": []},
        {"change": "added", "key": "US", "id": "C", "name": "Project", "members": []},
    ]
    assert run("offers", "diff", old, old, "--output", "json").stdout == "[]\n"


def test_markdown_is_escaped(run: Run, old: str, new: str) -> None:
    result = run("offers", "diff", old, new, "--output", "markdown", "--ignore", "description")
    assert result.stdout == (
        "### US\n\n| | Offer | Id | Changes |\n|---|---|---|---|\n"
        "| changed | Teams \\| \\*Phone\\* | A | limit: 1 → 2 |\n"
        "| removed | Visio | B |  |\n"
        "| added | Project | C |  |\n\n"
    )


def test_an_export_is_compared_with_what_the_service_has_now(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "us.jsonl"
    assert run("offers", "export", "--country", "US", "--to", str(file)).returncode == 0
    assert run("offers", "diff", str(file)).returncode == 0
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    rows[0]["offer"]["name"] = "Another name"
    export(file, US=[row["offer"] for row in rows])
    result = run("offers", "diff", str(file), "--output", "json")
    assert result.returncode == 1
    (change,) = json.loads(result.stdout)
    assert change["members"][0]["old"] == "Another name"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.jsonl"], "No such file"),
        (["old.csv"], "must end in .jsonl or .parquet"),
        (["bad.jsonl"], "line 1 is not"),
    ],
)
def test_an_export_that_cannot_be_read_is_exit_status_2(
    run: Run, old: str, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "bad.jsonl").write_text("x\n")
    result = run("offers", "diff", old, *(str(tmp_path / name) for name in arguments))
    assert result.returncode == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_market_that_cannot_be_read_is_exit_status_2(run: Run, tmp_path: Path, emulator: Emulator) -> None:
    result = run("offers", "diff", export(tmp_path / "old.jsonl", QQ=[A]))
    assert result.returncode == 2
    assert "while reading the offers of QQ: " in result.stderr
