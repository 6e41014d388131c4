"""The progress of an export, for a person at a terminal."""

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class _OffersColumn(ProgressColumn):
    """How many offers have arrived, and how many arrive per second."""

    def render(self, task: Task) -> Text:
        offers: int = task.fields["offers"]
        elapsed = task.elapsed or 0.0
        rate = f", {offers / elapsed:,.0f}/s" if elapsed >= 1 else ""
        return Text(f"{offers:,} offers{rate}")


class ExportProgress:
    """A line that is updated while offers arrive. It is shown only at a terminal."""

    def __init__(self, console: Console, *, kind: str, total: int, done: int) -> None:
        self._progress = Progress(
            TextColumn(kind),
            BarColumn(),
            MofNCompleteColumn(),
            _OffersColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(kind, total=total, completed=done, offers=0)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._progress.stop()

    def add_offers(self, count: int) -> None:
        """Count offers that have arrived."""
        task = self._progress.tasks[0]
        self._progress.update(self._task, offers=task.fields["offers"] + count)

    def finish_key(self) -> None:
        """Count a market or customer that was read or failed."""
        self._progress.advance(self._task)
