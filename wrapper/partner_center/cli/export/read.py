"""An export, from its question to its file."""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from pathlib import Path

import attrs
from rich.console import Console

from ... import (
    AsyncPartnerCenter,
    BadRequestError,
    BatchEnd,
    BatchFailure,
    BatchPage,
    NotFoundError,
    PartnerCenterError,
    PermissionDeniedError,
)
from ..._http.network import MAX_CONNECTIONS
from .csv import write_csv
from .jsonl import json_lines, write_jsonl
from .parts import GrowingPart, Part, Parts, parts_folder
from .progress import ExportProgress
from .query import Question

Write = Callable[[Iterable[Part], Path], None]

_REFUSALS = (BadRequestError, PermissionDeniedError, NotFoundError)


@attrs.frozen
class Destination:
    """The file that an export writes, and how.

    Attributes:
        file: The file. It is there only once it is whole.
        write: Writes parts in the format of the file.
    """

    file: Path
    write: Write

    @property
    def parts_folder(self) -> Path:
        """Where the parts are until all of them are there."""
        return parts_folder(self.file)

    def fill(self, parts: Parts) -> None:
        """Write the file under a temporary name, give it its own, and delete the parts."""
        temporary = self.parts_folder / "whole.new"
        self.write(parts.in_order(), temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(self.file)
        parts.remove()


@attrs.define
class Exported:
    """What has become of an export.

    Attributes:
        refused: What the service does not give to this partner, by catalogue. To ask again would not help.
        failed: What could not be had this time, by catalogue.
    """

    refused: dict[str, PartnerCenterError] = attrs.field(factory=dict)
    failed: dict[str, PartnerCenterError] = attrs.field(factory=dict)


def destination(file: Path) -> Destination:
    """Return where and how to write, as the end of the name says.

    Raises:
        ValueError: It says no format that there is, or the folder is missing, or pyarrow is wanted and not installed.
    """
    if file.suffix not in _FORMATS:
        raise ValueError(f"--to is {str(file)!r}, but wants a name that ends in {', '.join(_FORMATS)}.")
    if not os.path.isdir(file.parent) or os.path.isdir(file):  # Path's own raise where a folder may not be entered
        raise ValueError(f"--to is {str(file)!r}, but wants a file in a folder that is there.")
    return Destination(file, _FORMATS[file.suffix]())


async def export(
    client: AsyncPartnerCenter, question: Question, parts: Parts, *, concurrency: int, console: Console
) -> Exported:
    """Read all catalogues that are not whole yet.

    Raises:
        ValueError: Something in the question cannot be right.
        PartnerCenterError: Nothing could be had at all, such as a token.
        OSError: A part cannot be written.
    """
    exported = Exported()
    missing = [catalogue for catalogue in question.catalogues if catalogue not in parts.whole]
    # The client bounds the calls. With one catalogue more, there is a call to make while a page is decoded and written.
    catalogues = question.ask(client.offers, missing, concurrency=min(concurrency + 1, MAX_CONNECTIONS))
    growing: dict[str, GrowingPart] = {}
    progress = ExportProgress(console, owners=question.owners, total=len(question.catalogues), done=len(parts.whole))
    with progress:
        try:
            async with aclosing(catalogues.events()) as coming:
                async for part in coming:
                    catalogue = part.key
                    if isinstance(part, BatchPage):
                        if catalogue not in growing:
                            growing[catalogue] = parts.grow(catalogue)
                        offers = part.page.items
                        growing[catalogue].add(json_lines(catalogue, offers), offers=len(offers))
                        progress.offers(len(offers))
                    elif isinstance(part, BatchEnd):
                        parts.whole[catalogue] = growing.pop(catalogue).finish()
                        progress.catalogue()
                    elif isinstance(part, BatchFailure):
                        # Whose first pages came is not refused, whatever the answer to a later one.
                        is_refused = isinstance(part.error, _REFUSALS) and catalogue not in growing
                        kept = exported.refused if is_refused else exported.failed
                        kept[catalogue] = part.error
                        progress.catalogue()
        finally:
            for unfinished in growing.values():
                unfinished.discard()
    return exported


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
