"""Fixtures of the tests of the generated client: pages to decode, and packages generated from other contracts."""

import importlib
import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from ruamel.yaml import YAML

from spec_tools.generator import write_package

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "openapi" / "partner-center-offers.yaml"
CONFIG = ROOT / "openapi" / "generator.yaml"
TEMPLATES = ROOT / "openapi" / "templates"

# Recorded responses of the service. They are next to the project, if they are available.
RECORDINGS = ROOT.parent / "shared" / "recordings"
RECORDED_PAGE = RECORDINGS / "offers-us-sample.json"

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
    """Return an offer with the properties that the service sends for most offers."""
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


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """The contract of the project. Tests must not change it."""
    return _contract()


def _contract() -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load(CONTRACT)
    return content


def _complete(schema: dict[str, Any], contract: dict[str, Any]) -> Any:
    """Return a value that has every property of a schema, and every property of the schemas within."""
    if "$ref" in schema:
        return _complete(contract["components"]["schemas"][schema["$ref"].rpartition("/")[2]], contract)
    if "allOf" in schema:
        return _complete(schema["allOf"][0], contract)
    if "properties" in schema:
        return {name: _complete(property_, contract) for name, property_ in schema["properties"].items()}
    if schema.get("type") == "array" and schema["items"]:
        return [_complete(schema["items"], contract)]
    if "anyOf" in schema:
        return _complete(schema["anyOf"][0], contract)
    return schema.get("example", "made up")


@pytest.fixture(scope="session")
def complete(contract: dict[str, Any]) -> Callable[[str], Any]:
    """A function that returns a value with every property of a schema of the contract, by its name."""
    return lambda name: _complete(contract["components"]["schemas"][name], contract)


@pytest.fixture(scope="session")
def within(contract: dict[str, Any]) -> Callable[[str], set[str]]:
    """A function that returns the names of a schema and of all schemas within it."""
    schemas = contract["components"]["schemas"]

    def names(name: str, found: set[str]) -> set[str]:
        if name not in found:
            found.add(name)
            for reference in re.findall("#/components/schemas/([A-Za-z]+)", json.dumps(schemas[name])):
                names(reference, found)
        return found

    return lambda name: names(name, set())


# Values and members that are not in the contract.
_UNUSUAL = {
    "additionalProperties": {"soldBy": "partners", "since": 2026},
    "supportedBillingCycles": ["triennial", "ONE_TIME", "oneTime", "every_decade", 5],
    "supportedCatalogTypes": ["live", "Live", 1],
    "upgradeTargetOffers": [],
}


def _page() -> dict[str, Any]:
    offers = [_offer(number) for number in range(len(NAMES))]
    contract = _contract()
    offers[1] = {**_complete(contract["components"]["schemas"]["Offer"], contract), **_UNUSUAL}
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
    body: dict[str, Any] = json.loads(RECORDED_PAGE.read_text(encoding="utf-8"))["response"]["body"]
    return body


@pytest.fixture(scope="session")
def made_up_page() -> dict[str, Any]:
    """A page of thirteen offers, of which one has every property. Tests must not change it."""
    return _page()


PAGES: dict[str, Callable[[], dict[str, Any]]] = {"made up": _page}
if RECORDED_PAGE.exists():
    PAGES["recorded"] = _recorded_page


@pytest.fixture(scope="session", params=list(PAGES.values()), ids=list(PAGES))
def page(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The made-up page, and the recorded page if it is available. Runs the test with both."""
    made: dict[str, Any] = request.param()
    return made


def _responses() -> dict[str, tuple[str, Any]]:
    """Return responses of other operations, with the names of their models: made-up ones, and recorded ones if any."""
    category = {"id": "Trial_Key", "name": "Trial", "rank": 70, "attributes": {"objectType": "OfferCategory"}}
    categories = {"totalCount": 1, "items": [category], "attributes": {"objectType": "Collection"}}
    responses: dict[str, tuple[str, Any]] = {
        "made-up offer": ("Offer", _offer(3)),
        "made-up categories": ("ResourceCollectionOfOfferCategory", categories),
    }
    for name, model in (("offer-by-id-us", "Offer"), ("offer-categories-us", "ResourceCollectionOfOfferCategory")):
        if (file := RECORDINGS / f"{name}.json").exists():
            responses[f"recorded {name}"] = (model, json.loads(file.read_text(encoding="utf-8")))
    return responses


@pytest.fixture(scope="session", params=_responses().values(), ids=_responses())
def response(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    """The JSON of a response of an operation that does not list offers, and the name of its model."""
    named: tuple[str, dict[str, Any]] = request.param
    return named


Place = tuple[str | int, ...]
"""The keys and indexes of a value in a page."""


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
    """A function that lists every place in a JSON value: each member of an object, each item of a list."""
    return lambda value: list(_places(value))


@pytest.fixture(scope="session")
def replaced() -> Callable[[Any, Place, Any], Any]:
    """A function that copies a JSON value with another value at one place."""
    return _replaced


@pytest.fixture(scope="session")
def canonical() -> Callable[[Any], str]:
    """A function that writes a JSON value. Only equal JSON has equal text: true is not 1."""
    return lambda value: json.dumps(value, sort_keys=True)


def _described(value: Any) -> Any:
    if attrs.has(type(value)):
        attributes = {field.name.lstrip("_") for field in attrs.fields(type(value))} - {"additional_properties_"}
        return type(value).__name__, {name: _described(getattr(value, name)) for name in sorted(attributes)}
    if isinstance(value, Enum):
        return type(value).__name__, value.name
    if isinstance(value, list):
        return [_described(item) for item in value]
    if type(value).__name__ in {"Unset", "UnsetType"}:
        return "UNSET"
    return type(value).__name__, value


@pytest.fixture(scope="session")
def described() -> Callable[[Any], object]:
    """A function that describes a value, so that models of two generated packages can be compared.

    It leaves out the attribute additional_properties_, a name that only the templates of the project give.
    """
    return _described


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., ModuleType]]:
    """A function that generates a client from the text of an OpenAPI document and returns the module of its models."""
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
