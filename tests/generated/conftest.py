"""What the tests of the generated client share: pages to decode, and packages generated for a test."""

import importlib
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from spec_tools.generator import write_package

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "openapi" / "generator.yaml"
TEMPLATES = ROOT / "openapi" / "templates"

# A page that the service once sent. It is kept in the folder beside the project, which not everybody has.
RECORDING = ROOT.parent / "shared" / "recordings" / "offers-us-sample.json"

NAMES = [
    "Contoso Mail Plan 1",
    "Contoso Mail Plan 2",
    "Contoso Mail Archive",
    "Fabrikam Büro für kleine Firmen",
    "Fabrikam Büro für Schulen",
    "Northwind Meetings",
    "Northwind Meetings Trial",
    "Northwind Audio Minutes",
    "Tailspin Device Care",
    "Tailspin Identity",
    "Wingtip 分析",
    "Wingtip 分析 (add-on)",
    "Litware Backup, 1 TB",
]


def _link(uri: str | None) -> dict[str, Any]:
    return {"uri": uri, "method": "GET", "headers": []} if uri else {"method": "GET", "headers": []}


def _offer(number: int) -> dict[str, Any]:
    """Return an offer with the properties that the service sends for most of them."""
    is_add_on, is_trial = number % 4 == 2, number % 6 == 0
    offer_id = f"{number:08X}-7F0B-4C0E-9A8E-52D1B0C7E6A4"
    offer = {
        "id": offer_id,
        "name": NAMES[number],
        "description": f"{NAMES[number]} for every employee.\r\nWith {number * 50} GB for each.",
        "minimumQuantity": 1,
        "maximumQuantity": 25 if is_trial else 10000000,
        "rank": number * 7 % 40,
        "uri": f"/6d0f8f64-0c1b-4c55-8d3c-6a1f2f0f9b11/Offers/{offer_id}",
        "locale": "en-us" if number % 3 else "en-US",
        "country": "US",
        "category": {
            "id": "" if is_add_on else "SmallBusiness_Key",
            "name": "" if is_add_on else "Small business",
            "rank": 0 if is_add_on else 30,
            "locale": "en-US",
            "country": "US",
            "attributes": {"objectType": "OfferCategory"},
        },
        "limitUnitOfMeasure": "Lifetime" if is_trial else "None",
        "limit": int(is_trial),
        "termUnitOfMeasure": "Month" if is_trial else "Year",
        "term": 1,
        "prerequisiteOffers": [f"{n:08X}-7F0B-4C0E-9A8E-52D1B0C7E6A4" for n in range(number)] if is_add_on else [],
        "isAddOn": is_add_on,
        "hasAddOns": not is_add_on,
        "isAvailableForPurchase": True,
        "billing": "none" if is_trial else "license",
        "supportedBillingCycles": ["none"] if is_trial else ["annual", "monthly"],
        "isAutoRenewable": not is_trial,
        "isInternal": False,
        "isMicrosoftProduct": number < 8,
        "conversionTargetOffers": [],
        "reselleeQualifications": ["Education"] if "Schulen" in NAMES[number] else [],
        "resellerQualifications": [],
        "salesGroupId": "Default",
        "isTrial": is_trial,
        "acquisitionType": "purchase",
        "supportedCatalogTypes": ["sandbox", "live"],
        "actions": ["Cancel", "Edit"],
        "product": {"id": f"{number:08X}-2B67-4B0F-8E57-93B1D5A1C0DE", "name": NAMES[number], "unit": "Licenses"},
        "unitType": "Licenses",
        "links": {
            "learnMore": _link(f"https://contoso.example/{number}" if number % 2 else None),
            "self": _link(f"/offers/{offer_id}?country=US"),
        },
        "attributes": {"objectType": "Offer"},
    }
    if number % 2:
        offer["upgradeTargetOffers"] = [f"{number + 1:08X}-7F0B-4C0E-9A8E-52D1B0C7E6A4"]
    return offer


def _complete(offer: dict[str, Any]) -> dict[str, Any]:
    """Add what the documentation lists and the service seldom or never sends."""
    link = {
        "uri": "/offers",
        "method": "GET",
        "headers": [{"key": "MS-ContinuationToken", "value": "bmV4dA=="}],
        "body": "",
    }
    attributes = {"etag": "eyJ2IjoxfQ==", "objectType": "Offer"}
    return {
        **offer,
        "attributes": attributes,
        "additionalProperties": {"soldBy": "partners", "since": 2026},
        "attestationProperties": {"attestationType": "AcademicEligibility", "enforceAttestation": True},
        "category": {**offer["category"], "links": {"self": link, "next": link, "previous": link}},
        "orderService": "contoso-orders",
        "product": {**offer["product"], "type": "Service"},
        "providerId": "contoso",
        "providerLocationId": "contoso-emea",
        "providerName": "Contoso",
        "supportedBillingCycles": ["triennial", "ONE_TIME", "oneTime", "every_decade", 5, None],
        "supportedCatalogTypes": ["live", "Live", 1],
        "upgradeTargetOffers": [],
        "links": {"learnMore": link, "next": link, "previous": link, "self": link},
    }


def _page() -> dict[str, Any]:
    offers = [_offer(number) for number in range(len(NAMES))]
    offers[1] = _complete(offers[1])
    offers[3]["notYetDocumented"] = {"since": [2027, None]}
    return {
        "totalCount": len(offers),
        "items": offers,
        "links": {
            "self": _link("/offers?country=US&size=13&offset=13"),
            "next": _link("/offers?country=US&size=13&offset=26"),
            "previous": _link("/offers?country=US&size=13&offset=0"),
        },
        "attributes": {"objectType": "Collection", "etag": ""},
    }


def _recorded_page() -> dict[str, Any]:
    body: dict[str, Any] = json.loads(RECORDING.read_text(encoding="utf-8"))["response"]["body"]
    return body


@pytest.fixture(scope="session")
def made_up_page() -> dict[str, Any]:
    """A page of thirteen offers, one of which has every property. Nobody changes it."""
    return _page()


PAGES: dict[str, Callable[[], dict[str, Any]]] = {"made up": _page}
if RECORDING.exists():
    PAGES["recorded"] = _recorded_page


@pytest.fixture(scope="session", params=list(PAGES.values()), ids=list(PAGES))
def page(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each test that takes this is run with the made-up page, and with the recorded one where it is at hand."""
    made: dict[str, Any] = request.param()
    return made


Place = tuple[str | int, ...]
"""The keys and indexes that lead to a value inside a page."""


def _places(value: Any, place: Place = ()) -> Iterator[Place]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield (*place, key)
        yield from _places(member, (*place, key))


def _replaced(value: Any, place: Place, replacement: Any) -> Any:
    if not place:
        return replacement
    copied = value.copy()
    copied[place[0]] = _replaced(value[place[0]], place[1:], replacement)
    return copied


@pytest.fixture(scope="session")
def places() -> Callable[[Any], list[Place]]:
    """A function that lists every place in a JSON value: leaves, and the objects and lists that hold them."""
    return lambda value: list(_places(value))


@pytest.fixture(scope="session")
def replaced() -> Callable[[Any, Place, Any], Any]:
    """A function that copies a JSON value with the one at a place replaced."""
    return _replaced


@pytest.fixture(scope="session")
def canonical() -> Callable[[Any], str]:
    """A function that writes a JSON value. Two give the same text exactly if they are the same JSON: true is not 1."""
    return lambda value: json.dumps(value, sort_keys=True)


def _described(value: Any) -> Any:
    if attrs.has(type(value)):
        attributes = {field.name.lstrip("_") for field in attrs.fields(type(value))} - {"additional_properties_"}
        return type(value).__name__, {name: _described(getattr(value, name)) for name in sorted(attributes)}
    if isinstance(value, Enum):
        return type(value).__name__, value.name
    if isinstance(value, list):
        return [_described(item) for item in value]
    if type(value).__name__ == "Unset":
        return "UNSET"
    return type(value).__name__, value


@pytest.fixture(scope="session")
def described() -> Callable[[Any], object]:
    """A function that says what a value holds, so that models of two generated packages can be compared.

    It leaves out the attribute additional_properties_, whose name only our templates give.
    """
    return _described


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., ModuleType]]:
    """A function that generates a client from the text of an OpenAPI document, imports it, and returns its models."""
    imported = []

    def generate(spec: str, *, templates: Path | None = TEMPLATES) -> ModuleType:
        folder = tmp_path_factory.mktemp("generated")
        (folder / "spec.yaml").write_text(spec, encoding="utf-8")
        package = folder / folder.name
        write_package(spec=folder / "spec.yaml", config=CONFIG, templates=templates, package=package)
        found = importlib.util.spec_from_file_location(folder.name, package / "__init__.py")
        assert found is not None
        assert found.loader is not None
        sys.modules[folder.name] = importlib.util.module_from_spec(found)
        imported.append(folder.name)
        found.loader.exec_module(sys.modules[folder.name])
        return importlib.import_module(f"{folder.name}.models")

    yield generate
    for name in [name for name in sys.modules if name.partition(".")[0] in imported]:
        del sys.modules[name]
