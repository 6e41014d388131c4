"""Only one export at a time can use a folder."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from partner_center.cli.export.folder import ExportFolder
from partner_center.cli.export.query import ExportQuery

from ...gated_service import GatedService
from .conftest import ALL, SIZES, expected, lines_of

QUERY = ExportQuery(
    kind="countries",
    keys=("US",),
    category_id=None,
    page_size=None,
    locale="en-US",
    cloud="global",
    base_url="https://localhost/v1",
)


@pytest.mark.parametrize("first", [[], ["--resume"]])
@pytest.mark.parametrize("second", [[], ["--resume"]])
def test_a_second_export_to_the_same_file_is_refused(
    service: GatedService, environment: dict[str, str], run: Any, tmp_path: Path, first: list[str], second: list[str]
) -> None:
    service.hold("JP")
    file = tmp_path / "offers.jsonl"
    command = [sys.executable, "-m", "partner_center.cli", "offers", "export", "--country", ALL, "--to", str(file)]
    command += first
    with subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE) as process:  # noqa: S603 - the command of this package
        service.wait_for_request("JP")
        result = run("--country", ALL, "--to", file, *second)
        assert (result.exit_code, process.poll()) == (2, None), result.stderr
        assert "another export is using" in result.stderr
        service.release("JP")
        _, report = process.communicate()
    assert (process.returncode, report.count(b"\n")) == (0, 1), report
    assert len(service.requests) == len(SIZES)
    assert lines_of(file) == expected(service, *SIZES)
    assert list(tmp_path.iterdir()) == [file]


def use_repeatedly(path: Path, times: int) -> None:
    """Lock a folder, begin an export there and delete it, a number of times."""
    done = 0
    while done < times:
        try:
            folder = ExportFolder.open(path)
        except ValueError as error:
            assert "another export is using" in str(error)  # noqa: PT017
            continue
        with folder:
            journal = folder.begin(QUERY)
            journal.add_page("US", b"one\n", offers=1)
            journal.end_key("US")
            assert list(journal.pages()) == [b"one\n"]
            assert sorted(os.listdir(path)) == ["journal", "lock"]
            folder.delete()
        done += 1


def test_exports_that_begin_while_another_ends_do_not_share_a_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    path = tmp_path / "offers.jsonl.parts"
    processes = [context.Process(target=use_repeatedly, args=(path, 150)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert not path.exists()
