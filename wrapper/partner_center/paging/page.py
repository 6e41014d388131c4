"""Pages of a collection."""

from typing import Any, Generic, Self, TypeVar

import attrs

from partner_center_api.models import Offer, ResourceCollectionOfOffer, ResourceLinks

from .._http.responses import Result

ItemT = TypeVar("ItemT")


@attrs.frozen(kw_only=True)
class Page(Result[Any], Generic[ItemT]):
    """A page of a collection.

    Attributes:
        items: The items, in the order of the service.
        size: How many items the service sent, whether or not all of them could be used.
        resource: The whole page; ``resource.to_dict()`` returns its JSON.
        problems: What of the page could not be used, a sentence each, some twenty at most; empty if everything could.
        status: The HTTP status.
        headers: The headers of the response, without cookies and tokens.
        body: The body of the response as it arrived, decompressed.
        request_id: The service's id of the call.
        correlation_id: The id that the calls of one query share.
        mfa_compliant: Whether the service says that the user signed in with multi-factor authentication; None if it
            does not say.
    """

    items: list[ItemT]
    size: int

    @classmethod
    def from_result(cls, result: Result[Any]) -> Self:
        """Return the page in the result of an operation."""
        sent = result.resource.items if isinstance(result.resource.items, list) else []
        items = [item for item in sent if hasattr(item, "to_dict")]
        return cls(items=items, size=len(sent), **attrs.asdict(result, recurse=False))

    @property
    def total_count(self) -> int | None:
        """A count as the service gives it, often that of this page alone; None if it gives none."""
        return self.resource.total_count if isinstance(self.resource.total_count, int) else None

    @property
    def links(self) -> ResourceLinks | None:
        """Where this page and its neighbors are; None if the service does not say."""
        return self.resource.links if isinstance(self.resource.links, ResourceLinks) else None


@attrs.frozen(kw_only=True)
class OfferPage(Page[Offer]):
    """A page of offers. See ``Page``."""

    resource: ResourceCollectionOfOffer = attrs.field(repr=False)
