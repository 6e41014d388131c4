"""A page with a part that is not understood is never clean: the command says what it looked for, with status 2."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec_tools.drift.__main__ import drift, main
from spec_tools.pages import UnreadablePage, read_page
from spec_tools.yaml_file import YamlFile

from .forms import GUIDE_FORMS, REFERENCE_FORMS
from .pages import OFFER, Guide, Reference

# For each change after which a page is not understood: its name, the change, and the message, whatever the form.
REFERENCES: list[tuple[str, Callable[[Reference], object], str]] = [
    ("type", lambda page: page.row_of(OFFER, "rank").__setitem__(1, "a number"), "a number|rank"),
    ("no type", lambda page: page.row_of(OFFER, "rank").__setitem__(1, ""), "rank|''|salesGroupId"),
    ("place", lambda page: page.parameter("size").__setitem__(1, "somewhere"), "size|somewhere"),
    ("required", lambda page: page.header("MS-CV").__setitem__(1, "Perhaps"), "MS-CV|Perhaps|string"),
    ("repeated", lambda page: page.definitions[OFFER].append(["rank", "string", ""]), "rank stands on line"),
    ("no address", lambda page: setattr(page, "method", "CALL"), "Looked for the address"),
    ("no media types", lambda page: page.media_types.clear(), "media types|'Media Types:'|Media Types"),
    ("status", lambda page: page.responses.append(["Fine", "string", ""]), "Fine"),
    ("definition without a table", lambda page: page.listed.append("Ghost"), "tables of definitions"),
]
GUIDES: list[tuple[str, Callable[[Guide], object], str]] = [
    ("no request", lambda page: page.request.clear(), "Looked for the example of a request"),
    ("no response", lambda page: page.response.clear(), "Looked for the example of an answer"),
    ("no method", lambda page: page.calls[0].__setitem__(0, "CALL"), "CALL|no row|request"),
    ("type", lambda page: page.parameters[0].__setitem__(1, "a number"), "country-id"),
    ("required", lambda page: page.parameters[0].__setitem__(2, "perhaps"), "country-id"),
    ("parameter twice", lambda page: page.parameters.append(["country-id", "string", "N", ""]), "already, otherwise"),
    ("two responses", lambda page: page.response.append("HTTP/1.1 404 Not Found"), "found 2"),
    (
        "header without a value",
        lambda page: page.request.__setitem__(5, "X-Locale: en-GB"),
        "The text says whether locale-id is required",
    ),
]


def test_the_command_prints_what_it_looked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Something else\n\nNothing to see here.\n", encoding="utf-8")
    assert main([str(page)]) == 2
    said = capsys.readouterr().err
    assert f"{page} is not understood. Looked for a table of URI parameters" in said
    assert "found neither among 0 tables" in said


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<html><body></body></html>", b"# A title\n"])
def test_a_file_that_is_not_a_page_is_unreadable(tmp_path: Path, content: bytes) -> None:
    page = tmp_path / "page"
    page.write_bytes(content)
    assert main([str(page)]) == 2


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    assert main([str(tmp_path / "missing.html")]) == 2


def test_a_page_of_an_unknown_operation_is_unreadable(
    contract: YamlFile, sources: YamlFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    other = Reference(title="Get an order", address="https://api.contoso.example/v{version}/orders")
    page.write_text(REFERENCE_FORMS["html"](other), encoding="utf-8")
    with pytest.raises(UnreadablePage, match=r"Looked for a reference that sources\.yaml knows"):
        drift(page, contract, sources)


@pytest.mark.parametrize("form", REFERENCE_FORMS)
@pytest.mark.parametrize(("change", "says"), [pytest.param(*rest, id=name) for name, *rest in REFERENCES])
def test_a_reference_that_is_not_understood_is_unreadable(
    tmp_path: Path, form: str, change: Callable[[Reference], object], says: str
) -> None:
    page = Reference()
    change(page)
    file = tmp_path / f"page.{form}"
    file.write_text(REFERENCE_FORMS[form](page), encoding="utf-8")
    with pytest.raises(UnreadablePage, match=says):
        read_page(file)


@pytest.mark.parametrize("form", REFERENCE_FORMS)
@pytest.mark.parametrize("name", ["parameters", "headers", "responses"])
def test_a_reference_without_a_table_is_unreadable(tmp_path: Path, form: str, name: str) -> None:
    page = Reference()
    setattr(page, name, [])
    file = tmp_path / f"page.{form}"
    file.write_text(REFERENCE_FORMS[form](page), encoding="utf-8")
    with pytest.raises(UnreadablePage):
        read_page(file)


@pytest.mark.parametrize("form", GUIDE_FORMS)
@pytest.mark.parametrize(("change", "says"), [pytest.param(*rest, id=name) for name, *rest in GUIDES])
def test_a_guide_that_is_not_understood_is_unreadable(
    tmp_path: Path, form: str, change: Callable[[Guide], object], says: str
) -> None:
    page = Guide()
    change(page)
    file = tmp_path / f"page.{form}"
    file.write_text(GUIDE_FORMS[form](page), encoding="utf-8")
    with pytest.raises(UnreadablePage, match=says):
        read_page(file)


@pytest.mark.parametrize("form", GUIDE_FORMS)
def test_an_example_that_cannot_be_repaired_is_unreadable(tmp_path: Path, form: str) -> None:
    file = tmp_path / f"page.{form}"
    text = GUIDE_FORMS[form](Guide())
    file.write_text(
        text.replace('"rank": 7', '"rank": seven').replace("&quot;rank&quot;: 7", "rank 7"), encoding="utf-8"
    )
    with pytest.raises(UnreadablePage, match="the example is no JSON"):
        read_page(file)


@pytest.mark.parametrize("form", ["html", "md"])
def test_an_unknown_table_is_unreadable(tmp_path: Path, form: str) -> None:
    tables = {
        "html": "<table><tr><th>Limit</th><th>Value</th></tr><tr><td>size</td><td>5</td></tr></table></main>",
        "md": "\n| Limit | Value |\n|---|---|\n| size | 5 |\n",
    }
    text = REFERENCE_FORMS[form](Reference())
    file = tmp_path / f"page.{form}"
    file.write_text(
        text.replace("</main>", tables[form]) if form == "html" else f"{text}\n{tables[form]}", encoding="utf-8"
    )
    with pytest.raises(UnreadablePage, match="columns limit, value is not known"):
        read_page(file)


@pytest.mark.parametrize("form", GUIDE_FORMS)
def test_a_guide_without_its_parameters_is_unreadable(tmp_path: Path, form: str) -> None:
    file = tmp_path / f"page.{form}"
    text = GUIDE_FORMS[form](Guide())
    for old, new in (
        ("Name | Type | Required | Description", "Name | Type | Required | Default | Description"),
        ("--- | --- | --- | ---", "--- | --- | --- | --- | ---"),
        ("<th>Required</th>", "<th>Needed</th>"),
    ):
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadablePage, match=r"is not known|cells were expected"):
        read_page(file)


@pytest.mark.parametrize("row", ["| rank | integer (int32) |", "| rank | integer (int32) | The position. | 3 |"])
def test_a_row_with_another_number_of_cells_is_unreadable(tmp_path: Path, row: str) -> None:
    text = REFERENCE_FORMS["md"](Reference())
    assert "| rank | integer (int32) |  |" in text
    file = tmp_path / "page.md"
    file.write_text(text.replace("| rank | integer (int32) |  |", row, 1), encoding="utf-8")
    with pytest.raises(UnreadablePage, match="3 cells were expected"):
        read_page(file)


def test_headers_of_a_response_are_unreadable(tmp_path: Path) -> None:
    page = Reference()
    page.responses[0][2] = "The page of offers.\nHeaders\nETag: string"
    file = tmp_path / "page.html"
    file.write_text(REFERENCE_FORMS["html"](page), encoding="utf-8")
    with pytest.raises(UnreadablePage, match="headers of an answer"):
        read_page(file)


def test_merged_cells_are_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    text = REFERENCE_FORMS["html"](Reference())
    file.write_text(text.replace("<td><p>size</p></td>", "<td colspan='2'><p>size</p></td>"), encoding="utf-8")
    with pytest.raises(UnreadablePage, match="merged cells"):
        read_page(file)


WORDS = ["string", "path", "query True", "the", "Link", "integer (int32)", "size", "True", "200 OK", "enum:", "offers"]


@settings(deadline=None, max_examples=40)  # each example reads and compares a page
@given(
    descriptions=st.lists(
        st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map(lambda words: f"It is {' '.join(words)}."),
        min_size=9,
        max_size=9,
    ),
    form=st.sampled_from(sorted(REFERENCE_FORMS)),
)
def test_words_in_descriptions_are_not_facts(
    contract: YamlFile,
    sources: YamlFile,
    tmp_path_factory: pytest.TempPathFactory,
    descriptions: list[str],
    form: str,
) -> None:
    page = Reference()
    for row, description in zip([*page.parameters, *page.headers], descriptions, strict=True):
        row[-1] = description
    file = tmp_path_factory.mktemp("words") / f"page.{form}"
    file.write_text(REFERENCE_FORMS[form](page), encoding="utf-8")
    report = drift(file, contract, sources)
    assert (report.drift, report.stale) == ([], [])
