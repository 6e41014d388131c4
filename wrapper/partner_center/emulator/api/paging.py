"""The pages of a list of offers, and the links between them. There is no I/O in this module."""

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

import attrs

from partner_center.emulator.behavior import Behavior, LinkForm
from partner_center.emulator.server.contract import Json


@attrs.frozen
class OfferList:
    """The offers of a request, before they are divided into pages."""

    path: str
    """The path of the operation below the version: `/offers` or `/customers/{customerId}/offers`."""
    query: dict[str, str]
    """The query parameters of the request, without offset and size."""
    offers: Sequence[Json]


def page(offer_list: OfferList, *, offset: int | None, size: int | None, behavior: Behavior, base_url: str) -> Json:
    """Return one page, or the whole list if neither offset nor size is given.

    Only pages with a size have links to the next and the previous page. A client that follows the previous links gets
    no offer twice: the first page is shorter if the offsets do not divide evenly.
    """
    start = offset or 0
    total = len(offer_list.offers)
    stop = total if size is None else min(total, start + size)
    items = offer_list.offers[start:stop]

    def link(offset: int | None, size: int | None, headers: dict[str, str]) -> Json:
        position = {"offset": offset, "size": size}
        query = offer_list.query | {name: str(value) for name, value in position.items() if value is not None}
        target = f"{offer_list.path}?{urlencode(query)}" if query else offer_list.path
        return {
            "uri": _uri(target, behavior.link_form, base_url),
            "method": "GET",
            "headers": [{"key": key, "value": value} for key, value in headers.items()],
        }

    links = {"self": link(offset, size, {})}
    if size is not None and stop < total and behavior.next_links:
        links["next"] = link(start + size, size, behavior.link_headers)
    if size is not None and start > 0:
        previous = max(0, min(start, total) - size)
        links["previous"] = link(previous, min(size, start - previous), {})
    return collection(items) | {"links": links}


def collection(items: Sequence[Json]) -> Json:
    """Return a page without links. As in the service, `totalCount` is the count of the page, not of the whole list."""
    return {"totalCount": len(items), "items": list(items), "attributes": {"objectType": "Collection"}}


def _uri(target: str, form: LinkForm, base_url: str) -> str:
    match form:
        case LinkForm.PATH:
            return target
        case LinkForm.VERSIONED_PATH:
            return f"{urlsplit(base_url).path}{target}"
        case LinkForm.RELATIVE:
            return target.removeprefix("/")
        case LinkForm.ABSOLUTE:
            return f"{base_url}{target}"
