"""``partner-center categories list``."""

from typing import Any

from partner_center import OfferCategory, OfferCategoryPager, PartnerCenter

from .formats import ItemKind
from .listing import write_query
from .options import OutputFormat


def list_categories(
    *, country: str | None, customer: str | None, locale: str | None, output: OutputFormat, excel: bool
) -> None:
    """Write the offer categories of a market or for a customer to standard output."""

    def query(partner: PartnerCenter) -> OfferCategoryPager:
        if country is not None:
            return partner.categories.by_country(country, locale=locale)
        return partner.categories.by_customer(str(customer), locale=locale)

    write_query(query, _CATEGORIES, output, excel=excel)


def _cells(category: OfferCategory) -> tuple[Any, ...]:
    return category.id, category.name, category.rank


_CATEGORIES = ItemKind(
    noun="category",
    columns=("Id", "Name", "Rank"),
    optional=("Rank",),
    cells=_cells,
    members=("id", "name", "rank", "locale", "country"),
)
