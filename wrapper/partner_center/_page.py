"""What a good answer means: a page of offers."""

import attrs
import httpx

from partner_center_api.models import Offer, ResourceCollectionOfOffer, ResourceLinks
from partner_center_api.types import Unset

from ._json import JsonError, parse_json
from .errors import ResponseDecodeError

_KEPT_OF_A_BODY = 2048


@attrs.frozen(kw_only=True)
class OfferPage:
    """A page of offers.

    Attributes:
        items: The offers, in the order of the service.
        problems: What of the page could not be used, a sentence each; empty on a page that is well formed.
        resource: The whole page as it came; ``resource.to_dict()`` gives back its JSON.
        request_id: The service's id of the call.
        correlation_id: The id that the calls of one enumeration share.
        mfa_compliant: Whether the service found a second factor in the sign-in; None where it does not say.
    """

    items: list[Offer]
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


def read_page(response: httpx.Response) -> OfferPage:
    """Return the page in an answer.

    Raises:
        ResponseDecodeError: The answer holds none.
    """
    try:
        body = parse_json(response.content)
    except JsonError as error:
        raise _not_a_page(response, f"is not JSON ({error})") from error
    if not isinstance(body, dict):
        raise _not_a_page(response, "is not a JSON object")

    resource = ResourceCollectionOfOffer.from_dict(body)
    items: object = resource.items
    if items is None or isinstance(items, Unset):
        items = []
    if not isinstance(items, list):
        raise _not_a_page(response, "has no list of items")
    return OfferPage(
        items=[item for item in items if isinstance(item, Offer)],
        problems=tuple(
            f"Item {place} of the page is no offer: {item!r:.200}"
            for place, item in enumerate(items)
            if not isinstance(item, Offer)
        ),
        resource=resource,
        request_id=response.headers.get("MS-RequestId"),
        correlation_id=response.headers.get("MS-CorrelationId"),
        mfa_compliant=_mfa_compliant(response.headers, resource),
    )


def _mfa_compliant(headers: httpx.Headers, resource: ResourceCollectionOfOffer) -> bool | None:
    # Fact: two clients read a header, one falls back to a member of the body; Microsoft's words were not to be had.
    said = headers.get("isMfaCompliant", resource.additional_properties.get("isMfaCompliant"))
    return {"true": True, "false": False}.get(str(said).lower())


def _not_a_page(response: httpx.Response, what: str) -> ResponseDecodeError:
    request_id = response.headers.get("MS-RequestId")
    return ResponseDecodeError(
        f"{response.request.method} {response.request.url} was answered with {response.status_code}, "
        f"but the body of {len(response.content)} bytes {what}. Its beginning is in the error's `body`."
        + (f" (request id {request_id})" if request_id else ""),
        status=response.status_code,
        body=response.content[:_KEPT_OF_A_BODY],
        request_id=request_id,
        correlation_id=response.headers.get("MS-CorrelationId"),
    )
