"""Changes of the page of the developer guide, each with the differences that it makes."""

from collections.abc import Callable

from .pages import Guide


def rename_placeholder(page: Guide) -> None:
    page.calls[0][1] = page.calls[0][1].replace("country-id", "region-id")
    page.parameters[0][0] = "region-id"


def rename_query_parameter(page: Guide) -> None:
    page.calls[0][1] = page.calls[0][1].replace("country=", "market=")
    page.request[0] = page.request[0].replace("country=", "market=")


def rename_and_retype_query_parameter(page: Guide) -> None:
    rename_query_parameter(page)
    page.parameters[0][1:3] = ["integer", "N"]


# For each change of the guide: its name, the change, and exactly the differences that are found.
GUIDE_CHANGES: list[tuple[str, Callable[[Guide], object], set[tuple[str, str]]]] = [
    (
        "path",
        lambda page: page.calls[0].__setitem__(1, page.calls[0][1].replace("/v1/", "/v2/")),
        {("changed", "path")},
    ),
    (
        "path of the example",
        lambda page: page.request.__setitem__(0, page.request[0].replace("/offers", "/catalog")),
        {("changed", "path")},
    ),
    ("method", lambda page: page.calls[0].__setitem__(0, "POST"), {("changed", "method")}),
    (
        "parameter added",
        lambda page: page.parameters.append(["segment", "string", "N", "The segment."]),
        {("added", "parameter segment")},
    ),
    (
        "parameter added only in the address",
        lambda page: page.calls[0].__setitem__(
            1, "{baseURL}/v1/offers?country={country-id}&segment={segment} HTTP/1.1"
        ),
        {("added", "query segment")},
    ),
    ("placeholder of a parameter renamed", rename_placeholder, {("renamed", "parameter country")}),
    ("parameter renamed in the address", rename_query_parameter, {("renamed", "parameter country")}),
    (
        "parameter renamed in the address, retyped and optional",
        rename_and_retype_query_parameter,
        {("renamed", "parameter country"), ("retyped", "parameter country"), ("required", "parameter country")},
    ),
    (
        "parameter no longer in the table",
        lambda page: page.parameters.__setitem__(0, ["segment", "string", "Y", "The segment."]),
        {("added", "parameter segment"), ("added", "query country"), ("removed", "parameter country")},
    ),
    (
        "code for an enum",
        lambda page: page.offer.update(billing=2),
        set(),
    ),
    (
        "decided parameter documented",
        lambda page: page.parameters.append(["size", "integer", "N", "How many."]),
        {("stale", "parameter size"), ("format", "parameter size")},
    ),
    (
        "parameter optional",
        lambda page: page.parameters[0].__setitem__(2, "N"),
        {("required", "parameter country")},
    ),
    (
        "parameter retyped",
        lambda page: page.parameters[0].__setitem__(1, "integer"),
        {("retyped", "parameter country")},
    ),
    (
        "header added",
        lambda page: page.request.append("MS-Contract-Version: v1"),
        {("added", "request header MS-Contract-Version")},
    ),
    (
        "header removed",
        lambda page: page.request.pop(3),
        {("removed", "request header MS-RequestId")},
    ),
    (
        "header optional",
        lambda page: setattr(page, "about_headers", "The locale-id, a string, is optional."),
        {("stale", "request header X-Locale")},
    ),
    ("header no longer sent", lambda page: page.request.pop(2), {("stale", "request header Accept")}),
    (
        "response header added",
        lambda page: page.response.append("ETag: abc"),
        {("added", "response header ETag")},
    ),
    ("response header removed", lambda page: page.response.pop(), {("removed", "response header Date")}),
    (
        "response header renamed",
        lambda page: page.response.__setitem__(4, "MS-RequestIdentifier: 1"),
        {("renamed", "response header MS-RequestId")},
    ),
    (
        "status",
        lambda page: page.response.__setitem__(0, "HTTP/1.1 206 Partial Content"),
        {("added", "status 206"), ("removed", "status 200")},
    ),
    (
        "media type",
        lambda page: page.response.__setitem__(2, "Content-Type: text/csv"),
        {("added", "media type text/csv")},
    ),
    ("property added", lambda page: page.offer.update(priority=4), {("added", "property Offer.priority")}),
    (
        "property of a property added",
        lambda page: page.offer["product"].update(sku="0002"),
        {("added", "property OfferProduct.sku")},
    ),
    ("property retyped", lambda page: page.offer.update(rank="seven"), {("retyped", "property Offer.rank")}),
    (
        "property an array",
        lambda page: page.offer.update(category=[]),
        {("retyped", "property Offer.category")},
    ),
    (
        "item of an array retyped",
        lambda page: page.offer.update(prerequisiteOffers=[1]),
        {("retyped", "property Offer.prerequisiteOffers")},
    ),
    ("value added", lambda page: page.offer.update(billing="prepaid"), {("added", "value BillingType.prepaid")}),
    (
        "property of the page added",
        lambda page: page.body.update(nextToken="n"),
        {("added", "property ResourceCollectionOfOffer.nextToken")},
    ),
    ("example repaired", lambda page: setattr(page, "closed", True), {("stale", "example")}),
]
