"""Each change of a page is found in every form, and no other difference is found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift
from spec_tools.yaml_file import YamlFile

from .forms import GUIDE_FORMS, REFERENCE_FORMS
from .pages import CATEGORY, LINK, OFFER, PAGE, PAIR, Guide, Reference

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


def rename_placeholder(page: Guide) -> None:
    page.calls[0][1] = page.calls[0][1].replace("country-id", "region-id")
    page.parameters[0][0] = "region-id"


def rename_query_parameter(page: Guide) -> None:
    page.calls[0][1] = page.calls[0][1].replace("country=", "market=")
    page.request[0] = page.request[0].replace("country=", "market=")


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


def found(page: Path, contract: YamlFile, sources: YamlFile) -> set[tuple[str, str]]:
    report = drift(page, contract, sources)
    return {(one.kind, one.of) for one in report.drift} | {("stale", one.of) for one in report.stale}


@pytest.mark.parametrize("form", REFERENCE_FORMS)
@pytest.mark.parametrize(("change", "differences"), [pytest.param(*rest, id=name) for name, *rest in REFERENCE_CHANGES])
def test_a_change_of_the_reference_is_found(
    contract: YamlFile,
    sources: YamlFile,
    tmp_path: Path,
    form: str,
    change: Callable[[Reference], object],
    differences: set[tuple[str, str]],
) -> None:
    page = Reference()
    change(page)
    file = tmp_path / f"page.{form}"
    file.write_text(REFERENCE_FORMS[form](page), encoding="utf-8")
    assert found(file, contract, sources) == differences


@pytest.mark.parametrize("form", GUIDE_FORMS)
@pytest.mark.parametrize(("change", "differences"), [pytest.param(*rest, id=name) for name, *rest in GUIDE_CHANGES])
def test_a_change_of_the_guide_is_found(
    contract: YamlFile,
    sources: YamlFile,
    tmp_path: Path,
    form: str,
    change: Callable[[Guide], object],
    differences: set[tuple[str, str]],
) -> None:
    page = Guide()
    change(page)
    file = tmp_path / f"page.{form}"
    file.write_text(GUIDE_FORMS[form](page), encoding="utf-8")
    assert found(file, contract, sources) == differences
