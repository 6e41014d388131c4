"""``partner-center offers diff``: what has changed between two exports, or since one."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import typer
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from partner_center import BatchOffer, PartnerCenter, PartnerCenterError
from partner_center.snapshots import Added, Changed, Difference, Removed, diff, keys_of

from .network import explain
from .options import DiffFormat
from .reporting import USAGE_ERROR, messages, printable, reported_errors, usage_errors
from .session import current_session
from .standard_output import FAILED, escape_json, replace_controls, safe_output

# Exit statuses, as those of the command diff.
_CHANGES = 1
_TROUBLE = USAGE_ERROR

_LONGEST_VALUE = 60
_WIDTH_OF_A_PIPE = 10_000  # lines are not folded there
_SIGNS = {Added: "+", Removed: "-", Changed: "~"}
_NOUNS = {Added: "added", Removed: "removed", Changed: "changed"}


def diff_offers(*, old: Path, new: Path | None, ignore: str | None, locale: str | None, output: DiffFormat) -> None:
    """Write how offers have changed, and exit with status 0 if they have not, 1 if they have, and 2 after an error."""
    ignored = [name.strip() for name in (ignore or "").split(",") if name.strip()]
    count: Counter[str] = Counter()
    with _errors_are_trouble():
        if new is not None:
            differences = diff(old, new, ignore=ignored)
            _WRITERS[output](_counted(differences, count))
        else:
            with usage_errors():
                partner = current_session().client()
            with partner:
                differences = diff(old, _offers_now(partner, old, locale), ignore=ignored)
                _WRITERS[output](_counted(differences, count))
    messages.print(_summary(count))
    raise typer.Exit(_CHANGES if count else 0)


def _offers_now(partner: PartnerCenter, old: Path, locale: str | None) -> Iterable[BatchOffer]:
    """Return the offers that the service has now for the markets or customers of an export."""
    keys = keys_of(old)
    are_markets = all(len(key) == len("US") for key in keys)
    operation = partner.offers.by_countries if are_markets else partner.offers.by_customers
    return operation(keys, locale=locale)


@contextmanager
def _errors_are_trouble() -> Iterator[None]:
    """Exit with status 2 after every error, because status 1 means that there are changes."""
    try:
        with reported_errors(), usage_errors():
            try:
                yield
            except ExceptionGroup as group:
                for error in (error for error in group.exceptions if isinstance(error, PartnerCenterError)):
                    messages.print(f"{' '.join(error.__notes__)}: {printable(explain(error))}")
                raise typer.Exit(_TROUBLE) from group
    except typer.Exit as error:
        if error.exit_code == FAILED:
            raise typer.Exit(_TROUBLE) from error
        raise


def _counted(differences: Iterable[Difference], count: Counter[str]) -> Iterator[Difference]:
    for difference in differences:
        count[_NOUNS[type(difference)]] += 1
        yield difference


def _summary(count: Mapping[str, int]) -> str:
    return ", ".join(f"{count[noun]:,} {noun}" for noun in _NOUNS.values() if count.get(noun)) or "No changes."


def _write_table(differences: Iterable[Difference]) -> None:
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_PIPE)
    for key, group in groupby(differences, lambda difference: difference.key):
        market = list(group)
        # Ids are copied from the table, so they are not folded, unless they would take the room of the changes.
        is_whole = max(cell_len(difference.offer_id) for difference in market) <= console.width // 2
        table = Table(box=box.SIMPLE_HEAD, title=Text(printable(key)), title_justify="left")
        for column in ("", "Id", "Name", "Changes"):
            table.add_column(column, overflow="fold", no_wrap=column == "Id" and is_whole)
        for difference in market:
            cells = (_SIGNS[type(difference)], difference.offer_id, difference.offer.name or "")
            table.add_row(*(Text(printable(cell)) for cell in cells), Text("\n".join(_changes(difference))))
        console.print(table)


def _write_markdown(differences: Iterable[Difference]) -> None:
    output = safe_output(replace_controls)
    for key, group in groupby(differences, lambda difference: difference.key):
        output.write(f"### {_escaped(key)}\n\n| | Offer | Id | Changes |\n|---|---|---|---|\n")
        for difference in group:
            changes = "<br>".join(map(_escaped, _changes(difference)))
            name = _escaped(difference.offer.name or "")
            output.write(f"| {_NOUNS[type(difference)]} | {name} | {_escaped(difference.offer_id)} | {changes} |\n")
        output.write("\n")


def _write_json(differences: Iterable[Difference]) -> None:
    output = safe_output(escape_json)
    separator = "[\n"
    for difference in differences:
        members = difference.members if isinstance(difference, Changed) else ()
        value = {
            "change": _NOUNS[type(difference)],
            "key": difference.key,
            "id": difference.offer_id,
            "name": difference.offer.name or "",
            "members": [{"name": member.name, "old": member.old, "new": member.new} for member in members],
        }
        output.write(separator + json.dumps(value, ensure_ascii=False))
        separator = ",\n"
    output.write("[]\n" if separator == "[\n" else "\n]\n")


def _changes(difference: Difference) -> list[str]:
    if not isinstance(difference, Changed):
        return []
    return [f"{change.name}: {_short(change.old)} → {_short(change.new)}" for change in difference.members]


def _short(value: object) -> str:
    text = printable("none" if value is None else value if isinstance(value, str) else json.dumps(value))
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return "".join(f"\\{character}" if character in r"\`*_{}[]<>#|" else character for character in printable(text))


_WRITERS: Mapping[DiffFormat, Callable[[Iterable[Difference]], None]] = {
    DiffFormat.TABLE: _write_table,
    DiffFormat.JSON: _write_json,
    DiffFormat.MARKDOWN: _write_markdown,
}
