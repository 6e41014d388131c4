"""``partner-center offers export``: the file, the report and the exit status."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from partner_center.markets import MARKETS

from ...gated_service import GatedService
from .conftest import ALL, SIZES, expected, lines_of


@pytest.mark.parametrize("page_size", [[], ["--page-size", "2"]])
def test_offers_are_in_the_order_of_the_keys(
    service: GatedService, run: Any, tmp_path: Path, page_size: list[str]
) -> None:
    file = tmp_path / "offers.jsonl"
    result = run("--country", "jp, US,DE,FR", "--to", file, *page_size)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "14 offers of 4 countries in" in result.stderr
    assert lines_of(file) == expected(service, "JP", "US", "DE", "FR")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_all_markets_are_written_except_those_that_the_service_refuses(
    service: GatedService, run: Any, tmp_path: Path, suffix: str
) -> None:
    service.statuses.update({market: 400 for market in MARKETS if market not in SIZES})
    file = tmp_path / f"offers.{suffix}"
    result = run("--country", "all", "--to", file, "--concurrency", 3)
    assert result.exit_code == 0
    assert "the service refuses them with BadRequestError 400 (code 2030): AD, AE, AF" in result.stderr
    assert "and 232 more" in result.stderr
    assert "14 offers of 4 countries" in result.stderr
    assert file.exists()
    assert len(service.requests) == 248
    assert service.max_in_flight <= 3


def test_a_refused_market_that_was_named_changes_the_exit_status(
    service: GatedService, run: Any, tmp_path: Path
) -> None:
    service.statuses["DE"] = 403
    result = run("--country", ALL, "--to", tmp_path / "offers.jsonl")
    assert result.exit_code == 3
    assert "PermissionDeniedError: refused by the service: DE" in result.stderr
    assert lines_of(tmp_path / "offers.jsonl") == expected(service, "US", "FR", "JP")


def test_nothing_is_written_if_the_service_refuses_everything(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.statuses.update(dict.fromkeys(MARKETS, 403))
    assert run("--country", "all", "--to", tmp_path / "offers.jsonl").exit_code == 1
    assert list(tmp_path.iterdir()) == []


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
        (["--to", ".", "--country", "US"], "--to must end in .jsonl or .csv or .parquet"),
        (["--to", "x.xls", "--country", "US"], "--to must end in .jsonl or .csv or .parquet"),
        (["--to", "missing/x.jsonl", "--country", "US"], "a file in a folder that exists"),
        (["--to", "x.jsonl", "--country", "US,US"], "countries must contain each value once, got 'US' twice"),
        (["--to", "x.jsonl", "--country", "USA"], "country must be a two-letter code such as 'US', got 'USA'"),
        (["--to", "x.jsonl", "--country", "US", "--excel"], "--excel needs a .csv file, got 'x.jsonl'"),
        (["--to", "x.jsonl", "--country", ","], "--country must contain at least one of the countries to read"),
        (["--to", "x.jsonl", "--country", "US", "--concurrency", "0"], "0 is not in the range"),
        (["--to", "x.jsonl", "--country", "US", "--page-size", "0"], "page_size must be a whole number"),
    ],
)
def test_a_usage_error_writes_and_sends_nothing(
    service: GatedService,
    run: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []
    assert service.requests == []


def test_an_existing_file_is_replaced(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers [new].jsonl"
    file.write_text("old")
    result = run("--country", "DE", "--to", file)
    assert result.stderr.endswith("offers [new].jsonl\n")
    assert lines_of(file) == expected(service, "DE")


@pytest.mark.parametrize(
    ("countries", "report"), [("IT", "1 offer of 1 country in"), ("US,IT", "8 offers of 2 countries in")]
)
def test_the_report_counts_in_the_singular_and_the_plural(
    service: GatedService, run: Any, tmp_path: Path, countries: str, report: str
) -> None:
    service.sizes["IT"] = 1
    assert report in run("--country", countries, "--to", tmp_path / "offers.jsonl").stderr


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_an_existing_file_keeps_its_mode(service: GatedService, run: Any, tmp_path: Path, mode: int) -> None:
    file = tmp_path / "offers.csv"
    file.touch()
    file.chmod(mode)
    assert run("--country", "DE", "--to", file).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has a umask")
def test_a_new_file_has_the_mode_of_the_umask(service: GatedService, run: Any, tmp_path: Path) -> None:
    umask = os.umask(0o027)
    try:
        assert run("--country", "DE", "--to", tmp_path / "offers.csv").exit_code == 0
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "offers.csv").stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has links for everybody")
@pytest.mark.parametrize("target", ["yesterday.jsonl", "missing.jsonl"])
def test_a_link_in_place_of_the_file_is_refused(service: GatedService, run: Any, tmp_path: Path, target: str) -> None:
    (tmp_path / "yesterday.jsonl").write_text("yesterday")
    link = tmp_path / "offers.jsonl"
    link.symlink_to(tmp_path / target)
    result = run("--country", "DE", "--to", link)
    assert result.exit_code == 2
    assert f"Give the file that it leads to: {str(tmp_path / target)!r}" in result.stderr
    assert link.is_symlink()
    assert (tmp_path / "yesterday.jsonl").read_text() == "yesterday"
    assert service.requests == []
