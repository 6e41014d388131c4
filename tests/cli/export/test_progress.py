"""The progress of an export in a terminal."""

import io

import pytest
from rich.console import Console

from partner_center.cli.export.progress import ExportProgress


@pytest.mark.parametrize("is_terminal", [True, False])
def test_only_a_terminal_shows_the_progress(is_terminal: bool) -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=is_terminal, width=120)
    with ExportProgress(console, kind="countries", total=3, done=1) as progress:
        progress.add_offers(1500)
        progress.finish_key()
    assert ("1,500 offers" in shown.getvalue()) == is_terminal
    assert ("2/3" in shown.getvalue()) == is_terminal
