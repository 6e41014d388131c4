"""A report gives each difference with its line in the contract and on the page, in four formats."""

import json
from pathlib import Path
from typing import Any

import pytest

from spec_tools.drift.__main__ import main

from ..frozen import CONTRACT, SOURCES
from .forms import REFERENCE_FORMS
from .pages import OFFER, Reference


@pytest.fixture(params=REFERENCE_FORMS)
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A page with a property of another type, a new header, and without one of the decided differences."""
    changed = Reference()
    changed.row_of(OFFER, "isTrial")[1] = "string"
    changed.headers.append(["ms-region", "", "string", "The region of the call."])
    changed.definitions["SupportedBillingCycles"].append(["biennial", ""])
    file = tmp_path / f"page.{request.param}"
    file.write_text(REFERENCE_FORMS[request.param](changed), encoding="utf-8")
    return file


def line_of(path: Path, text: str) -> int:
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line)


def printed(page: Path, format_: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([str(page), "--format", format_, "--contract", str(CONTRACT), "--sources", str(SOURCES)]) == 1
    return capsys.readouterr().out


def test_json_has_every_line(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report: dict[str, Any] = json.loads(printed(page, "json", capsys))
    assert (report["clean"], report["known_as"]) == (False, "offers-by-customer-reference")
    by_name = {one["of"]: one for one in report["drift"]}
    assert set(by_name) == {"property Offer.isTrial", "request header ms-region"}
    trial = by_name["property Offer.isTrial"]
    assert (trial["difference"], trial["page_says"], trial["contract_says"]) == ("retyped", "string", "boolean")
    assert trial["group"] == "Offer"
    assert trial["in_page"] == f"{page}:{line_of(page, 'isTrial')}"
    line = int(trial["in_contract"].rpartition(":")[2])
    assert CONTRACT.read_text("utf-8").splitlines()[line - 1] == "        isTrial:"
    header = by_name["request header ms-region"]
    assert header["in_page"] == f"{page}:{line_of(page, 'ms-region')}"
    assert header["group"] == "list_offers_by_customer"
    [stale] = report["stale"]
    assert (stale["of"], stale["decision"]) == ("value SupportedBillingCycles.biennial", "biennial")
    assert all(one["decision"] and one["because"] for one in report["decided"])


def test_text_groups_by_component(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(page, "text", capsys).splitlines()
    offer = lines.index("Offer")
    assert lines[offer + 1] == "  retyped   property Offer.isTrial: the page has string, the contract boolean"
    assert lines[offer + 2].split()[1] == f"{page}:{line_of(page, 'isTrial')}"
    assert "Decided, and not counted" in lines
    assert "Decisions that no longer apply" in lines
    assert "Drift: 2 differences, 1 decision that no longer applies, 7 decided differences." in lines
    assert lines[-1].startswith("Not compared: its words: sources.yaml has no digest of them.")


@pytest.mark.parametrize("option", ["--contract", "--sources"])
def test_a_file_that_is_not_yaml_is_named_on_one_line(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("pages: [\n", encoding="utf-8")
    assert main([str(page), option, str(broken)]) == 2
    [printed] = capsys.readouterr().err.splitlines()
    assert "broken.yaml:2: is not valid YAML: " in printed


def test_one_difference_is_counted_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = Reference()
    changed.definitions[OFFER].insert(9, ["cancellationPolicy", "string", ""])
    file = tmp_path / "page.html"
    file.write_text(REFERENCE_FORMS["html"](changed), encoding="utf-8")
    said = "Drift: 1 difference, 0 decisions that no longer apply, 8 decided differences."
    assert said in printed(file, "text", capsys).splitlines()
    walk_through = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text("utf-8")
    assert said in walk_through.splitlines()


def test_github_annotates_contract_and_sources(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(page, "github", capsys).splitlines()
    errors = [line for line in lines if line.startswith("::error file=")]
    assert len(errors) == 3
    assert all(CONTRACT.name in line for line in errors[:2])
    assert SOURCES.name in errors[2]
    assert sum(line.startswith("::notice file=") for line in lines) == 7


def test_markdown_has_tables(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(page, "markdown", capsys)
    assert "### Offer" in text
    assert "| retyped | property Offer.isTrial | string | boolean |" in text
    assert "### Decisions that no longer apply" in text
