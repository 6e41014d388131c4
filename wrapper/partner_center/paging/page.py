"""What a good answer means: a page of offers."""

from functools import cache
from itertools import islice

import attrs
import httpx
import msgspec

from partner_center_api.models import Offer, ResourceCollectionOfOffer, ResourceLinks
from partner_center_api.models.resource_collection_of_offer import ResourceCollectionOfOffer_Json
from partner_center_api.types import Unset

from .._evidence import correlation_id, request_id, sent_token, shown_value
from .._mfa import mfa_compliant

# A kilobyte of gzip can hold half a million items that are none.
_MOST_TOLD = 20
# Bytes of JSON. What is smaller than a megabyte cannot take much memory, whatever it holds.
_COUNTED_FROM = 2**20
_LEAST_OF_AN_OBJECT = 24


@attrs.frozen(kw_only=True)
class OfferPage:
    """A page of offers.

    Attributes:
        items: The offers, in the order of the service.
        size: How many items the service sent, whether or not all of them are offers.
        problems: What of the page could not be used, a sentence each, some twenty at most; empty on a page that is well
            formed.
        resource: The whole page as it came; ``resource.to_dict()`` gives back its JSON.
        request_id: The service's id of the call.
        correlation_id: The id that the calls of one enumeration share.
        mfa_compliant: Whether the service found a second factor in the sign-in; None where it does not say.
    """

    items: list[Offer]
    size: int
    problems: tuple[str, ...]
    resource: ResourceCollectionOfOffer = attrs.field(repr=False)
    request_id: str | None
    correlation_id: str | None
    mfa_compliant: bool | None

    @property
    def total_count(self) -> int | None:
        """A count as the service gives it, often that of this very page; None where it gives none."""
        total_count: object = self.resource.total_count
        return total_count if isinstance(total_count, int) else None

    @property
    def links(self) -> ResourceLinks | None:
        """Where this page and its neighbours are; None where the service does not say."""
        links: object = self.resource.links
        return links if isinstance(links, ResourceLinks) else None


def too_many_objects(body: bytes) -> int:
    """Return how many objects and lists a large body holds, where it is made of little else, and 0 for any other.

    An offer without members is three bytes of JSON and two hundred times as many of memory, and lists within lists are
    fifty times as many. True offers are some two kilobytes, in seven objects and ten lists.
    """
    if len(body) < _COUNTED_FROM:
        return 0
    objects = body.count(b"{") + body.count(b"[")
    return objects if objects * _LEAST_OF_AN_OBJECT > len(body) else 0


def leads_on(page: OfferPage) -> bool:
    """Tell whether a page says anything of the next."""
    links: object = page.resource.links
    return bool(links.next_) if isinstance(links, ResourceLinks) else bool(links)


def read_contract_page(body: bytes) -> ResourceCollectionOfOffer | None:
    """Return the page in the body of an answer where all of it keeps to the contract, and None for any other body.

    Most bodies do, and are read in half the time that it takes to look at each member.
    """
    try:
        page = _contract_pages().decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return page.to_model()


@cache
def _contract_pages() -> msgspec.json.Decoder[ResourceCollectionOfOffer_Json]:
    return msgspec.json.Decoder(ResourceCollectionOfOffer_Json)


def page_of(
    response: httpx.Response, resource: ResourceCollectionOfOffer, *, problems: tuple[str, ...] = ()
) -> OfferPage | None:
    """Return the page that an answer holds, or None where it is no page.

    Args:
        response: The answer.
        resource: The JSON object of its body.
        problems: What had to be mended to read the body.
    """
    items: object = resource.items
    if isinstance(items, Unset):
        # A writer that leaves out what is empty still says how many there are, or where this is.
        if isinstance(resource.total_count, Unset) and isinstance(resource.links, Unset):
            return None
        items = []
    if items is None:
        items = []
    if not isinstance(items, list):
        return None
    offers = [item for item in items if isinstance(item, Offer)]
    if len(offers) < len(items):
        sentences = (
            f"Item {place} of the page is no offer: {shown_value(item, sent_token(response.request))}"
            for place, item in enumerate(items)
            if not isinstance(item, Offer)
        )
        told = tuple(islice(sentences, _MOST_TOLD))
        problems += told
        if more := len(items) - len(offers) - len(told):
            problems += (f"... and {more} more items are no offers.",)
    return OfferPage(
        items=offers,
        size=len(items),
        problems=problems,
        resource=resource,
        request_id=request_id(response),
        correlation_id=correlation_id(response),
        mfa_compliant=mfa_compliant(response.headers, resource),
    )
