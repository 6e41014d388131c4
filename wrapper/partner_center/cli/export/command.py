"""The command ``offers export``: its options, and what it says at the end."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from ... import ApiError, PartnerCenterError
from ..failures import failures_for_people, messages, printable
from ..session import Session, current_session
from .parts import Parts
from .question import Question, countries_named, customers_in
from .run import Destination, Exported, destination, export

# Exit statuses. 1 and 2 are those of all commands.
_NOTHING_WRITTEN = 1
_WRONG_USE = 2
_WRITTEN_IN_PART = 3
_INTERRUPTED = 130  # as shells have it for Ctrl-C

_NAMED_AT_MOST = 12


def export_offers(
    *,
    to: Annotated[Path, typer.Option(metavar="FILE", help="What to write: a file.jsonl, .csv or .parquet.")],
    country: Annotated[
        str | None, typer.Option(metavar="XX,YY,…", help="The offers of these markets, or of all of them: all.")
    ] = None,
    customers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The offers for the customers whose ids a file has, one a line.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an export that was interrupted.")] = False,
    category: Annotated[
        str | None, typer.Option(metavar="ID", help="Only offers of a category, such as Enterprise_Key.")
    ] = None,
    page_size: Annotated[
        int | None, typer.Option(metavar="N", help="How many offers to ask for at once; all, where not given.")
    ] = None,
    locale: Annotated[
        str | None, typer.Option(metavar="L", help="The language of names and descriptions, such as de-DE.")
    ] = None,
    concurrency: Annotated[int, typer.Option(metavar="N", help="How many calls to make at once, from 1 to 100.")] = 8,
) -> None:
    """Write the offers of many markets or customers into one file: give one of --country and --customers.

    The file appears when it is whole. Until then what was read is kept in the folder FILE.parts beside it.

    Exit status: 0 all is written; 1 nothing is written, and --resume continues; 2 wrong use; 3 written, but the service
    refuses some of the markets or customers that were named (with --country all that is no failure).
    """
    if (country is None) == (customers is None):
        raise typer.BadParameter("give one of --country and --customers, not both.")
    with failures_for_people():
        try:
            question = Question(
                owners="countries" if customers is None else "customers",
                catalogues=tuple(countries_named(str(country)) if customers is None else customers_in(customers)),
                all_markets=str(country).strip().lower() == "all",
                category_id=category,
                page_size=page_size,
                locale=locale,
            )
            status = _export(question, destination(to), current_session(), resume=resume, concurrency=concurrency)
        except ModuleNotFoundError as error:
            if error.name != "pyarrow":
                raise
            messages.print("Parquet needs pyarrow. Install it with: pip install 'partner-center-offers[parquet]'")
            raise typer.Exit(_WRONG_USE) from error
        except OSError as error:
            messages.print(Text(f"{printable(error)}. What was read is kept: --resume continues."))
            raise typer.Exit(_NOTHING_WRITTEN) from error
        except KeyboardInterrupt as error:
            messages.print("Interrupted. What was read is kept: --resume continues.")
            raise typer.Exit(_INTERRUPTED) from error
    raise typer.Exit(status)


def _export(question: Question, target: Destination, session: Session, *, resume: bool, concurrency: int) -> int:
    if not question.catalogues:
        raise ValueError(f"there are no {question.owners} in what was given, but one at least is wanted.")

    async def read() -> tuple[Parts, Exported]:
        async with session.async_client(max_concurrency=concurrency) as client:
            # Refuses what cannot be right before anything is written.
            question.ask(client.offers, question.catalogues, concurrency=concurrency)
            parts = (Parts.resume if resume else Parts.begin)(target.parts_folder, question)
            return parts, await export(client, question, parts, concurrency=concurrency, console=messages)

    parts, exported = asyncio.run(read())
    for what, errors in {"could not be read": exported.failed, "refused by the service": exported.refused}.items():
        in_order = {catalogue: errors[catalogue] for catalogue in question.catalogues if catalogue in errors}
        for sentence in _grouped(in_order, what):
            messages.print(sentence)
    if exported.failed:
        messages.print(f"{target.file} is not written. What was read is kept: --resume continues.")
        return _NOTHING_WRITTEN
    if not parts.whole:
        messages.print(f"{target.file} is not written: there is nothing to write.")
        parts.remove()
        return _NOTHING_WRITTEN
    offers = sum(part.offers for part in parts.in_order())
    target.fill(parts)
    messages.print(f"{offers:,} offers of {len(parts.whole):,} {question.owners} in {target.file}")
    return _WRITTEN_IN_PART if exported.refused and not question.all_markets else 0


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
