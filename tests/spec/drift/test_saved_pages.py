"""The pages in the folder ``saved``, in the forms that a person can save, with their exit status."""

import json
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import main

from ..frozen import CONTRACT, SOURCES

SAVED = Path(__file__).parent / "saved"
STATUSES = {
    "reference-copied-in-chromium.txt": 0,
    "guide-copied-in-chromium.txt": 0,
    "throttling-topic.md": 1,
    "odd-cells.html": 2,
    "odd-cells.md": 2,
    "declared-as-dutch.html": 2,
    "dutch.md": 2,
    "missing-on-the-site.html": 2,
    "new-operation-guide.md": 2,
    "new-operation-reference.html": 2,
}
ODD = {
    "limits parameter size",
    "format property Offer.description",
    "retyped property Offer.additionalProperties",
    "limits property Offer.salesGroupId",
    "format property Offer.acquisitionType",
    "added response header ETag",
}


def test_each_saved_page_has_an_expected_status() -> None:
    assert {file.name for file in SAVED.iterdir()} == set(STATUSES)


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_a_saved_page_has_its_status(name: str, status: int) -> None:
    assert main([str(SAVED / name), "--contract", str(CONTRACT), "--sources", str(SOURCES)]) == status


@pytest.mark.parametrize("name", ["odd-cells.html", "odd-cells.md"])
def test_odd_cells_do_not_hide_the_differences_of_other_cells(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--format", "json", "--contract", str(CONTRACT), "--sources", str(SOURCES)]
    assert main([str(SAVED / name), *options]) == 2
    report = json.loads(capsys.readouterr().out)
    assert {f"{one['difference']} {one['of']}" for one in report["drift"]} == ODD
    assert [one["text"] for one in report["not_understood"]] == ["a position"]


@pytest.mark.parametrize("name", ["new-operation-guide.md", "new-operation-reference.html"])
def test_a_page_of_a_new_operation_must_be_registered_first(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SAVED / name), "--contract", str(CONTRACT), "--sources", str(SOURCES)]) == 2
    assert "this page is not in sources.yaml" in capsys.readouterr().err
