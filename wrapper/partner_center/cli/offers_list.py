"""``partner-center offers list``: offers as a table for people, or as JSON, JSON lines or CSV for programs."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from partner_center import Offer, OfferCategory, OfferPager, billing_cycles

from .columns import CSV_COLUMNS, csv_row, write_rows
from .options import OfferFormat
from .reporting import counted, messages, printable, reported_errors, usage_errors
from .session import current_session
from .standard_output import escape_json, replace_controls, safe_output

_TABLE_COLUMNS = ("Id", "Name", "Category", "Billing", "Cycles", "Quantity", "Kind")
# The columns that a narrow terminal shows if there is room, the most important first.
_OPTIONAL_COLUMNS = ("Cycles", "Kind", "Category", "Quantity", "Billing")
_LEAST_NAME_WIDTH = 20
_PADDING = 3  # of a column, with the space between two columns


def list_offers(
    *,
    country: str | None,
    customer: str | None,
    category: str | None,
    page_size: int | None,
    locale: str | None,
    output: OfferFormat,
    excel: bool,
) -> None:
    """Write offers to standard output. All formats but the table are written while pages arrive."""
    write = partial(_write_csv, excel=True) if excel else _WRITERS[output]
    with reported_errors():
        with usage_errors():
            partner = current_session().client()
        with partner:
            offers = partner.offers
            with usage_errors():
                if country is not None:
                    pager = offers.by_country(country, category_id=category, page_size=page_size, locale=locale)
                else:
                    pager = offers.by_customer(str(customer), category_id=category, page_size=page_size, locale=locale)
            write(_offers_of(pager))


def _offers_of(pager: OfferPager) -> Iterator[Offer]:
    for page in pager.pages(ahead=0):  # a page that is requested ahead, in a thread, would delay Ctrl-C
        yield from page.items


def _write_table(offers: Iterable[Offer]) -> None:
    rows = [_table_row(offer) for offer in offers]
    widths = {name: max(map(cell_len, (name, *(row[name] for row in rows)))) for name in _TABLE_COLUMNS}
    full_width = sum(widths.values()) + _PADDING * (len(widths) + 1)
    # A pipe has no width: lines are not folded there.
    console = Console(width=None if sys.stdout.isatty() else full_width)
    shown, hidden = _columns_that_fit(widths, console.width)
    table = Table(box=box.SIMPLE_HEAD)
    for name in shown:
        is_whole = name == "Id" and widths["Id"] + _PADDING < console.width
        table.add_column(name, overflow="fold", no_wrap=is_whole, justify="right" if name == "Quantity" else "left")
    for row in rows:
        table.add_row(*(Text(row[name]) for name in shown))
    console.print(table)
    messages.print(counted(len(rows), "offer"))
    if hidden:
        messages.print(f"Not shown, because the terminal is too narrow: {', '.join(hidden)}.")


def _table_row(offer: Offer) -> dict[str, str]:
    cells = {
        "Id": offer.id,
        "Name": offer.name,
        "Category": offer.category.name if isinstance(offer.category, OfferCategory) else "",
        "Billing": offer.billing,
        "Cycles": ", ".join(map(str, billing_cycles(offer))),
        "Quantity": f"{offer.minimum_quantity or 0} to {offer.maximum_quantity or 0}",
        "Kind": "add-on" if offer.is_add_on else "trial" if offer.is_trial else "",
    }
    return {name: printable(cell or "") for name, cell in cells.items()}


def _columns_that_fit(widths: Mapping[str, int], width: int) -> tuple[list[str], list[str]]:
    """Return the columns that a width has room for, and the others. Ids are never folded; names may be."""
    room = width - widths["Id"] - min(widths["Name"], _LEAST_NAME_WIDTH) - 3 * _PADDING
    shown = {"Id", "Name"}
    for name in _OPTIONAL_COLUMNS:
        needed = widths[name] + _PADDING
        if needed > room:
            break
        room -= needed
        shown.add(name)
    return [name for name in _TABLE_COLUMNS if name in shown], [name for name in _TABLE_COLUMNS if name not in shown]


def _write_json(offers: Iterable[Offer]) -> None:
    output = safe_output(escape_json)
    separator = "[\n"
    for offer in offers:
        output.write(separator + json.dumps(offer.to_dict(), ensure_ascii=False))
        separator = ",\n"
    output.write("[]\n" if separator == "[\n" else "\n]\n")


def _write_jsonl(offers: Iterable[Offer]) -> None:
    output = safe_output(escape_json)
    for offer in offers:
        output.write(json.dumps(offer.to_dict(), ensure_ascii=False) + "\n")


def _write_csv(offers: Iterable[Offer], *, excel: bool = False) -> None:
    rows = (csv_row(offer.to_dict(), excel=excel) for offer in offers)
    write_rows(safe_output(replace_controls), chain([CSV_COLUMNS], rows), excel=excel)


_WRITERS: Mapping[OfferFormat, Callable[[Iterable[Offer]], None]] = {
    OfferFormat.TABLE: _write_table,
    OfferFormat.JSON: _write_json,
    OfferFormat.JSONL: _write_jsonl,
    OfferFormat.CSV: _write_csv,
}
