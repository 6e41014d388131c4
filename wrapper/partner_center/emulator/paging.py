"""Which offers a page holds, and how it is linked to its neighbours. No I/O here."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import attrs

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.switch_values import LinkForm

Json = dict[str, Any]


@attrs.frozen
class Listing:
    """The offers that a request asks for, before they are cut into pages."""

    path: str
    """Where the listing is, below the version: `/offers` or `/customers/{customerId}/offers`."""
    query: dict[str, str]
    """What was asked for, apart from offset and size."""
    offers: Sequence[Json]


def page(listing: Listing, *, offset: int | None, size: int | None, behaviour: Behaviour, base_url: str) -> Json:
    """Return one page: the whole listing without an offset and a size.

    Only pages with a size are linked to the next and the previous one. Following the previous links never doubles an
    offer: the first page is cut short where the offsets do not divide evenly.
    """
    start = offset or 0
    total = len(listing.offers)
    stop = total if size is None else min(total, start + size)
    items = listing.offers[start:stop]

    def link(offset: int | None, size: int | None, headers: dict[str, str]) -> Json:
        place = {"offset": offset, "size": size}
        query = urlencode({**listing.query, **{name: value for name, value in place.items() if value is not None}})
        target = f"{listing.path}?{query}" if query else listing.path
        return {
            "uri": _uri(target, behaviour.link_form, base_url),
            "method": "GET",
            "headers": [{"key": key, "value": value} for key, value in headers.items()],
        }

    links = {"self": link(offset, size, {})}
    if size is not None and stop < total and behaviour.next_links:
        links["next"] = link(start + size, size, behaviour.link_headers)
    if size is not None and start > 0:
        before = max(0, min(start, total) - size)
        links["previous"] = link(before, min(size, start - before), {})
    return {
        # The service fills in the count of the page, not that of the listing.
        "totalCount": len(items),
        "items": list(items),
        "links": links,
        "attributes": {"objectType": "Collection"},
    }


def _uri(target: str, form: LinkForm, base_url: str) -> str:
    match form:
        case LinkForm.PATH:
            return target
        case LinkForm.VERSIONED_PATH:
            return f"/v1{target}"
        case LinkForm.RELATIVE:
            return target.removeprefix("/")
        case LinkForm.ABSOLUTE:
            return f"{base_url}{target}"
