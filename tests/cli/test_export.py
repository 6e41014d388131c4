"""``partner-center offers export``: no offer lost or doubled, whenever it is killed."""

import csv
import errno
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner, Result

from partner_center import Offer, SupportedBillingCycles
from partner_center.cli.app import app
from partner_center.cli.export.jsonl import json_lines
from partner_center.cli.export.parquet import COLUMNS, SCHEMA, _row
from partner_center.cli.export.progress import ExportProgress
from partner_center.markets import MARKETS

from ..gated_service import Asked, GatedService

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


def expected(service: GatedService, *catalogues: str) -> list[dict[str, Any]]:
    return [{"catalogue": catalogue, "offer": offer} for catalogue in catalogues for offer in service.offers(catalogue)]


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_bytes().splitlines()]


@pytest.mark.parametrize("page_size", [[], ["--page-size", "2"]])
def test_json_lines_in_the_order_asked_for(
    service: GatedService, run: Any, tmp_path: Path, page_size: list[str]
) -> None:
    file = tmp_path / "offers.jsonl"
    ended = run("--country", "jp, US,DE,FR", "--to", file, *page_size)
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert "14 offers of 4 countries in" in ended.stderr
    assert lines_of(file) == expected(service, "JP", "US", "DE", "FR")
    assert list(tmp_path.iterdir()) == [file]


def test_customers_of_a_file(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.sizes.update({"customer-1": 2, "customer-2": 1})
    ids = tmp_path / "customers.txt"
    ids.write_text("\ufeff# ours\ncustomer-2\n\n  customer-1  \n", encoding="utf-8")
    ended = run("--customers", ids, "--to", tmp_path / "offers.jsonl")
    assert ended.exit_code == 0
    assert lines_of(tmp_path / "offers.jsonl") == expected(service, "customer-2", "customer-1")


def test_csv(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers.csv"
    assert run("--country", ALL, "--to", file).exit_code == 0
    with file.open(encoding="utf-8", newline="") as rows:
        came = list(csv.DictReader(rows))
    wanted = expected(service, *SIZES)
    assert [(row["catalogue"], row["id"], row["name"], row["limit"]) for row in came] == [
        (row["catalogue"], row["offer"]["id"], row["offer"]["name"], str(row["offer"]["limit"])) for row in wanted
    ]
    assert {row["unknown_members"] for row in came} == {'{"new": null}'}


def test_parquet(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers.parquet"
    assert run("--country", ALL, "--to", file).exit_code == 0
    table = pq.read_table(file)
    assert table.schema.equals(SCHEMA)
    assert table.schema.metadata == SCHEMA.metadata
    assert [(row["catalogue"], whole(row)) for row in table.to_pylist()] == [
        (row["catalogue"], row["offer"]) for row in expected(service, *SIZES)
    ]


def whole(row: dict[str, Any]) -> dict[str, Any]:
    """Return the offer that a row of Parquet was made of."""
    offer: dict[str, Any] = json.loads(row["otherMembers"] or "{}")
    for name in COLUMNS:
        value = row[name]
        if isinstance(value, dict):
            value = {**{key: member for key, member in value.items() if member is not None}, **offer.get(name, {})}
        if value is not None:
            offer[name] = value
    return offer


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "rank", "x"]), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*COLUMNS, "links", "somethingNew"]), _JSON, max_size=8))
def test_parquet_keeps_whatever_comes(offer: dict[str, Any]) -> None:
    table = pa.Table.from_pylist([_row("US", offer)], schema=SCHEMA)
    assert whole(table.to_pylist()[0]) == offer


@given(st.lists(st.dictionaries(st.sampled_from([*COLUMNS, "somethingNew"]), _JSON, max_size=8), max_size=4))
def test_json_lines_keep_whatever_comes(offers: list[dict[str, Any]]) -> None:
    lines = json_lines("US", map(Offer.from_dict, offers))
    assert [json.loads(line) for line in lines.splitlines()] == [
        {"catalogue": "US", "offer": offer} for offer in offers
    ]
    assert lines.count(b"\n") == len(offers)


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), 2**70, "\ud800", SupportedBillingCycles.MONTHLY])
def test_json_lines_keep_what_few_writers_can_write(value: Any) -> None:
    line = json_lines("US", [Offer.from_dict({"id": "A", "odd": value})])
    assert repr(json.loads(line)["offer"]["odd"]) == repr(getattr(value, "value", value))


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_all_markets_less_those_that_are_refused(service: GatedService, run: Any, tmp_path: Path, suffix: str) -> None:
    service.statuses.update({market: 400 for market in MARKETS if market not in SIZES})
    file = tmp_path / f"offers.{suffix}"
    ended = run("--country", "all", "--to", file, "--concurrency", 3)
    assert ended.exit_code == 0
    assert "BadRequestError: refused by the service: AD, AE, AF" in ended.stderr
    assert "and 232 more" in ended.stderr
    assert "14 offers of 4 countries" in ended.stderr
    assert file.exists()
    assert len(service.asked) == 248
    assert service.most_at_once <= 3


def test_a_market_that_was_named_and_is_refused_shows_in_the_exit_status(
    service: GatedService, run: Any, tmp_path: Path
) -> None:
    service.statuses["DE"] = 403
    ended = run("--country", ALL, "--to", tmp_path / "offers.jsonl")
    assert ended.exit_code == 3
    assert "PermissionDeniedError: refused by the service: DE" in ended.stderr
    assert lines_of(tmp_path / "offers.jsonl") == expected(service, "US", "FR", "JP")


def test_where_all_are_refused_nothing_is_written(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.statuses.update(dict.fromkeys(MARKETS, 403))
    assert run("--country", "all", "--to", tmp_path / "offers.jsonl").exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_read_is_read_by_resume(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers.jsonl"
    service.statuses[Asked("US", 4)] = 409
    ended = run("--country", ALL, "--to", file, "--page-size", 2)
    assert ended.exit_code == 1
    assert "ConflictError: could not be read: US" in ended.stderr
    assert "--resume" in ended.stderr
    assert not file.exists()

    ended = run("--country", ALL, "--to", file, "--page-size", 2)
    assert ended.exit_code == 2
    assert "holds an interrupted export" in ended.stderr
    ended = run("--country", "US,DE", "--to", file, "--page-size", 3, "--resume")
    assert ended.exit_code == 2
    assert "other keys and page_size" in ended.stderr

    service.statuses.clear()
    service.asked.clear()
    assert run("--country", ALL, "--to", file, "--page-size", 2, "--resume").exit_code == 0
    assert lines_of(file) == expected(service, *SIZES)
    assert {asked.catalogue for asked in service.asked} == {"US"}


def test_resume_begins_where_nothing_was_interrupted(service: GatedService, run: Any, tmp_path: Path) -> None:
    assert run("--country", ALL, "--to", tmp_path / "offers.jsonl", "--resume").exit_code == 0
    assert lines_of(tmp_path / "offers.jsonl") == expected(service, *SIZES)


def has_ended(process: "subprocess.Popen[bytes]") -> bool:
    return process.poll() is not None


def test_killed_at_any_moment(service: GatedService, environment: dict[str, str], tmp_path: Path) -> None:
    markets = MARKETS[:30]
    service.sizes.update(dict.fromkeys(markets, 5))
    file = tmp_path / "offers.jsonl"
    command = [sys.executable, "-m", "partner_center.cli", "offers", "export", "--country", ",".join(markets)]
    command += ["--to", str(file), "--page-size", "2", "--concurrency", "4", "--resume"]
    kills = 0
    for _ in range(30):
        process = subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE)  # noqa: S603 - ours
        with process:
            if service.wait_for_more(random.randint(1, 40), given_up=partial(has_ended, process)):  # noqa: S311 - a test
                process.send_signal(signal.SIGKILL)
                kills += 1
        if process.returncode == 0:
            break
        assert not file.exists()
    assert kills > 1
    assert lines_of(file) == expected(service, *markets)
    assert list(tmp_path.iterdir()) == [file]


def test_interrupted_by_a_person(service: GatedService, environment: dict[str, str], tmp_path: Path) -> None:
    service.hold("JP")
    command = [sys.executable, "-m", "partner_center.cli", "offers", "export", "--country", ALL]
    command += ["--to", str(tmp_path / "offers.jsonl"), "--concurrency", "1"]  # JP is asked for when DE is whole
    with subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE) as process:  # noqa: S603 - ours
        service.wait_until_asked("JP")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert said == b"Interrupted.\nWhat has been read is kept. --resume continues the export.\n"
    assert list(tmp_path.iterdir()) == [tmp_path / "offers.jsonl.parts"]


def test_cut_off_at_any_byte(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.sizes.update({"US": 1, "DE": 0, "FR": 0, "JP": 1})
    file = tmp_path / "offers.jsonl"
    service.statuses["JP"] = 409
    assert run("--country", ALL, "--to", file).exit_code == 1
    service.statuses.clear()
    kept = tmp_path / "offers.jsonl.parts"
    before = tmp_path / "before"
    shutil.copytree(kept, before)
    (before / "00003-x.new").write_bytes(b'{"catalogue":"JP","offer":{"id":')
    (before / "whole.new").write_bytes(b'{"catalogue":"US","offer":{"id":')
    parts = [path for path in before.iterdir() if path.name != "query.json"]
    assert len(parts) == 5
    for part in parts:
        for length in range(part.stat().st_size):
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(before, kept)
            os.truncate(kept / part.name, length)
            assert run("--country", ALL, "--to", file, "--resume").exit_code == 0
            assert lines_of(file) == expected(service, *SIZES)


def test_a_question_that_cannot_be_read_is_not_guessed(service: GatedService, run: Any, tmp_path: Path) -> None:
    kept = tmp_path / "offers.jsonl.parts"
    kept.mkdir()
    for text in ["", "{", "[]", "{}", '{"version": 1}', '{"version": 2, "new": 1}']:
        (kept / "query.json").write_text(text)
        ended = run("--country", ALL, "--to", tmp_path / "offers.jsonl", "--resume")
        assert ended.exit_code == 2
        assert "cannot be continued" in ended.stderr
        assert ("it has version 2, but this is version 1" in ended.stderr) == ("2" in text)
    assert service.asked == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "x.jsonl"], "give either --country or --customers."),
        (
            ["--to", "x.jsonl", "--country", "US", "--customers", "x"],
            "give either --country or --customers.",
        ),
        (
            ["--to", "x.jsonl", "--customers", "none.txt"],
            "--customers must be a file that can be read, got 'none.txt': No such file",
        ),
        (["--to", "x.jsonl", "--customers", "."], "--customers must be a file that can be read, got '.'"),
        (["--to", f"{'x' * 250}.jsonl", "--country", "US"], "--to must be a file in a folder that can be written"),
        (["--to", ".", "--country", "US"], "--to must end in .jsonl, .csv, .parquet"),
        (["--to", "x.xls", "--country", "US"], "--to must end in .jsonl, .csv, .parquet"),
        (["--to", "missing/x.jsonl", "--country", "US"], "a file in a folder that exists"),
        (["--to", "x.jsonl", "--country", "US,US"], "countries must contain each value once, got 'US' twice"),
        (["--to", "x.jsonl", "--country", "USA"], "country must be a two-letter code such as 'US', got 'USA'"),
        (["--to", "x.jsonl", "--country", ","], "--country must contain at least one of the countries to read"),
        (["--to", "x.jsonl", "--country", "US", "--concurrency", "0"], "0 is not in the range"),
        (["--to", "x.jsonl", "--country", "US", "--page-size", "0"], "page_size must be a whole number"),
    ],
)
def test_wrong_use_writes_and_sends_nothing(
    service: GatedService,
    run: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run(*arguments)
    assert ended.exit_code == 2
    assert said in ended.stderr
    assert list(tmp_path.iterdir()) == []
    assert service.asked == []


def test_what_stands_where_the_parts_would_be_is_not_touched(service: GatedService, run: Any, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl.parts").write_text("mine")
    ended = run("--country", "US", "--to", tmp_path / "x.jsonl")
    assert ended.exit_code == 2
    assert "x.jsonl.parts cannot be created" in ended.stderr
    assert (tmp_path / "x.jsonl.parts").read_text() == "mine"
    assert service.asked == []


def test_parquet_without_pyarrow(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "partner_center.cli.export.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ended = run("--country", "US", "--to", tmp_path / "x.parquet")
    assert ended.exit_code == 2
    assert "pip install 'partner-center-offers[parquet]'" in ended.stderr


def test_a_run_that_reads_nothing_leaves_nothing(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.statuses.update(dict.fromkeys(SIZES, 409))
    ended = run("--country", ALL, "--to", tmp_path / "x.jsonl")
    assert ended.exit_code == 1
    assert "ConflictError: could not be read: US, DE, FR, JP" in ended.stderr
    assert "--resume" not in ended.stderr
    assert list(tmp_path.iterdir()) == []
    service.statuses.clear()
    assert run("--country", ALL, "--to", tmp_path / "x.jsonl").exit_code == 0


def test_a_run_that_ends_early_says_what_is_kept(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    refused = ["US", "JP", "FR", "BR", "IT", "ES", "NL", "SE", "NO"]  # more than there can be where a token is taken
    service.sizes.update(dict.fromkeys(refused, 2))
    service.statuses.update(dict.fromkeys(refused, 401))
    ended = run("--country", ",".join(["DE", *refused]), "--to", file, "--concurrency", 1)
    assert ended.exit_code == 1
    first, second = ended.stderr.splitlines()
    assert first.startswith("AuthenticationError: ")
    assert second == "What has been read is kept. --resume continues the export."
    service.statuses.clear()
    service.asked.clear()
    assert run("--country", ",".join(["DE", *refused]), "--to", file, "--resume").exit_code == 0
    assert {asked.catalogue for asked in service.asked} == set(refused)
    assert lines_of(file) == expected(service, "DE", *refused)

    service.statuses.update(dict.fromkeys(refused, 401))
    again = tmp_path / "again.jsonl"
    ended = run("--country", ",".join(refused), "--to", again, "--concurrency", 1)
    assert ended.exit_code == 1
    assert len(ended.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_in_the_end(
    service: GatedService, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", is_full)
    file = tmp_path / "x.jsonl"
    file.write_text("of yesterday")
    ended = run("--country", ALL, "--to", file)
    assert ended.exit_code == 1
    assert file.read_text() == "of yesterday"
    first, second = ended.stderr.splitlines()
    assert first == "OSError: [Errno 28] No space left on device"
    assert second == "What has been read is kept. --resume continues the export."
    monkeypatch.undo()
    service.asked.clear()
    assert run("--country", ALL, "--to", file, "--resume").exit_code == 0
    assert service.asked == []
    assert lines_of(file) == expected(service, *SIZES)


def test_a_file_that_is_there_is_replaced(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers [new].jsonl"
    file.write_text("old")
    ended = run("--country", "DE", "--to", file)
    assert ended.stderr.endswith("offers [new].jsonl\n")
    assert lines_of(file) == expected(service, "DE")


# They stand in otherMembers, as docs/export.md says.
WITHOUT_A_COLUMN = {
    "Offer": {"additionalProperties", "attestationProperties", "attributes", "links"},
    "OfferCategory": {"attributes", "links"},
    "OfferProduct": set[str](),
}


@pytest.mark.parametrize(
    ("schema", "columns"),
    [
        ("Offer", set(COLUMNS)),
        ("OfferCategory", {field.name for field in COLUMNS["category"]}),
        ("OfferProduct", {field.name for field in COLUMNS["product"]}),
    ],
)
def test_what_the_contract_names_has_a_column(schema: str, columns: set[str]) -> None:
    contract = Path(__file__).parents[2] / "openapi" / "partner-center-offers.yaml"
    schemas = yaml.safe_load(contract.read_text(encoding="utf-8"))["components"]["schemas"]
    assert set(schemas[schema]["properties"]) == columns | WITHOUT_A_COLUMN[schema]


def test_the_page_on_export_lists_every_column() -> None:
    text = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    for field in SCHEMA:
        assert f"| `{field.name}` | {field.type} |" in text
    assert f"`partner-center-offers.schema` = {SCHEMA.metadata[b'partner-center-offers.schema'].decode()};" in text


@pytest.mark.parametrize("arguments", [[], ["--resume"]])
def test_what_is_not_its_own_is_not_deleted(run: Any, tmp_path: Path, arguments: list[str]) -> None:
    folder = tmp_path / "offers.csv.parts"
    folder.mkdir()
    (folder / "thesis.doc").write_text("years of work")
    ended = run("--country", "FR", "--to", str(tmp_path / "offers.csv"), *arguments)
    assert ended.exit_code == 2
    assert "thesis.doc" in ended.stderr
    assert (folder / "thesis.doc").read_text() == "years of work"


def test_a_link_in_the_place_of_the_parts_is_not_followed(run: Any, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "offers.csv.parts").symlink_to(tmp_path / "elsewhere")
    ended = run("--country", "FR", "--to", str(tmp_path / "offers.csv"))
    assert ended.exit_code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_terminal_sees_how_far_it_is(is_terminal: bool) -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=is_terminal, width=120)
    with ExportProgress(console, kind="countries", total=3, done=1) as progress:
        progress.add_offers(1500)
        progress.finish_key()
    assert ("1,500 offers" in shown.getvalue()) == is_terminal
    assert ("2/3" in shown.getvalue()) == is_terminal
