"""The folder of an export, where others may have put something."""

from pathlib import Path
from typing import Any

import pytest

from ...gated_service import GatedService


def test_a_file_in_place_of_the_folder_is_not_touched(service: GatedService, run: Any, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl.parts").write_text("mine")
    ended = run("--country", "US", "--to", tmp_path / "x.jsonl")
    assert ended.exit_code == 2
    assert "x.jsonl.parts must be the folder of the export, but it is a file" in ended.stderr
    assert (tmp_path / "x.jsonl.parts").read_text() == "mine"
    assert service.asked == []


@pytest.mark.parametrize("arguments", [[], ["--resume"]])
def test_files_of_others_are_not_deleted(run: Any, tmp_path: Path, arguments: list[str]) -> None:
    folder = tmp_path / "offers.csv.parts"
    folder.mkdir()
    (folder / "thesis.doc").write_text("years of work")
    ended = run("--country", "FR", "--to", str(tmp_path / "offers.csv"), *arguments)
    assert ended.exit_code == 2
    assert "thesis.doc" in ended.stderr
    assert (folder / "thesis.doc").read_text() == "years of work"


def test_a_link_in_place_of_the_folder_is_not_followed(run: Any, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "offers.csv.parts").symlink_to(tmp_path / "elsewhere")
    ended = run("--country", "FR", "--to", str(tmp_path / "offers.csv"))
    assert ended.exit_code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []
