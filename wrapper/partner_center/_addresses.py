"""An address as logs, events and traces show it: without what identifies a customer."""

import re
from inspect import signature
from urllib.parse import parse_qsl, quote, unquote

import httpx

from partner_center_api.api.offers import list_offers_by_country, list_offers_by_customer

_CUSTOMER = "{customerId}"
# The path in front of the id of a customer, as the generated client writes it.
_BEFORE_CUSTOMER: str = list_offers_by_customer._get_kwargs(_CUSTOMER)["url"].partition(quote(_CUSTOMER))[0]
_CUSTOMERS = _BEFORE_CUSTOMER.strip("/").lower()
# What the operations ask for is a market, a category or a place in a list. Anything else is a link's, and unknown.
_SHOWN = frozenset(signature(list_offers_by_country._get_kwargs).parameters)


def shown_url(url: httpx.URL) -> str:
    """Return an address with the id of the customer and all unknown values of the query left out."""
    port = "" if url.port is None else f":{url.port}"
    host = url.raw_host.decode("ascii")
    host = f"[{host}]" if ":" in host else host
    return f"{url.scheme}://{host}{port}{shown_path(url)}{_shown_query(url)}"


def shown_path(url: httpx.URL) -> str:
    """Return the path of an address with the id of the customer left out."""
    segments = url.raw_path.partition(b"?")[0].decode("ascii").split("/")
    for place, segment in enumerate(segments[:-1]):
        if unquote(segment).lower() == _CUSTOMERS:
            segments[place + 1] = _CUSTOMER
    return "/".join(segments)


def _shown_query(url: httpx.URL) -> str:
    pairs = parse_qsl(url.query.decode("ascii"), keep_blank_values=True)
    if not pairs:
        return ""
    return "?" + "&".join(
        f"{_shown_name(name)}={quote(value, safe='') if name in _SHOWN else 'REDACTED'}" for name, value in pairs
    )


def _shown_name(name: str) -> str:
    """Return a name that is one, and not something to be known in the place of a name."""
    return name if re.fullmatch(r"\$?[A-Za-z]\w{0,19}", name, re.ASCII) else "REDACTED"


def without_customer(text: str, url: httpx.URL) -> str:
    """Return a text without the id of the customer whom an address is about."""
    segments = url.path.split("/")
    for place, segment in enumerate(segments[:-1]):
        if segment.lower() == _CUSTOMERS and segments[place + 1]:
            text = re.sub(re.escape(segments[place + 1]), _CUSTOMER, text, flags=re.IGNORECASE)
    return text
