"""``partner-center offers list``: offers as a table for people, or as JSON, JSON lines or CSV for programs."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from partner_center import Offer, OfferCategory, billing_cycles

from .columns import CSV_COLUMNS, csv_row, write_rows
from .options import OfferFormat
from .reporting import messages, printable, reported_errors, usage_errors
from .session import current_session


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
            # A page that is requested ahead, in a thread, would delay Ctrl-C.
            write(offer for page in pager.pages(ahead=0) for offer in page.items)


def _write_table(offers: Iterable[Offer]) -> None:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("Id", "Name", "Category", "Billing", "Cycles"):
        table.add_column(heading, overflow="fold")
    table.add_column("Quantity", justify="right")
    table.add_column("Kind")
    for offer in offers:
        category = offer.category.name if isinstance(offer.category, OfferCategory) else ""
        kind = "add-on" if offer.is_add_on else "trial" if offer.is_trial else ""
        quantity = f"{offer.minimum_quantity or 0} to {offer.maximum_quantity or 0}"
        cycles = ", ".join(map(str, billing_cycles(offer)))
        cells = (offer.id, offer.name, category, offer.billing, cycles, quantity, kind)
        table.add_row(*(Text(printable(cell or "")) for cell in cells))
    # A pipe has no width: lines are not folded there.
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    messages.print(f"{table.row_count} offers")


def _write_json(offers: Iterable[Offer]) -> None:
    separator = "[\n"
    for offer in offers:
        sys.stdout.write(separator + json.dumps(offer.to_dict(), ensure_ascii=False))
        separator = ",\n"
    sys.stdout.write("[]\n" if separator == "[\n" else "\n]\n")


def _write_jsonl(offers: Iterable[Offer]) -> None:
    for offer in offers:
        sys.stdout.write(json.dumps(offer.to_dict(), ensure_ascii=False) + "\n")


def _write_csv(offers: Iterable[Offer], *, excel: bool = False) -> None:
    rows = (csv_row(offer.to_dict(), excel=excel) for offer in offers)
    write_rows(sys.stdout, chain([CSV_COLUMNS], rows), excel=excel)


_WRITERS: Mapping[OfferFormat, Callable[[Iterable[Offer]], None]] = {
    OfferFormat.TABLE: _write_table,
    OfferFormat.JSON: _write_json,
    OfferFormat.JSONL: _write_jsonl,
    OfferFormat.CSV: _write_csv,
}
