"""``partner-center offers export``: from what was asked for to what it says at the end."""

import asyncio
import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.text import Text

from ... import ApiError, PartnerCenterError
from ..reporting import FAILED, failures_for_people, messages, printable, wrong_use
from ..session import Session, current_session
from .parts import Parts, is_interrupted, parts_folder
from .query import Question, countries_named, customers_in
from .read import Destination, Exported, destination, export

# Exit statuses, beside those of all commands.
_WRITTEN_IN_PART = 3
_INTERRUPTED = 130  # as shells have it for Ctrl-C

_NAMED_AT_MOST = 12


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
) -> None:
    """Write the offers of many markets or customers into one file, and exit with the status that the help promises."""
    with _say_what_is_kept(to), failures_for_people(), _few_collections():
        with wrong_use():
            question = Question(
                owners="countries" if customers is None else "customers",
                catalogues=tuple(countries_named(str(country)) if customers is None else customers_in(customers)),
                all_markets=str(country).strip().lower() == "all",
                category_id=category,
                page_size=page_size,
                locale=locale,
            )
            if not question.catalogues:
                raise ValueError(f"there are no {question.owners} in what was given, but one at least is wanted.")
            target = destination(to)
            session = current_session()
        try:
            parts, exported = asyncio.run(_read(question, target, session, resume=resume, concurrency=concurrency))
            status = _write(question, target, parts, exported)
        except KeyboardInterrupt as error:
            messages.print("Interrupted.")
            raise typer.Exit(_INTERRUPTED) from error
        raise typer.Exit(status)


async def _read(
    question: Question, target: Destination, session: Session, *, resume: bool, concurrency: int
) -> tuple[Parts, Exported]:
    with wrong_use():
        client = session.async_client(max_concurrency=concurrency)
    async with client:
        with wrong_use():
            # Refuses what cannot be right before anything is written.
            question.ask(client.offers, question.catalogues, concurrency=concurrency)
            parts = (Parts.resume if resume else Parts.begin)(target.parts_folder, question)
        try:
            return parts, await export(client, question, parts, concurrency=concurrency, console=messages)
        finally:
            parts.remove_if_empty()


def _write(question: Question, target: Destination, parts: Parts, exported: Exported) -> int:
    """Write the file, say what has become of the export, and return the exit status."""
    for what, errors in {"could not be read": exported.failed, "refused by the service": exported.refused}.items():
        in_order = {catalogue: errors[catalogue] for catalogue in question.catalogues if catalogue in errors}
        for sentence in _grouped(in_order, what):
            messages.print(sentence)
    file = printable(target.file)
    if exported.failed:
        messages.print(f"{file} is not written.")
        return FAILED
    if not parts.whole:
        messages.print(f"{file} is not written: there is nothing to write.")
        return FAILED
    offers = sum(part.offers for part in parts.in_order())
    target.fill(parts)
    messages.print(f"{offers:,} offers of {len(parts.whole):,} {question.owners} in {file}")
    return _WRITTEN_IN_PART if exported.refused and not question.all_markets else 0


@contextmanager
def _few_collections() -> Iterator[None]:
    """Have the collector come seldom: pages leave nothing to it, and it would go through them all again and again."""
    threshold = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        gc.unfreeze()


@contextmanager
def _say_what_is_kept(to: Path) -> Iterator[None]:
    """Say after a failure that it can be gone on from, where it can."""
    try:
        yield
    except typer.Exit as ended:
        if ended.exit_code in {FAILED, _INTERRUPTED} and is_interrupted(parts_folder(to)):
            messages.print("What was read is kept: --resume continues.")
        raise


def _grouped(errors: Mapping[str, PartnerCenterError], what: str) -> Iterable[Text]:
    """Yield a line for each kind of error: of 248 markets, many have the same."""
    groups: dict[tuple[str, str | None], list[str]] = {}
    for catalogue, error in errors.items():
        kind = (type(error).__name__, error.code if isinstance(error, ApiError) else None)
        groups.setdefault(kind, []).append(catalogue)
    for (name, _), catalogues in groups.items():
        named = ", ".join(catalogues[:_NAMED_AT_MOST])
        if len(catalogues) > _NAMED_AT_MOST:
            named += f" and {len(catalogues) - _NAMED_AT_MOST} more"
        first = errors[catalogues[0]]
        yield Text.assemble((f"{name}: ", "bold red"), printable(f"{what}: {named}. The first: {first}"))
