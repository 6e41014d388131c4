"""A patch writes the additions of a page in the right place and in the style of the contract, and nothing else."""

import difflib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift, main
from spec_tools.lint import RULES, run
from spec_tools.yaml_file import YamlFile

from ..frozen import CONTRACT, SOURCES
from .changes_of_guide import GUIDE_CHANGES
from .changes_of_reference import PRICE, REFERENCE_CHANGES
from .forms import GUIDE_FORMS, REFERENCE_FORMS
from .pages import OFFER, Guide, Reference

Patched = Callable[[str], tuple[YamlFile, YamlFile]]


@pytest.fixture
def patched(tmp_path: Path) -> Patched:
    """A function that patches copies of the contract and its sources from a page in HTML, and returns both."""
    contract, sources = shutil.copy(CONTRACT, tmp_path), shutil.copy(SOURCES, tmp_path)

    def patch(text: str) -> tuple[YamlFile, YamlFile]:
        page = tmp_path / "page.html"
        page.write_text(text, encoding="utf-8")
        assert main([str(page), "--patch", "--contract", str(contract), "--sources", str(sources)]) == 1
        return YamlFile.read(Path(contract)), YamlFile.read(Path(sources))

    return patch


def added_lines(before: Path, after: Path) -> list[str]:
    """Return the lines that are only in the second file, and fail if the first has a line that is not in the second."""
    old, new = before.read_text(encoding="utf-8").splitlines(), after.read_text(encoding="utf-8").splitlines()
    changes = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    assert all(line.startswith("+ ") for line in changes)
    return [line[2:] for line in changes]


def test_a_property_is_written_in_its_place(patched: Patched) -> None:
    page = Reference()
    page.definitions[OFFER].insert(2, ["alias", "string[]", "Other names."])
    contract, sources = patched(REFERENCE_FORMS["html"](page))
    assert added_lines(CONTRACT, contract.path) == [
        "        alias:",
        "          type: array",
        "          description: TODO describe alias in your own words.",
        "          items: {type: string}",
        "          example: [TODO]",
    ]
    assert added_lines(SOURCES, sources.path) == []
    names = list(contract.at("#/components/schemas/Offer/properties"))
    assert names[names.index("actions") + 1] == "alias"


@pytest.mark.parametrize("position", [0, len(Reference().definitions[OFFER])])
def test_a_property_can_be_the_first_or_the_last(patched: Patched, position: int) -> None:
    page = Reference()
    page.definitions[OFFER].insert(position, ["weight", "number (double)", ""])
    contract, _ = patched(REFERENCE_FORMS["html"](page))
    assert list(contract.at("#/components/schemas/Offer/properties")).index("weight") == position
    assert len(added_lines(CONTRACT, contract.path)) == 5


def test_a_value_is_written_with_its_meaning(patched: Patched) -> None:
    page = Reference()
    page.definitions["SupportedCatalogTypes"].append(["preview", ""])
    contract, _ = patched(REFERENCE_FORMS["html"](page))
    schema = contract.at("#/components/schemas/SupportedCatalogTypes")
    assert schema["enum"] == ["live", "sandbox", "preview"]
    assert schema["x-enum-varnames"][-1] == "PREVIEW"
    assert schema["x-enum-descriptions"][-1] == "TODO describe preview in your own words."


def test_a_parameter_is_written_with_its_source(patched: Patched) -> None:
    page = Reference()
    page.parameters.append(["price-list", "query", "", "integer (int32)", ""])
    contract, sources = patched(REFERENCE_FORMS["html"](page))
    parameters = contract.at("#/paths/~1customers~1{customerId}~1offers/get/parameters")
    assert parameters[-1] == {"$ref": "#/components/parameters/PriceList"}
    assert contract.at("#/components/parameters/PriceList") == {
        "name": "price-list",
        "in": "query",
        "description": "TODO describe price-list in your own words.",
        "schema": {"type": "integer", "format": "int32"},
        "example": 0,
        "x-docs-name": "price-list",
    }
    assert sources.at("#/components/parameters~1PriceList")["pages"] == ["offers-by-customer-reference"]


def test_a_parameter_of_the_other_operation_is_shared(patched: Patched) -> None:
    page = Reference()
    page.parameters.append(["country", "query", "", "string", ""])
    contract, sources = patched(REFERENCE_FORMS["html"](page))
    assert added_lines(CONTRACT, contract.path) == ["        - $ref: '#/components/parameters/Country'"]
    assert added_lines(SOURCES, sources.path) == []


def test_a_parameter_has_the_name_that_is_sent(patched: Patched) -> None:
    page = Guide()
    page.calls[0][1] = page.calls[0][1].replace("country=", "segment={segment-id}&country=")
    page.parameters.append(["segment-id", "string", "N", "The segment."])
    contract, _ = patched(GUIDE_FORMS["html"](page))
    parameter = contract.at("#/components/parameters/Segment")
    assert (parameter["name"], parameter["x-docs-name"]) == ("segment", "segment-id")


def test_a_definition_whose_name_is_taken_is_left_to_a_person(
    patched: Patched, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Reference()
    page.definitions["Contracts.V2.Models.Offer"] = [["id", "string", ""], ["price", "string", ""]]
    contract, _ = patched(REFERENCE_FORMS["html"](page))
    assert added_lines(CONTRACT, contract.path) == []
    assert "left to you: added definition Contracts.V2.Models.Offer" in capsys.readouterr().err


def test_a_definition_is_written_with_everything_it_refers_to(patched: Patched) -> None:
    page = Reference()
    page.definitions[PRICE] = [["amount", "number (double)", ""], ["kinds", "PriceKind[] (int32)", ""]]
    page.definitions["PriceKind"] = [["net", ""], ["gross", ""]]
    page.definitions[OFFER].append(["prices", f"{PRICE}[]", ""])
    page.definitions[OFFER].append(["state", "enum:\nfresh (int32)\nstale (int32)", ""])
    contract, sources = patched(REFERENCE_FORMS["html"](page))
    schemas = contract.at("#/components/schemas")
    assert schemas["Offer"]["properties"]["prices"]["items"] == {"$ref": "#/components/schemas/OfferPrice"}
    assert schemas["OfferPrice"]["properties"]["kinds"]["items"]["anyOf"][0] == {
        "$ref": "#/components/schemas/PriceKind"
    }
    assert schemas["PriceKind"]["enum"] == ["net", "gross"]
    assert schemas["State"]["x-docs-name"] == "Contracts.V1.Models.Offer.state"
    assert {rule.name for rule, _ in run(RULES, contract, sources)} == {"no-todo"}


WRITTEN = (
    "parameter added",
    "header added",
    "definition added",
    "link added",
    "value added",
    "value added to an enum in place",
)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_page_is_clean_after_its_additions_are_written(patched: Patched, name: str, tmp_path: Path) -> None:
    page = Reference()
    next(change for known, change, _ in REFERENCE_CHANGES if known == name)(page)
    contract, sources = patched(REFERENCE_FORMS["html"](page))
    assert drift(tmp_path / "page.html", contract, sources).drift == []
    assert {rule.name for rule, _ in run(RULES, contract, sources)} <= {"no-todo", "enum-codes"}


@pytest.mark.parametrize("name", ["property added", "property of a property added", "value added"])
def test_the_additions_of_an_example_are_written(patched: Patched, name: str, tmp_path: Path) -> None:
    page = Guide()
    next(change for known, change, _ in GUIDE_CHANGES if known == name)(page)
    contract, sources = patched(GUIDE_FORMS["html"](page))
    assert drift(tmp_path / "page.html", contract, sources).drift == []


def test_a_difference_that_is_not_an_addition_is_left_to_a_person(
    patched: Patched, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Reference()
    page.definitions[OFFER].remove(page.row_of(OFFER, "isTrial"))
    page.row_of(OFFER, "rank")[1] = "string"
    contract, sources = patched(REFERENCE_FORMS["html"](page))
    assert added_lines(CONTRACT, contract.path) == added_lines(SOURCES, sources.path) == []
    said = capsys.readouterr().err
    assert "left to you: removed property Offer.isTrial" in said
    assert "left to you: retyped property Offer.rank" in said
