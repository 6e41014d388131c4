"""``partner-center offers list``, ``offers get`` and ``offers add-ons``."""

from typing import Any

from partner_center import Offer, OfferCategory, OfferPager, PartnerCenter, billing_cycles
from partner_center.snapshots import columns

from .formats import ItemKind, write_items, write_object
from .listing import write_query
from .options import OutputFormat
from .reporting import reported_errors, usage_errors
from .session import current_session


def list_offers(
    *,
    country: str | None,
    customer: str | None,
    category: str | None,
    page_size: int | None,
    locale: str | None,
    output: OutputFormat,
    excel: bool,
) -> None:
    """Write the offers of a market or for a customer to standard output."""

    def query(partner: PartnerCenter) -> OfferPager:
        offers = partner.offers
        if country is not None:
            return offers.by_country(country, category_id=category, page_size=page_size, locale=locale)
        return offers.by_customer(str(customer), category_id=category, page_size=page_size, locale=locale)

    write_query(query, _OFFERS, output, excel=excel)


def list_add_ons(
    *,
    offer_id: str,
    country: str | None,
    customer: str | None,
    locale: str | None,
    output: OutputFormat,
    excel: bool,
) -> None:
    """Write the add-ons of an offer to standard output."""

    def query(partner: PartnerCenter) -> OfferPager:
        return partner.offers.add_ons(offer_id, country=country, customer_id=customer, locale=locale)

    write_query(query, _OFFERS, output, excel=excel)


def get_offer(*, offer_id: str, country: str, locale: str | None, output: OutputFormat, excel: bool) -> None:
    """Write an offer to standard output, in JSON as one object."""
    with reported_errors():
        with usage_errors():
            partner = current_session().client()
        with partner:
            with usage_errors():  # this checks the same arguments, and sends nothing
                partner.offers.add_ons(offer_id, country=country, locale=locale)
            offer = partner.offers.get(offer_id, country=country, locale=locale)
            if output is OutputFormat.JSON:
                write_object(offer)
            else:
                write_items([offer], _OFFERS, output, excel=excel)


def _cells(offer: Offer) -> tuple[Any, ...]:
    return (
        offer.id,
        offer.name,
        offer.category.name if isinstance(offer.category, OfferCategory) else "",
        offer.billing,
        ", ".join(map(str, billing_cycles(offer))),
        f"{offer.minimum_quantity or 0} to {offer.maximum_quantity or 0}",
        "add-on" if offer.is_add_on else "trial" if offer.is_trial else "",
    )


_OFFERS = ItemKind(
    noun="offer",
    columns=("Id", "Name", "Category", "Billing", "Cycles", "Quantity", "Kind"),
    optional=("Cycles", "Kind", "Category", "Quantity", "Billing"),
    cells=_cells,
    members=columns(),
)
