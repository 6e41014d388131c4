"""Many failures: the report of each, the progress, and ending an export early."""

import io
import tracemalloc
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from rich.console import Console

from partner_center import NotFoundError, PartnerCenterError, RequestTimeoutError, ServerError
from partner_center.cli.export.failures import Failure, Failures
from partner_center.cli.export.progress import ExportProgress
from partner_center.markets import MARKETS

from ...gated_service import GatedService
from .conftest import ALL, SIZES, expected, lines_of


def not_found(key: str) -> PartnerCenterError:
    request_id = str(uuid4())
    return NotFoundError(
        f"GET https://localhost/v1/customers/{key}/offers returned 404 (code 20002): No relation. (request id "
        f"{request_id})",
        status=404,
        code="20002",
        description="No relation.",
        request_id=request_id,
        headers=httpx.Headers({"Server": "x" * 1000}),
        body=b"x" * 2048,
    )


def test_a_failure_has_the_data_of_the_report() -> None:
    error = not_found("US")
    assert Failure.of("US", error, has_pages=False) == Failure(
        key="US",
        kind="NotFoundError",
        status=404,
        code="20002",
        line="No relation.",
        request_id=str(vars(error)["request_id"]),
        is_refusal=True,
    )
    assert not Failure.of("US", error, has_pages=True).is_refusal
    late = RequestTimeoutError("late\x1b[2J" + "x" * 2000, url="https://localhost")
    failure = Failure.of("US", late, has_pages=False)
    assert (failure.status, failure.code, failure.cause, len(failure.line)) == (None, None, "RequestTimeoutError", 200)
    assert failure.line.isprintable()


def test_many_failures_need_little_memory() -> None:
    keys = [str(uuid4()) for _ in range(10_000)]
    failures = Failures("customer", allows_refusals=False)
    tracemalloc.start()
    for key in keys:
        failures.add(key, not_found(key), has_pages=False)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held / len(keys) < 500
    (line,) = failures.report(keys)
    assert line.plain.startswith(f"NotFoundError: refused by the service: {keys[0]}, {keys[1]}, ")
    assert "and 9,988 more. The first: GET https://localhost/v1/customers/" in line.plain


def test_many_failures_of_one_kind_in_a_row_are_announced_once() -> None:
    failures = Failures("customer", allows_refusals=False)

    def add(count: int, error: PartnerCenterError) -> list[str]:
        return list(filter(None, (failures.add(str(uuid4()), error, has_pages=False) for _ in range(count))))

    assert add(24, not_found("x")) == []
    failures.add_success()
    assert add(24, not_found("x")) == []
    (notice,) = add(30, not_found("x"))
    assert notice == (
        "25 customers in a row failed with NotFoundError 404 (code 20002): No relation. Ctrl-C stops the export, and "
        "--max-failures stops it by itself."
    )
    (notice,) = add(60, ServerError("busy", status=503))
    assert notice.startswith("25 customers in a row failed with ServerError 503: busy. ")
    assert add(60, not_found("x")) == []
    assert failures.causes == [("NotFoundError 404 (code 20002)", 138), ("ServerError 503", 60)]
    assert failures.unexpected == 198


def test_refused_markets_are_not_announced_if_the_user_named_none() -> None:
    failures = Failures("country", allows_refusals=True)
    assert [failures.add(key, not_found(key), has_pages=False) for key in MARKETS] == [None] * len(MARKETS)
    assert failures.unexpected == 0


def test_the_progress_shows_failures_by_cause() -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=200, color_system=None)
    with ExportProgress(console, kind="customers", total=3, done=1) as progress:
        progress.show_failures([("A 404", 1200), ("B 500", 3), ("C", 2), ("D", 1), ("E", 1)], "25 in a row")
    assert "1,200 A 404, 3 B 500, 2 C, 2 others" in shown.getvalue()
    assert "25 in a row" in shown.getvalue()


@pytest.mark.parametrize("status", [404, 409])
def test_an_export_stops_after_a_number_of_failures_and_can_be_resumed(
    service: GatedService, run: Any, tmp_path: Path, status: int
) -> None:
    file = tmp_path / "offers.jsonl"
    refused = [f"customer-{number}" for number in range(1, 30)]
    service.sizes.update({"customer-0": 2, **dict.fromkeys(refused, 1)})
    service.statuses.update(dict.fromkeys(refused, status))
    ids = tmp_path / "ids.txt"
    ids.write_text("\n".join(["customer-0", *refused]))
    result = run("--customers", ids, "--to", file, "--concurrency", 1, "--max-failures", 3)
    assert result.exit_code == 1
    assert "Stopped after 3 failures, as --max-failures says." in result.stderr
    assert result.stderr.endswith("What has been read is kept. --resume continues the export.\n")
    assert not file.exists()
    assert len(service.requests) <= 6
    service.statuses.clear()
    service.requests.clear()
    assert run("--customers", ids, "--to", file, "--resume", "--max-failures", 3).exit_code == 0
    assert "customer-0" not in {request.key for request in service.requests}
    assert lines_of(file) == expected(service, "customer-0", *refused)


def test_refused_markets_do_not_stop_an_export_of_all_markets(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.statuses.update({market: 400 for market in MARKETS if market not in SIZES})
    file = tmp_path / "offers.jsonl"
    assert run("--country", "all", "--to", file, "--max-failures", 1).exit_code == 0
    assert len(lines_of(file)) == 14
    assert run("--country", ALL, "--to", file, "--max-failures", 1).exit_code == 0


def test_many_failures_are_announced_while_the_export_runs(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.statuses.update(dict.fromkeys(MARKETS, 409))
    result = run("--country", ",".join(MARKETS[:40]), "--to", tmp_path / "offers.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "25 countries in a row failed with ConflictError 409 (code 2030): No offers for you. "
    )
