"""A new operation is written from a page that is registered for it, with TODOs for what a person must write."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift, main
from spec_tools.lint import RULES, run
from spec_tools.yaml_file import YamlFile

from ..frozen import CONTRACT, SOURCES
from .forms import GUIDE_FORMS, REFERENCE_FORMS
from .pages import OFFER, PAGE, Guide, Reference

ENTRY = """  {name}:
    title: {title}
    address: https://docs.contoso.example/{name}
    kind: {kind}
    describes: get_offer
    read: 2026-11-20
"""
Written = Callable[[str, str, str, str], tuple[YamlFile, YamlFile]]


def guide() -> Guide:
    """Return the page of the guide about one offer."""
    page = Guide(
        title="Get an offer by ID",
        calls=[["GET", "{baseURL}/v1/offers/{offer-id}?country={country-id} HTTP/1.1"]],
        parameters=[["offer-id", "guid", "Y", "The offer."], ["country-id", "string", "Y", "The market."]],
        closed=True,
    )
    page.request[0] = "GET https://api.contoso.example/v1/offers/<offer-id>?country=<country-id> HTTP/1.1"
    page.body = page.offer
    return page


def reference() -> Reference:
    """Return the page of the reference about one offer."""
    page = Reference(
        title="Manage orders - Get offer by id",
        address="https://api.contoso.example/v{version}/offers/{offer_id}",
        query=["country"],
        parameters=[
            ["offer_id", "path", "True", "string", "The offer."],
            ["version", "path", "True", "string", ""],
            ["country", "query", "", "string", ""],
        ],
        responses=[["200 OK", OFFER, "The offer."]],
    )
    del page.definitions[PAGE], page.definitions["ResourceLinks"]
    page.definitions[OFFER].append(["price", "Contracts.V1.Models.Price", ""])
    page.definitions["Contracts.V1.Models.Price"] = [["amount", "number (double)", ""]]
    return page


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A function that registers a page, writes its operation, and returns the contract and its sources."""

    def write(name: str, kind: str, title: str, text: str) -> tuple[YamlFile, YamlFile]:
        contract, sources = Path(shutil.copy(CONTRACT, tmp_path)), Path(shutil.copy(SOURCES, tmp_path))
        entry = ENTRY.format(name=name, kind=kind, title=title)
        sources.write_text(sources.read_text("utf-8").replace("pages:\n", f"pages:\n{entry}", 1), encoding="utf-8")
        page = tmp_path / "page"
        page.write_text(text, encoding="utf-8")
        assert main([str(page), "--patch", "--contract", str(contract), "--sources", str(sources)]) == 1
        return YamlFile.read(contract), YamlFile.read(sources)

    return write


@pytest.mark.parametrize("form", GUIDE_FORMS)
def test_an_operation_is_written_from_a_guide(written: Written, form: str) -> None:
    contract, sources = written("offer-guide", "guide", "Get an offer by ID", GUIDE_FORMS[form](guide()))
    operation = contract.at("#/paths/~1offers~1{offer-id}/get")
    assert (operation["operationId"], operation["x-docs-name"]) == ("get_offer", "Get an offer by ID")
    assert operation["externalDocs"]["url"] == "https://docs.contoso.example/offer-guide"
    assert [one["$ref"].rpartition("/")[2] for one in operation["parameters"]] == [
        *("OfferId", "Country", "RequestId", "CorrelationId", "Locale"),
    ]
    response = operation["responses"]["200"]
    assert list(response["headers"]) == ["MS-RequestId", "MS-CorrelationId", "Content-Length", "Date"]
    assert response["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Offer"}
    assert list(operation["responses"]) == ["200", "4XX", "5XX"]
    assert contract.at("#/components/parameters/OfferId/schema") == {"type": "string", "format": "uuid"}
    assert sources.at("#/operations/get_offer/pages") == ["offer-guide"]
    assert operation["summary"].startswith("TODO ")
    assert operation["description"].startswith("TODO ")


@pytest.mark.parametrize("form", REFERENCE_FORMS)
def test_an_operation_is_written_from_a_reference_with_its_definitions(written: Written, form: str) -> None:
    page = reference()
    contract, _ = written("offer-reference", "reference", page.title, REFERENCE_FORMS[form](page))
    operation = contract.at("#/paths/~1offers~1{offer_id}/get")
    assert [one["$ref"].rpartition("/")[2] for one in operation["parameters"]] == [
        *("OfferId", "Country", "CorrelationId", "CorrelationVector", "RequestId"),
    ]
    content = operation["responses"]["200"]["content"]
    assert list(content) == ["application/json", "text/json", "application/xml", "text/xml"]
    assert {one["schema"]["$ref"] for one in content.values()} == {"#/components/schemas/Offer"}
    assert contract.at("#/components/schemas/Price/properties/amount/format") == "double"
    assert "&id" not in contract.path.read_text("utf-8")


@pytest.mark.parametrize("kind", ["guide", "reference"])
def test_a_new_operation_agrees_with_its_page_and_has_todos(written: Written, kind: str, tmp_path: Path) -> None:
    title, text = (
        ("Get an offer by ID", GUIDE_FORMS["html"](guide()))
        if kind == "guide"
        else (reference().title, REFERENCE_FORMS["html"](reference()))
    )
    contract, sources = written("offer-page", kind, title, text)
    assert {rule.name for rule, _ in run(RULES, contract, sources)} <= {"no-todo", "examples"}
    again = drift(tmp_path / "page", contract, sources)
    assert [one for one in again.drift if one.kind in ("added", "retyped", "renamed", "changed", "moved")] == [
        one for one in again.drift if one.of == "request header Accept"
    ]


def test_only_what_the_operation_needs_is_added(written: Written) -> None:
    contract, _ = written("offer-guide", "guide", "Get an offer by ID", GUIDE_FORMS["html"](guide()))
    lines = set(contract.path.read_text("utf-8").splitlines()) - set(CONTRACT.read_text("utf-8").splitlines())
    assert set(CONTRACT.read_text("utf-8").splitlines()) <= set(contract.path.read_text("utf-8").splitlines())
    assert len(lines) < 30
