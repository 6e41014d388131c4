"""``partner-center offers export``: from its options to its exit status."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from ..interrupts import INTERRUPTED
from ..reporting import counted, messages, printable, reported_errors, usage_errors
from ..session import current_session
from ..standard_output import FAILED
from .customers import read_customers
from .failures import Failures
from .folder import ExportFolder, folder_of, is_interrupted
from .journal import Journal
from .query import ExportQuery, parse_countries
from .read import read_offers
from .target import Target

# An exit status, besides those of all commands.
_INCOMPLETE = 3
# In seconds. Decoding a page takes several times as long, and Python's 0.005 longer still.
_SWITCH_INTERVAL = 0.0005


def export_offers(
    *,
    to: Path,
    country: str | None,
    customers: Path | None,
    resume: bool,
    category: str | None,
    page_size: int | None,
    locale: str | None,
    concurrency: int,
    max_failures: int | None,
    excel: bool,
) -> None:
    """Write the offers of many markets or customers to one file, and exit with the status that the help describes."""
    with _advice_to_resume(to), reported_errors(), _tuned_interpreter():
        with usage_errors():
            keys = parse_countries(str(country)) if customers is None else read_customers(customers)
            kind = "countries" if customers is None else "customers"
            if not keys:
                option = "--country" if customers is None else "--customers"
                raise ValueError(f"{option} must contain at least one of the {kind} to read, got none.")
            target = Target.of(to, excel=excel)
            client = current_session().client(max_concurrency=concurrency)
            query = ExportQuery(
                kind=kind,
                keys=tuple(keys),
                all_markets=str(country).strip().lower() == "all",
                category_id=category,
                page_size=page_size,
                locale=client.locale if locale is None else locale,
                cloud=client.cloud.name,
                base_url=client.base_url,
            )
            query.batch(client.offers, query.keys, concurrency=concurrency)  # checks the query, and sends nothing
            folder = ExportFolder.open(target.folder)
        with folder:
            with usage_errors():
                journal = folder.resume(query) if resume else folder.begin(query)
            try:
                with client:
                    failures = read_offers(
                        client, query, journal, concurrency=concurrency, max_failures=max_failures, console=messages
                    )
                status = _write(target, query, folder, journal, failures)
            except KeyboardInterrupt as error:
                messages.print("Interrupted.")
                raise typer.Exit(INTERRUPTED) from error
        raise typer.Exit(status)


def _write(target: Target, query: ExportQuery, folder: ExportFolder, journal: Journal, failures: Failures) -> int:
    """Write the file if all keys were read or refused, report the failures, and return the exit status."""
    for line in failures.report(query.keys):
        messages.print(line)
    file = printable(target.file)
    keys = len(journal.keys)
    if failures.is_stopped:
        messages.print(f"Stopped after {counted(failures.unexpected, 'failure')}, as --max-failures says.")
    if failures.can_be_retried:
        messages.print(f"{file} is not written.")
        return FAILED
    if not keys:
        messages.print(f"{file} is not written, because nothing could be read.")
        return FAILED
    target.replace(journal.pages(), folder.temporary())
    messages.print(f"{counted(journal.offers, 'offer')} of {counted(keys, query.key_noun)} in {file}")
    folder.delete()
    return _INCOMPLETE if failures.unexpected else 0


@contextmanager
def _tuned_interpreter() -> Iterator[None]:
    """Collect garbage rarely, and switch threads often.

    Pages have no reference cycles, and the collector would look at all of them. The next request is sent while another
    thread decodes a page, not after that.
    """
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.freeze()
    gc.set_threshold(100_000)
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*threshold)
        gc.unfreeze()


@contextmanager
def _advice_to_resume(to: Path) -> Iterator[None]:
    """Say after a failure that --resume continues, if it does."""
    try:
        yield
    except typer.Exit as error:
        if error.exit_code in {FAILED, INTERRUPTED} and is_interrupted(folder_of(to)):
            messages.print("What has been read is kept. --resume continues the export.")
        raise
