"""Sends a query, and writes its items."""

from collections.abc import Callable, Iterator

from partner_center import Offer, OfferCategory, OfferCategoryPager, OfferPager, PartnerCenter

from .formats import ItemKind, write_items
from .options import OutputFormat
from .reporting import reported_errors, usage_errors
from .session import current_session

Pager = OfferPager | OfferCategoryPager


def write_query(query: Callable[[PartnerCenter], Pager], kind: ItemKind, output: OutputFormat, *, excel: bool) -> None:
    """Write the items of a query to standard output, each page as soon as it arrives.

    Args:
        query: Returns the items for a client, or raises a ValueError if an argument is invalid.
        kind: How the items are shown.
        output: The format.
        excel: Whether CSV is for Excel.
    """
    with reported_errors():
        with usage_errors():
            partner = current_session().client()
        with partner:
            with usage_errors():
                pager = query(partner)
            write_items(_items_of(pager), kind, output, excel=excel)


def _items_of(pager: Pager) -> Iterator[Offer | OfferCategory]:
    for page in pager.pages(ahead=0):  # a page that is requested ahead, in a thread, would delay Ctrl-C
        yield from page.items
