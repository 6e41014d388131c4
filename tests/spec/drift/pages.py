"""Pages of documentation that agree with the frozen contract: a page of the REST reference and one of the guide."""

import json
from dataclasses import dataclass, field
from typing import Any

LINK = "Link"
PAIR = "System.Collections.Generic.KeyValuePair[System.String,System.String]"
OFFER = "Contracts.V1.Models.Offer"
CATEGORY = "Contracts.V1.Models.OfferCategory"
PAGE = "ResourceCollection[Contracts.V1.Models.Offer]"
ADDRESS = "https://api.contoso.example/v{version}/customers/{customerId}/offers"

Row = list[str]


@dataclass
class Reference:
    """A page of the REST reference.

    Attributes:
        title: The title.
        method: The method.
        address: The address without a query.
        query: The names in the query of the address.
        parameters: Rows of name, in, required, type, description.
        headers: Rows of name, required, type, description.
        responses: Rows of name, type, description.
        media_types: The media types.
        definitions: For each name, rows of name, type, description, or for an enum, rows of value, description.
        listed: More names in the list of definitions.
        unheaded: The definitions whose tables have no heading.
    """

    title: str = "Manage orders - Get a list of offers for a market (by customer)"
    method: str = "GET"
    address: str = ADDRESS
    query: list[str] = field(default_factory=lambda: ["offer_category_id", "offset", "size"])
    parameters: list[Row] = field(
        default_factory=lambda: [
            ["customerId", "path", "True", "string", "The customer."],
            ["version", "path", "True", "string", ""],
            ["offer_category_id", "query", "", "string", "The category."],
            ["offset", "query", "", "integer (int32)", "How many offers to skip."],
            ["size", "query", "", "integer (int32)", "The size of the page."],
        ]
    )
    headers: list[Row] = field(
        default_factory=lambda: [
            ["Authorization", "True", "string", "The token."],
            ["ms-correlationid", "", "string", "The id of several calls. The server makes one if it is missing."],
            ["MS-CV", "", "string", "The correlation vector."],
            ["ms-requestid", "", "string", "The id of the call."],
        ]
    )
    responses: list[Row] = field(default_factory=lambda: [["200 OK", PAGE, "The page of offers."]])
    media_types: list[str] = field(
        default_factory=lambda: ["application/json", "text/json", "application/xml", "text/xml"]
    )
    definitions: dict[str, list[Row]] = field(
        default_factory=lambda: {
            "Contracts.V1.Models.Enums.OfferProduct": _typed("id name unit", "string"),
            OFFER: [
                ["acquisitionType", "enum:\npurchase (int32)\nreferral (int32)", ""],
                ["actions", "string[]", ""],
                ["additionalProperties", "object", ""],
                ["attestationProperties", "Contracts.V1.Models.OfferAttestationProperties", ""],
                ["attributes", "ResourceAttributes", ""],
                ["billing", "enum:\nlicense (int32)\nnone (int32)\nusage (int32)", ""],
                ["category", CATEGORY, ""],
                *_typed("description id", "string"),
                ["isTrial", "boolean", ""],
                ["limit", "integer (int32)", ""],
                ["links", "Contracts.V1.Models.OfferLinks", ""],
                ["name", "string", ""],
                ["prerequisiteOffers", "string[]", ""],
                ["product", "Contracts.V1.Models.Enums.OfferProduct", ""],
                ["rank", "integer (int32)", ""],
                ["salesGroupId", "string", ""],
                ["supportedBillingCycles", "SupportedBillingCycles[] (int32)", ""],
                ["supportedCatalogTypes", "SupportedCatalogTypes[] (int32)", ""],
                ["uri", "string", ""],
            ],
            "Contracts.V1.Models.OfferAttestationProperties": [
                ["attestationType", "string", ""],
                ["enforceAttestation", "boolean", ""],
            ],
            CATEGORY: [
                ["attributes", "ResourceAttributes", ""],
                *_typed("id name", "string"),
                ["rank", "integer (int32)", ""],
            ],
            "Contracts.V1.Models.OfferLinks": _typed("learnMore self", LINK),
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


def _body() -> dict[str, Any]:
    link = {"uri": "/offers/A-1", "method": "GET", "headers": []}
    return {
        "totalCount": 3,
        "items": [
            {
                "id": "A-1",
                "name": "Contoso Telephony",
                "description": "Numbers for every desk.",
                "rank": 7,
                "uri": "/offers/A-1",
                "category": {
                    "id": "SmallBusiness_Key",
                    "name": "Small business",
                    "rank": 30,
                    "attributes": {"objectType": "OfferCategory"},
                },
                "prerequisiteOffers": [],
                "isTrial": False,
                "billing": "license",
                "product": {"id": "P-1", "name": "Contoso Telephony", "unit": "Numbers"},
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
        title: The title.
        calls: Rows of method, request URI.
        parameters: Rows of name, type, required, description.
        about_headers: The text about headers.
        request: The example of a request.
        response: The example of a response, without its body.
        body: The body of the response.
        closed: Whether the array of offers in the body is closed.
    """

    title: str = "Get a list of offers for a market"
    calls: list[Row] = field(default_factory=lambda: [["GET", "{baseURL}/v1/offers?country={country-id} HTTP/1.1"]])
    parameters: list[Row] = field(default_factory=lambda: [["country-id", "string", "Y", "The country or region."]])
    about_headers: str = "The locale-id, a string, is required. The page about headers says more."
    request: list[str] = field(
        default_factory=lambda: [
            "GET https://api.contoso.example/v1/offers?country=<country-id> HTTP/1.1",
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
    body: dict[str, Any] = field(default_factory=_body)
    closed: bool = False

    def body_lines(self) -> list[str]:
        """Return the lines of the body."""
        text = json.dumps(self.body, indent=2)
        if not self.closed:  # as on the page of the documentation
            text = text.replace("\n  ],\n", ",\n", 1)
        return text.splitlines()

    @property
    def offer(self) -> dict[str, Any]:
        """The offer in the body."""
        offer: dict[str, Any] = self.body["items"][0]
        return offer
