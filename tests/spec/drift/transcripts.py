"""The project's own transcripts of the two pages: the documented facts in the same tables, in its own words."""

import json
from dataclasses import dataclass, field
from typing import Any

LINK = "Link"
PAIR = "System.Collections.Generic.KeyValuePair[System.String,System.String]"
OFFER = "Contracts.V1.Models.Offer"
CATEGORY = "Contracts.V1.Models.OfferCategory"
PAGE = "ResourceCollection[Contracts.V1.Models.Offer]"
ADDRESS = "https://api.partnercenter.microsoft.com/v{version}/customers/{customerId}/offers"

Row = list[str]


@dataclass
class Reference:
    """A page of the REST reference.

    Attributes:
        title: Its title.
        method: The method.
        address: The address without a query.
        query: The names in the query of the address.
        parameters: Rows of name, in, required, type, description.
        headers: Rows of name, required, type, description.
        responses: Rows of name, type, description.
        media_types: The media types.
        definitions: For each name, rows of name, type, description; or, for an enum, rows of value, description.
        listed: Further names in the list of definitions.
        unheaded: Definitions whose tables lost their headings.
    """

    title: str = "Manage orders - Get a list of offers for a market (by customer)"
    method: str = "GET"
    address: str = ADDRESS
    query: list[str] = field(default_factory=lambda: ["offer_category_id", "offset", "size"])
    parameters: list[Row] = field(
        default_factory=lambda: [
            ["customerId", "path", "True", "string", "Which customer it is about."],
            ["version", "path", "True", "string", ""],
            ["offer_category_id", "query", "", "string", "Only offers of this category."],
            ["offset", "query", "", "integer (int32)", "Where the page begins."],
            ["size", "query", "", "integer (int32)", "How long the page is."],
        ]
    )
    headers: list[Row] = field(
        default_factory=lambda: [
            ["Authorization", "True", "string", "Who is calling."],
            ["ms-correlationid", "", "string", "Ties calls together. Made up by the server if missing."],
            ["MS-CV", "", "string", "Follows a call through the service."],
            ["ms-requestid", "", "string", "Names the call."],
        ]
    )
    responses: list[Row] = field(default_factory=lambda: [["200 OK", PAGE, "All went well, and here are the offers."]])
    media_types: list[str] = field(
        default_factory=lambda: ["application/json", "text/json", "application/xml", "text/xml"]
    )
    definitions: dict[str, list[Row]] = field(
        default_factory=lambda: {
            "Contracts.V1.Models.Enums.OfferProduct": _typed("id name type unit", "string"),
            OFFER: sorted(
                [
                    ["acquisitionType", "enum:\npurchase (int32)\nreferral (int32)", ""],
                    ["billing", "enum:\nlicense (int32)\nnone (int32)\nusage (int32)", ""],
                    ["additionalProperties", "object", ""],
                    ["attestationProperties", "Contracts.V1.Models.OfferAttestationProperties", ""],
                    ["attributes", "ResourceAttributes", ""],
                    ["category", CATEGORY, ""],
                    ["links", "Contracts.V1.Models.OfferLinks", ""],
                    ["product", "Contracts.V1.Models.Enums.OfferProduct", ""],
                    ["supportedBillingCycles", "SupportedBillingCycles[] (int32)", ""],
                    ["supportedCatalogTypes", "SupportedCatalogTypes[] (int32)", ""],
                    *_typed("limit maximumQuantity minimumQuantity rank term", "integer (int32)"),
                    *_typed("hasAddOns isAddOn isAutoRenewable isAvailableForPurchase isInternal", "boolean"),
                    *_typed("isMicrosoftProduct isTrial", "boolean"),
                    *_typed("actions conversionTargetOffers prerequisiteOffers reselleeQualifications", "string[]"),
                    *_typed("resellerQualifications upgradeTargetOffers", "string[]"),
                    *_typed("country description id limitUnitOfMeasure locale name orderService providerId", "string"),
                    *_typed("providerLocationId providerName salesGroupId termUnitOfMeasure unitType uri", "string"),
                ]
            ),
            "Contracts.V1.Models.OfferAttestationProperties": [
                ["attestationType", "string", ""],
                ["enforceAttestation", "boolean", ""],
            ],
            CATEGORY: [
                ["attributes", "ResourceAttributes", ""],
                *_typed("country id", "string"),
                ["links", "ResourceLinks", ""],
                *_typed("locale name", "string"),
                ["rank", "integer (int32)", ""],
            ],
            "Contracts.V1.Models.OfferLinks": _typed("learnMore next previous self", LINK),
            LINK: [
                ["body", "string", ""],
                ["headers", f"{PAIR}[]", ""],
                ["method", "string", ""],
                ["uri", "string", ""],
            ],
            "ResourceAttributes": _typed("etag objectType", "string"),
            PAGE: [
                ["attributes", "ResourceAttributes", ""],
                ["items", f"{OFFER}[]", ""],
                ["links", "ResourceLinks", ""],
                ["totalCount", "integer (int32)", ""],
            ],
            "ResourceLinks": _typed("next previous self", LINK),
            "SupportedBillingCycles": [
                [value, ""] for value in ["annual", "monthly", "none", "one_time", "triennial", "unknown"]
            ],
            "SupportedCatalogTypes": [["live", ""], ["sandbox", ""]],
            PAIR: _typed("key value", "string"),
        }
    )
    listed: list[str] = field(default_factory=list)
    unheaded: set[str] = field(default_factory=set)

    def row_of(self, definition: str, name: str) -> Row:
        """Return the row of a property or value."""
        return next(row for row in self.definitions[definition] if row[0] == name)

    def parameter(self, name: str) -> Row:
        """Return the row of a parameter."""
        return next(row for row in self.parameters if row[0] == name)

    def header(self, name: str) -> Row:
        """Return the row of a header."""
        return next(row for row in self.headers if row[0] == name)


def _typed(names: str, type_: str) -> list[Row]:
    return [[name, type_, ""] for name in names.split()]


def _answer() -> dict[str, Any]:
    link = {"uri": "/offers/0F1E", "method": "GET", "headers": []}
    return {
        "totalCount": 3,
        "items": [
            {
                "id": "0F1E2D3C-1111-4222-8333-444455556666",
                "name": "Contoso Telephony",
                "description": "Numbers for every desk.",
                "minimumQuantity": 1,
                "maximumQuantity": 500,
                "rank": 7,
                "uri": "/0a0b/Offers/0F1E",
                "locale": "EN-GB",
                "country": "GB",
                "category": {
                    "id": "SmallBusiness_Key",
                    "name": "Small business",
                    "rank": 30,
                    "locale": "en-gb",
                    "country": "GB",
                    "attributes": {"objectType": "OfferCategory"},
                },
                "prerequisiteOffers": [],
                "isAddOn": False,
                "isAvailableForPurchase": True,
                "billing": "license",
                "isAutoRenewable": True,
                "product": {"id": "9A8B", "name": "Contoso Telephony", "unit": "Numbers"},
                "unitType": "Numbers",
                "links": {"learnMore": {**link, "uri": "https://contoso.example/phones"}, "self": link},
                "attributes": {"objectType": "Offer"},
            }
        ],
        "links": {"self": link, "previous": link},
        "attributes": {"objectType": "Collection"},
    }


@dataclass
class Guide:
    """A page of the developer guide.

    Attributes:
        title: Its title.
        calls: Rows of method, request URI.
        parameters: Rows of name, type, required, description.
        about_headers: What is said about headers.
        request: The example of a request.
        response: The example of an answer, without its body.
        answer: The body of the answer.
        closed: Whether the array of offers in it is closed.
    """

    title: str = "Get a list of offers for a market"
    calls: list[Row] = field(default_factory=lambda: [["GET", "{baseURL}/v1/offers?country={country-id} HTTP/1.1"]])
    parameters: list[Row] = field(default_factory=lambda: [["country-id", "string", "Y", "Which country or region."]])
    about_headers: str = "The locale-id, a string, is required. The page about headers says more."
    request: list[str] = field(
        default_factory=lambda: [
            "GET https://api.partnercenter.microsoft.com/v1/offers?country=<country-id> HTTP/1.1",
            "Authorization: Bearer",
            "Accept: application/json",
            "MS-RequestId: 1a2b3c4d-0000-4000-8000-000000000001",
            "MS-CorrelationId: 1a2b3c4d-0000-4000-8000-000000000002",
            "X-Locale: <locale-id>",
        ]
    )
    response: list[str] = field(
        default_factory=lambda: [
            "HTTP/1.1 200 OK",
            "Content-Length: 1234",
            "Content-Type: application/json",
            "MS-CorrelationId: 1a2b3c4d-0000-4000-8000-000000000002",
            "MS-RequestId: 1a2b3c4d-0000-4000-8000-000000000001",
            "Date: Tue, 03 Nov 2026 08:15:00 GMT",
        ]
    )
    answer: dict[str, Any] = field(default_factory=_answer)
    closed: bool = False

    def body(self) -> list[str]:
        """Return the lines of the body."""
        text = json.dumps(self.answer, indent=2)
        if not self.closed:  # as on the page: the array that holds the offers has no end
            text = text.replace("\n  ],\n", ",\n", 1)
        return text.splitlines()

    @property
    def offer(self) -> dict[str, Any]:
        """The offer in the answer."""
        offer: dict[str, Any] = self.answer["items"][0]
        return offer
