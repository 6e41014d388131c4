"""Pages of a collection."""

from collections.abc import Iterator
from typing import Any, ClassVar, Generic, Self, TypeVar

import attrs

from partner_center_api.models import (
    Offer,
    OfferCategory,
    ResourceCollectionOfOffer,
    ResourceCollectionOfOfferCategory,
    ResourceLinks,
)
from partner_center_api.types import html_table, rich_table

from .._http.members import as_sent
from .._http.responses import Result

ItemT = TypeVar("ItemT")


@attrs.frozen(kw_only=True, repr=False)
class Page(Result[Any], Generic[ItemT]):
    """A page of a collection. Iterate over it for its items; ``len`` counts them. rich and notebooks show a table.

    Attributes:
        items: The items, in the order of the service.
        size: How many items the service sent, whether or not all of them could be used.
        resource: The whole page; ``resource.to_dict()`` returns its JSON.
        problems: A sentence for each part of the page that could not be used, about twenty at most.
        status: The HTTP status.
        headers: The headers of the response, without cookies and tokens.
        body: The body of the response as it arrived, decompressed.
        request_id: The service's id of the call.
        correlation_id: The id that the calls of one query share.
        mfa_compliant: Whether the service says that the user signed in with multi-factor authentication; None if it
            does not say.
    """

    _COLUMNS: ClassVar[tuple[str, ...]] = ("id", "name")

    items: list[ItemT]
    size: int

    def __iter__(self) -> Iterator[ItemT]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        problems = f" problems={len(self.problems)}" if self.problems else ""
        return f"<{type(self).__name__} items={len(self)} request_id={self.request_id!r}{problems}>"

    def __rich__(self) -> Any:
        return rich_table(self._COLUMNS, self._rows())

    def _repr_html_(self) -> str:
        return html_table(self._COLUMNS, self._rows())

    def _rows(self) -> Iterator[list[object]]:
        return ([getattr(item, column, None) for column in self._COLUMNS] for item in self.items)

    @classmethod
    def from_result(cls, result: Result[Any]) -> Self:
        """Return the page in the result of an operation."""
        sent = as_sent(result.resource, "items") or []
        items = [item for item in sent if hasattr(item, "to_dict")]
        return cls(items=items, size=len(sent), **attrs.asdict(result, recurse=False))

    @property
    def total_count(self) -> int | None:
        """The count that the service sends, often of this page only; None if it sends none."""
        return self.resource.total_count if isinstance(self.resource.total_count, int) else None

    @property
    def links(self) -> ResourceLinks | None:
        """Where this page and its neighbors are; None if the service does not say."""
        return self.resource.links if isinstance(self.resource.links, ResourceLinks) else None


@attrs.frozen(kw_only=True, repr=False)
class OfferPage(Page[Offer]):
    """A page of offers. See ``Page``."""

    _COLUMNS = ("id", "name", "is_add_on", "is_trial", "supported_billing_cycles")

    resource: ResourceCollectionOfOffer


@attrs.frozen(kw_only=True, repr=False)
class OfferCategoryPage(Page[OfferCategory]):
    """A page of offer categories. See ``Page``."""

    _COLUMNS = ("id", "name", "rank")

    resource: ResourceCollectionOfOfferCategory
