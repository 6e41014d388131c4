"""The progress of an export, for a person at a terminal."""

from collections.abc import Sequence
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

_MOST_CAUSES = 3


class _OffersColumn(ProgressColumn):
    """How many offers have arrived, and how many arrive per second."""

    def render(self, task: Task) -> Text:
        offers: int = task.fields["offers"]
        elapsed = task.elapsed or 0.0
        rate = f", {offers / elapsed:,.0f}/s" if elapsed >= 1 else ""
        return Text(f"{offers:,} offers{rate}")


class _FailuresColumn(ProgressColumn):
    """How many keys failed, by cause."""

    def render(self, task: Task) -> Text:
        causes: Sequence[tuple[str, int]] = task.fields["causes"]
        shown = [f"{count:,} {cause}" for cause, count in causes[:_MOST_CAUSES]]
        if len(causes) > _MOST_CAUSES:
            shown.append(f"{sum(count for _, count in causes[_MOST_CAUSES:]):,} others")
        return Text(", ".join(shown), "red")


class ExportProgress:
    """A line that is updated while offers arrive. It is shown only at a terminal."""

    def __init__(self, console: Console, *, kind: str, total: int, done: int) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn(kind),
            BarColumn(),
            MofNCompleteColumn(),
            _OffersColumn(),
            _FailuresColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(kind, total=total, completed=done, offers=0, causes=())

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

    def show_failures(self, causes: Sequence[tuple[str, int]], notice: str | None) -> None:
        """Show how many keys failed, by cause, and a notice above the line."""
        self._progress.update(self._task, causes=causes)
        if notice is not None:
            self._console.print(notice)
