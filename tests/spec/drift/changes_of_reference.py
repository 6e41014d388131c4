"""Changes of the page of the REST reference, each with the differences that it makes."""

from collections.abc import Callable

from .pages import CATEGORY, LINK, OFFER, PAGE, PAIR, Reference

ATTESTATION = "Contracts.V1.Models.OfferAttestationProperties"
PRICE = "Contracts.V1.Models.OfferPrice"


def add_parameter(page: Reference) -> None:
    page.parameters.append(["market", "query", "", "string", "Another market."])
    page.query.append("market")


def remove_parameter(page: Reference) -> None:
    page.parameters.remove(page.parameter("size"))
    page.query.remove("size")


def rename_parameter(page: Reference) -> None:
    page.parameter("offset")[0] = "offsets"
    page.query[page.query.index("offset")] = "offsets"


def add_path_parameter(page: Reference) -> None:
    page.address = page.address.replace("/offers", "/regions/{region}/offers")
    page.parameters.append(["region", "path", "True", "string", ""])


def change_status(page: Reference) -> None:
    page.responses[0][0] = "201 Created"


def remove_definition(page: Reference) -> None:
    page.definitions.pop(ATTESTATION)
    page.definitions[OFFER].remove(page.row_of(OFFER, "attestationProperties"))


def add_definition(page: Reference) -> None:
    page.definitions[PRICE] = [["amount", "number (double)", ""], ["currency", "string", ""]]
    page.definitions[OFFER].append(["price", PRICE, ""])


def rename_definition(page: Reference) -> None:
    group = "Contracts.V1.Models.OfferGroup"
    page.definitions = {group if name == CATEGORY else name: rows for name, rows in page.definitions.items()}
    page.row_of(OFFER, "category")[1] = group


def edit(definition: str, name: str, *, to: str) -> Callable[[Reference], None]:
    """Change the type of a property."""

    def change(page: Reference) -> None:
        page.row_of(definition, name)[1] = to

    return change


def rename(definition: str, name: str, *, to: str) -> Callable[[Reference], None]:
    """Rename a property or value."""

    def change(page: Reference) -> None:
        page.row_of(definition, name)[0] = to

    return change


def add(definition: str, *row: str) -> Callable[[Reference], None]:
    """Add a property or value after the first."""
    return lambda page: page.definitions[definition].insert(1, list(row))


def remove(definition: str, name: str) -> Callable[[Reference], None]:
    """Remove a property or value."""
    return lambda page: page.definitions[definition].remove(page.row_of(definition, name))


# For each change of the reference: its name, the change, and exactly the differences that are found.
REFERENCE_CHANGES: list[tuple[str, Callable[[Reference], object], set[tuple[str, str]]]] = [
    ("parameter added", add_parameter, {("added", "parameter market")}),
    ("parameter removed", remove_parameter, {("removed", "parameter size")}),
    ("parameter renamed", rename_parameter, {("renamed", "parameter offset")}),
    (
        "parameter retyped",
        lambda page: page.parameter("offset").__setitem__(3, "string"),
        {("retyped", "parameter offset")},
    ),
    (
        "format of a parameter",
        lambda page: page.parameter("size").__setitem__(3, "integer (int64)"),
        {("format", "parameter size")},
    ),
    (
        "parameter required",
        lambda page: page.parameter("offer_category_id").__setitem__(2, "True"),
        {("required", "parameter offer_category_id")},
    ),
    (
        "parameter optional",
        lambda page: page.parameter("customerId").__setitem__(2, ""),
        {("required", "parameter customerId")},
    ),
    (
        "parameter moved",
        lambda page: page.parameter("size").__setitem__(1, "header"),
        {("moved", "parameter size")},
    ),
    (
        "parameter only in the address",
        lambda page: page.query.append("market"),
        {("added", "query market")},
    ),
    (
        "path parameter added",
        add_path_parameter,
        {("changed", "path"), ("added", "parameter region")},
    ),
    ("method", lambda page: setattr(page, "method", "POST"), {("changed", "method")}),
    ("path", lambda page: setattr(page, "address", page.address + "/list"), {("changed", "path")}),
    ("host", lambda page: setattr(page, "address", page.address.replace("api.", "api2.")), {("changed", "path")}),
    (
        "title",
        lambda page: setattr(page, "title", "Manage orders - Offers of a customer"),
        {("renamed", "title")},
    ),
    (
        "header added",
        lambda page: page.headers.append(["ms-region", "", "string", "The region of the call."]),
        {("added", "request header ms-region")},
    ),
    ("header removed", lambda page: page.headers.remove(page.header("MS-CV")), {("removed", "request header MS-CV")}),
    (
        "header renamed",
        lambda page: page.header("ms-requestid").__setitem__(0, "ms-request-id"),
        {("renamed", "request header MS-RequestId")},
    ),
    (
        "header required",
        lambda page: page.header("ms-requestid").__setitem__(1, "True"),
        {("required", "request header MS-RequestId")},
    ),
    (
        "header retyped",
        lambda page: page.header("ms-correlationid").__setitem__(2, "integer (int32)"),
        {("retyped", "request header MS-CorrelationId")},
    ),
    (
        "authorization optional",
        lambda page: page.header("Authorization").__setitem__(1, ""),
        {("required", "request header Authorization")},
    ),
    (
        "status added",
        lambda page: page.responses.append(["206 Partial Content", PAGE, "There is more."]),
        {("added", "status 206")},
    ),
    ("status changed", change_status, {("added", "status 201"), ("removed", "status 200")}),
    ("response without a type", lambda page: page.responses[0].__setitem__(1, ""), {("retyped", "status 200")}),
    (
        "response retyped",
        lambda page: page.responses[0].__setitem__(1, OFFER),
        {("retyped", "status 200")},
    ),
    (
        "media type added",
        lambda page: page.media_types.append("text/csv"),
        {("added", "media type text/csv")},
    ),
    ("media type removed", lambda page: page.media_types.remove("text/xml"), {("removed", "media type text/xml")}),
    (
        "definition added",
        add_definition,
        {
            ("added", f"definition {PRICE}"),
            ("added", f"property {PRICE}.amount"),
            ("added", f"property {PRICE}.currency"),
            ("added", "property Offer.price"),
        },
    ),
    (
        "definition removed",
        remove_definition,
        {
            ("removed", "definition OfferAttestationProperties"),
            ("removed", "property OfferAttestationProperties.attestationType"),
            ("removed", "property OfferAttestationProperties.enforceAttestation"),
            ("removed", "property Offer.attestationProperties"),
        },
    ),
    ("definition renamed", rename_definition, {("renamed", "definition OfferCategory")}),
    (
        "property added",
        add(OFFER, "cancellationPolicy", "string", ""),
        {("added", "property Offer.cancellationPolicy")},
    ),
    (
        "described property added",
        add(OFFER, "notes", "string[]", "More about the offer."),
        {("added", "property Offer.notes")},
    ),
    ("property of a link added", add(LINK, "templated", "boolean", ""), {("added", "property Link.templated")}),
    ("link added", add("ResourceLinks", "last", "Link", ""), {("added", "property ResourceLinks.last")}),
    ("property removed", remove(OFFER, "isTrial"), {("removed", "property Offer.isTrial")}),
    ("last property removed", remove(OFFER, "uri"), {("removed", "property Offer.uri")}),
    ("property renamed", rename(OFFER, "salesGroupId", to="salesGroup"), {("renamed", "property Offer.salesGroupId")}),
    ("property retyped", edit(OFFER, "rank", to="string"), {("retyped", "property Offer.rank")}),
    (
        "property no longer an array",
        edit(OFFER, "prerequisiteOffers", to="string"),
        {("retyped", "property Offer.prerequisiteOffers")},
    ),
    ("property an array", edit(CATEGORY, "name", to="string[]"), {("retyped", "property OfferCategory.name")}),
    ("format of a property", edit(OFFER, "limit", to="integer (int64)"), {("format", "property Offer.limit")}),
    (
        "format lost",
        edit(PAGE, "totalCount", to="integer"),
        {("format", "property ResourceCollectionOfOffer.totalCount")},
    ),
    ("format of a string", edit(OFFER, "id", to="string (uuid)"), {("format", "property Offer.id")}),
    ("reference changed", edit(OFFER, "category", to="ResourceAttributes"), {("retyped", "property Offer.category")}),
    ("reference to an object", edit(PAIR, "value", to="object"), {("retyped", "property KeyValuePair.value")}),
    (
        "value added",
        add("SupportedBillingCycles", "quarterly", ""),
        {("added", "value SupportedBillingCycles.quarterly")},
    ),
    (
        "value removed",
        remove("SupportedBillingCycles", "triennial"),
        {("removed", "value SupportedBillingCycles.triennial")},
    ),
    (
        "value renamed",
        rename("SupportedBillingCycles", "one_time", to="onetime"),
        {("renamed", "value SupportedBillingCycles.one_time")},
    ),
    (
        "value added to an enum in place",
        edit(OFFER, "billing", to="enum:\nlicense (int32)\nnone (int32)\nprepaid (int32)\nusage (int32)"),
        {("added", "value BillingType.prepaid")},
    ),
    (
        "value removed from an enum in place",
        edit(OFFER, "acquisitionType", to="enum:\npurchase (int32)"),
        {("removed", "value AcquisitionType.referral")},
    ),
    (
        "enum no longer an enum",
        edit(OFFER, "acquisitionType", to="string"),
        {
            ("retyped", "property Offer.acquisitionType"),
            ("removed", "value AcquisitionType.purchase"),
            ("removed", "value AcquisitionType.referral"),
        },
    ),
    (
        "format of an enum",
        edit(OFFER, "supportedCatalogTypes", to="SupportedCatalogTypes[]"),
        {("format", "property Offer.supportedCatalogTypes")},
    ),
    (
        "decided difference no longer there",
        add("SupportedBillingCycles", "biennial", ""),
        {("stale", "value SupportedBillingCycles.biennial")},
    ),
    (
        "decided header no longer missing",
        lambda page: page.headers.append(["X-Locale", "", "string", "The language."]),
        {("stale", "request header X-Locale")},
    ),
]
