"""How far an export is, for a person at a terminal."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class _OffersColumn(ProgressColumn):
    """How many offers have come, and how many come in a second."""

    def render(self, task: Task) -> Text:
        offers: int = task.fields["offers"]
        elapsed = task.elapsed or 0.0
        rate = f", {offers / elapsed:,.0f}/s" if elapsed >= 1 else ""
        return Text(f"{offers:,} offers{rate}")


class ExportProgress:
    """A line that is drawn anew as catalogues and offers come, and nothing where there is no terminal."""

    def __init__(self, console: Console, *, owners: str, total: int, done: int) -> None:
        self._progress = Progress(
            TextColumn(owners),
            BarColumn(),
            MofNCompleteColumn(),
            _OffersColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(owners, total=total, completed=done, offers=0)

    def __enter__(self) -> "ExportProgress":
        self._progress.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._progress.stop()

    def offers(self, count: int) -> None:
        """Take note of offers that have come."""
        task = self._progress.tasks[0]
        self._progress.update(self._task, offers=task.fields["offers"] + count)

    def catalogue(self) -> None:
        """Take note that a catalogue is done with, whether it could be read or not."""
        self._progress.advance(self._task)
