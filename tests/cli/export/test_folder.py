"""The folder of an export, if other users can write to its parent."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from partner_center.cli.export.own_files import open_own

from ...gated_service import GatedService

needs_posix = pytest.mark.skipif(os.name != "posix", reason="only POSIX has owners, modes and links for everybody")


def test_a_file_in_place_of_the_folder_is_not_touched(service: GatedService, run: Any, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl.parts").write_text("mine")
    result = run("--country", "US", "--to", tmp_path / "x.jsonl")
    assert result.exit_code == 2
    assert "x.jsonl.parts must be the folder of the export, but it is a file" in result.stderr
    assert (tmp_path / "x.jsonl.parts").read_text() == "mine"
    assert service.requests == []


@pytest.mark.parametrize("arguments", [[], ["--resume"]])
def test_files_of_others_are_not_deleted(run: Any, tmp_path: Path, arguments: list[str]) -> None:
    folder = tmp_path / "offers.csv.parts"
    folder.mkdir(mode=0o700)
    (folder / "thesis.doc").write_text("years of work")
    result = run("--country", "FR", "--to", str(tmp_path / "offers.csv"), *arguments)
    assert result.exit_code == 2
    assert "thesis.doc" in result.stderr
    assert (folder / "thesis.doc").read_text() == "years of work"


def test_a_link_in_place_of_the_folder_is_not_followed(run: Any, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "offers.csv.parts").symlink_to(tmp_path / "elsewhere")
    result = run("--country", "FR", "--to", str(tmp_path / "offers.csv"))
    assert result.exit_code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


@needs_posix
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o755])
@pytest.mark.parametrize("arguments", [[], ["--resume"]])
def test_a_folder_that_is_open_to_others_is_refused(
    service: GatedService, run: Any, tmp_path: Path, mode: int, arguments: list[str]
) -> None:
    folder = tmp_path / "offers.csv.parts"
    folder.mkdir()
    folder.chmod(mode)
    result = run("--country", "FR", "--to", tmp_path / "offers.csv", *arguments)
    assert result.exit_code == 2
    assert f"is open to other users (its mode is {mode:o}, not 700)" in result.stderr
    assert list(folder.iterdir()) == []
    assert service.requests == []


@needs_posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("name", ["", "journal", "lock"])
def test_a_folder_or_file_of_another_user_is_refused(
    service: GatedService, run: Any, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "offers.csv.parts"
    folder.mkdir(mode=0o700)
    (folder / "journal").touch()
    (folder / "lock").touch()
    os.chown(folder / name, 12345, 12345)
    result = run("--country", "FR", "--to", tmp_path / "offers.csv", "--resume")
    assert result.exit_code == 2
    assert "belongs to another user" in result.stderr
    assert service.requests == []


@needs_posix
@pytest.mark.parametrize("name", ["journal", "lock", "0123456789abcdef.new"])
@pytest.mark.parametrize("arguments", [[], ["--resume"]])
def test_a_link_in_the_folder_is_not_followed(
    service: GatedService, run: Any, tmp_path: Path, name: str, arguments: list[str]
) -> None:
    (tmp_path / "elsewhere").write_text("precious")
    folder = tmp_path / "offers.csv.parts"
    folder.mkdir(mode=0o700)
    (folder / name).symlink_to(tmp_path / "elsewhere")
    result = run("--country", "FR", "--to", tmp_path / "offers.csv", *arguments)
    assert result.exit_code == 2
    assert f"holds {name!r}, which is not a file" in result.stderr
    assert (tmp_path / "elsewhere").read_text() == "precious"


@needs_posix
def test_files_are_opened_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("link", "dangling"):
        for new in (False, True):
            with pytest.raises(OSError, match=name):
                open_own(tmp_path / name, new=new)
    assert not (tmp_path / "nowhere").exists()


@needs_posix
def test_only_its_owner_can_read_what_has_been_read(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.sizes.update({"US": 1, "DE": 1})
    service.statuses["DE"] = 409
    assert run("--country", "US,DE", "--to", tmp_path / "offers.csv").exit_code == 1
    folder = tmp_path / "offers.csv.parts"
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())} == {
        "offers.csv.parts": 0o700,
        "journal": 0o600,
        "lock": 0o600,
    }
