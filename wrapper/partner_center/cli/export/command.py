"""``partner-center offers export``: from its options to its exit status."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.text import Text

from partner_center import ApiError, PartnerCenterError

from ..interrupts import INTERRUPTED
from ..network import explain
from ..reporting import counted, messages, printable, reported_errors, usage_errors
from ..session import current_session
from ..standard_output import FAILED
from .customers import read_customers
from .folder import ExportFolder, folder_of, is_interrupted
from .journal import Journal
from .query import ExportQuery, parse_countries
from .read import Failures, read_offers
from .target import Target

# An exit status, besides those of all commands.
_INCOMPLETE = 3

_MOST_NAMES = 12


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
    excel: bool,
) -> None:
    """Write the offers of many markets or customers to one file, and exit with the status that the help describes."""
    with _advice_to_resume(to), reported_errors(), _few_collections():
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
                    failures = read_offers(client, query, journal, concurrency=concurrency, console=messages)
                status = _write(target, query, folder, journal, failures)
            except KeyboardInterrupt as error:
                messages.print("Interrupted.")
                raise typer.Exit(INTERRUPTED) from error
        raise typer.Exit(status)


def _write(target: Target, query: ExportQuery, folder: ExportFolder, journal: Journal, failures: Failures) -> int:
    """Write the file, report the failures, and return the exit status."""
    for outcome, errors in {"could not be read": failures.failed, "refused by the service": failures.refused}.items():
        in_order = {key: errors[key] for key in query.keys if key in errors}
        for line in _grouped(in_order, outcome):
            messages.print(line)
    file = printable(target.file)
    if failures.failed:
        messages.print(f"{file} is not written.")
        return FAILED
    keys = len(journal.keys)
    if not keys:
        messages.print(f"{file} is not written, because nothing could be read.")
        return FAILED
    target.replace(journal.pages(), folder.temporary())
    messages.print(f"{counted(journal.offers, 'offer')} of {counted(keys, query.key_noun)} in {file}")
    folder.delete()
    return _INCOMPLETE if failures.refused and not query.all_markets else 0


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let the garbage collector run rarely: pages have no reference cycles, and it would look at all of them."""
    threshold = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000)
    try:
        yield
    finally:
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


def _grouped(errors: Mapping[str, PartnerCenterError], outcome: str) -> Iterable[Text]:
    """Yield a line for each kind of error, because many of 248 markets have the same one."""
    groups: dict[tuple[str, str | None], list[str]] = {}
    for key, error in errors.items():
        kind = (type(error).__name__, error.code if isinstance(error, ApiError) else None)
        groups.setdefault(kind, []).append(key)
    for (name, _), keys in groups.items():
        names = ", ".join(keys[:_MOST_NAMES])
        if len(keys) > _MOST_NAMES:
            names += f" and {len(keys) - _MOST_NAMES} more"
        yield Text.assemble(
            (f"{name}: ", "bold red"), printable(f"{outcome}: {names}. The first: {explain(errors[keys[0]])}")
        )
