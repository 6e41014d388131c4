"""From the query of an export to its file."""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from functools import partial
from pathlib import Path

import attrs
from rich.console import Console

from partner_center import (
    AsyncPartnerCenter,
    BadRequestError,
    BatchEnd,
    BatchPage,
    NotFoundError,
    PartnerCenterError,
    PermissionDeniedError,
)

from ..options import MAX_CONCURRENCY
from ..reporting import log_page
from .csv import write_csv
from .jsonl import json_lines, write_jsonl
from .parts import GrowingPart, Part, Parts, parts_folder
from .progress import ExportProgress
from .query import ExportQuery

Write = Callable[[Iterable[Part], Path], None]

_REFUSALS = (BadRequestError, PermissionDeniedError, NotFoundError)


@attrs.frozen
class Destination:
    """The file of an export.

    Attributes:
        file: The file. It is written when everything has been read.
        write: Writes parts in the format of the file.
    """

    file: Path
    write: Write

    @property
    def parts_folder(self) -> Path:
        """The folder that holds what has been read until then."""
        return parts_folder(self.file)

    def fill(self, parts: Parts) -> None:
        """Write the file under a temporary name, rename it, and delete the parts."""
        temporary = self.parts_folder / "whole.new"
        self.write(parts.in_order(), temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(self.file)
        parts.remove()


@attrs.define
class Failures:
    """The keys that could not be read.

    Attributes:
        refused: The keys that the service refuses to this partner. Another attempt would not help.
        failed: The keys that may be read by another attempt.
    """

    refused: dict[str, PartnerCenterError] = attrs.field(factory=dict)
    failed: dict[str, PartnerCenterError] = attrs.field(factory=dict)


def destination(file: Path, *, excel: bool) -> Destination:
    """Return the destination for a file, in the format of its suffix.

    Raises:
        ValueError: The suffix is not that of a format, excel is not for that format, the folder does not exist, or
            pyarrow is needed and missing.
    """
    if excel and file.suffix != ".csv":
        raise ValueError(f"--excel needs a .csv file, got {str(file)!r}.")
    if file.suffix not in _FORMATS:
        raise ValueError(f"--to must end in {', '.join(_FORMATS)}, got {str(file)!r}.")
    if not os.path.isdir(file.parent) or os.path.isdir(file):  # Path's methods raise if a folder must not be entered
        raise ValueError(f"--to must be a file in a folder that exists, got {str(file)!r}.")
    return Destination(file, partial(write_csv, excel=True) if excel else _FORMATS[file.suffix]())


async def read_offers(
    client: AsyncPartnerCenter, query: ExportQuery, parts: Parts, *, concurrency: int, console: Console
) -> Failures:
    """Read all keys that are not complete.

    Raises:
        ValueError: A part of the query is invalid.
        PartnerCenterError: No call can succeed, for example because there is no token.
        OSError: A part cannot be written.
    """
    failures = Failures()
    missing = [key for key in query.keys if key not in parts.complete]
    # The client limits the calls. With one key more, a call can be sent while a page is decoded and written.
    batch = query.batch(client.offers, missing, concurrency=min(concurrency + 1, MAX_CONCURRENCY))
    growing: dict[str, GrowingPart] = {}
    progress = ExportProgress(console, kind=query.kind, total=len(query.keys), done=len(parts.complete))
    with progress:
        try:
            async with aclosing(batch.events()) as events:
                async for event in events:
                    key = event.key
                    if isinstance(event, BatchPage):
                        if key not in growing:
                            growing[key] = parts.grow(key)
                        log_page(event.page)
                        offers = event.page.items
                        growing[key].add(json_lines(key, offers), offers=len(offers))
                        progress.add_offers(len(offers))
                        continue
                    if isinstance(event, BatchEnd):
                        parts.complete[key] = growing.pop(key).finish()
                    else:
                        # A key whose first pages were sent is not refused, whatever the answer to a later page.
                        is_refused = isinstance(event.error, _REFUSALS) and key not in growing
                        (failures.refused if is_refused else failures.failed)[key] = event.error
                    progress.finish_key()
        finally:
            for unfinished in growing.values():
                unfinished.discard()
    return failures


def _parquet() -> Write:
    try:
        from .parquet import write_parquet
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        raise ValueError(
            "Parquet needs pyarrow. Install it with: pip install 'partner-center-offers[parquet]'"
        ) from error
    return write_parquet


_FORMATS: Mapping[str, Callable[[], Write]] = {
    ".jsonl": lambda: write_jsonl,
    ".csv": lambda: write_csv,
    ".parquet": _parquet,
}
