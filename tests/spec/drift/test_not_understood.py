"""A page is never clean if a part of it is not understood. The report names the line and the cell, with status 2."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec_tools.drift.__main__ import drift, main
from spec_tools.drift.report import Report
from spec_tools.pages import UnreadablePage
from spec_tools.yaml_file import YamlFile

from .forms import GUIDE_FORMS, REFERENCE_FORMS
from .pages import OFFER, Guide, Reference

Read = Callable[[str, str], Report]

# For each change after which a part is not understood: its name, the change, and the reported text in every form.
REFERENCES: list[tuple[str, Callable[[Reference], object], str | None]] = [
    ("type", lambda page: page.row_of(OFFER, "rank").__setitem__(1, "a number"), "a number"),
    ("place", lambda page: page.parameter("size").__setitem__(1, "somewhere"), "somewhere"),
    ("repeated", lambda page: page.definitions[OFFER].append(["rank", "string", ""]), "rank"),
    ("no address", lambda page: setattr(page, "method", "CALL"), None),
    ("no media types", lambda page: page.media_types.clear(), None),
    ("status", lambda page: page.responses.append(["Fine", "string", ""]), "Fine"),
    ("definition without a table", lambda page: page.listed.append("Ghost"), "Ghost"),
]
GUIDES: list[tuple[str, Callable[[Guide], object], str | None]] = [
    ("no request", lambda page: page.request.clear(), None),
    ("no response", lambda page: page.response.clear(), None),
    ("type", lambda page: page.parameters[0].__setitem__(1, "a number"), "a number"),
    ("required", lambda page: page.parameters[0].__setitem__(2, "perhaps"), "perhaps"),
    ("parameter twice", lambda page: page.parameters.append(["country-id", "string", "N", ""]), "country-id"),
    ("header without a value", lambda page: page.request.__setitem__(5, "X-Locale: en-GB"), "locale-id"),
    ("response without a body", lambda page: page.response.append("HTTP/1.1 404 Not Found"), "HTTP/1.1 200 OK"),
]


@pytest.fixture
def read(contract: YamlFile, sources: YamlFile, tmp_path: Path) -> Read:
    """A function that compares a page, given its text and its form, with the frozen contract."""

    def compare(text: str, form: str) -> Report:
        file = tmp_path / f"page.{form}"
        file.write_text(text, encoding="utf-8")
        return drift(file, contract, sources)

    return compare


def parts(report: Report) -> list[str | None]:
    return [one.text for one in report.not_understood if one.matters]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<html><body></body></html>", b"# A title\n"])
def test_a_file_that_is_not_a_page_has_status_2(tmp_path: Path, content: bytes) -> None:
    page = tmp_path / "page"
    page.write_bytes(content)
    assert main([str(page)]) == 2


def test_a_missing_file_has_status_2(tmp_path: Path) -> None:
    assert main([str(tmp_path / "missing.html")]) == 2


@pytest.mark.parametrize("form", REFERENCE_FORMS)
@pytest.mark.parametrize(("change", "at_fault"), [pytest.param(*rest, id=name) for name, *rest in REFERENCES])
def test_the_cell_of_a_reference_that_is_not_understood_is_named(
    read: Read, form: str, change: Callable[[Reference], object], at_fault: str | None
) -> None:
    page = Reference()
    change(page)
    report = read(REFERENCE_FORMS[form](page), form)
    assert (parts(report), report.status, report.stale) == ([at_fault], 2, [])


@pytest.mark.parametrize("form", GUIDE_FORMS)
@pytest.mark.parametrize(("change", "at_fault"), [pytest.param(*rest, id=name) for name, *rest in GUIDES])
def test_the_cell_of_a_guide_that_is_not_understood_is_named(
    read: Read, form: str, change: Callable[[Guide], object], at_fault: str | None
) -> None:
    page = Guide()
    change(page)
    report = read(GUIDE_FORMS[form](page), form)
    assert (parts(report), report.status) == ([at_fault], 2)


@pytest.mark.parametrize("form", GUIDE_FORMS)
def test_a_call_without_a_method_is_not_understood(read: Read, form: str) -> None:
    page = Guide()
    page.calls[0][0] = "CALL"
    report = read(GUIDE_FORMS[form](page), form)
    assert report.status == 2


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_property_without_a_type_is_not_understood(read: Read, form: str) -> None:
    page = Reference()
    page.row_of(OFFER, "rank")[1] = ""
    report = read(REFERENCE_FORMS[form](page), form)
    assert (parts(report), report.drift, report.status) == ([""], [], 2)


def test_a_property_without_a_type_in_copied_text_is_missing(read: Read) -> None:
    page = Reference()
    page.row_of(OFFER, "rank")[1] = ""
    report = read(REFERENCE_FORMS["txt"](page), "txt")
    assert ([one.of for one in report.drift], report.status) == (["property Offer.rank"], 1)


@pytest.mark.parametrize(("form", "at_fault"), [("txt", "MS-CV Perhaps"), ("html", "Perhaps"), ("md", "Perhaps")])
def test_a_header_that_is_perhaps_required_is_not_understood(read: Read, form: str, at_fault: str) -> None:
    page = Reference()
    page.header("MS-CV")[1] = "Perhaps"
    report = read(REFERENCE_FORMS[form](page), form)
    assert (parts(report), report.drift) == ([at_fault], [])


@pytest.mark.parametrize("form", REFERENCE_FORMS)
@pytest.mark.parametrize("name", ["parameters", "headers", "responses"])
def test_a_reference_without_a_table_is_not_understood(read: Read, form: str, name: str) -> None:
    page = Reference()
    setattr(page, name, [])
    report = read(REFERENCE_FORMS[form](page), form)
    assert (report.status, report.stale) == (2, [])


@pytest.mark.parametrize("form", GUIDE_FORMS)
def test_an_example_that_cannot_be_repaired_is_not_understood(read: Read, form: str) -> None:
    text = GUIDE_FORMS[form](Guide()).replace('"rank": 7', '"rank": seven').replace("&quot;rank&quot;: 7", "rank 7")
    report = read(text, form)
    assert report.status == 2
    assert "the example response must have a body in JSON" in str(report.not_understood[0])


@pytest.mark.parametrize("form", ["html", "md"])
def test_an_unknown_table_is_reported_but_does_not_matter(read: Read, form: str) -> None:
    table = {
        "html": "<table><tr><th>Limit</th><th>Most</th></tr><tr><td>size</td><td>5</td></tr></table></main>",
        "md": "\n| Limit | Most |\n|---|---|\n| size | 5 |\n",
    }[form]
    text = REFERENCE_FORMS[form](Reference())
    report = read(text.replace("</main>", table) if form == "html" else f"{text}\n{table}", form)
    assert [(one.text, one.matters) for one in report.not_understood] == [("limit, most", False)]
    assert (report.status, report.clean) == (1, False)


@pytest.mark.parametrize("row", ["| rank | integer (int32) |", "| rank | integer (int32) | The position. | 3 |"])
def test_a_row_with_another_number_of_cells_is_not_understood(read: Read, row: str) -> None:
    text = REFERENCE_FORMS["md"](Reference())
    assert "| rank | integer (int32) |  |" in text
    report = read(text.replace("| rank | integer (int32) |  |", row, 1), "md")
    assert (parts(report), report.drift, report.status) == ([row], [], 2)


def test_merged_cells_are_not_understood(read: Read) -> None:
    text = REFERENCE_FORMS["html"](Reference())
    report = read(text.replace("<td><p>size</p></td>", "<td colspan='2'><p>size</p></td>"), "html")
    assert (report.status, report.drift) == (2, [])
    assert "none of them merged" in str(report.not_understood[0])


@pytest.mark.parametrize("form", REFERENCE_FORMS)
def test_headers_of_a_response_are_read(read: Read, form: str) -> None:
    page = Reference()
    page.responses[0][2] = "The page of offers.\nHeaders\nETag: string"
    report = read(REFERENCE_FORMS[form](page), form)
    assert {(one.kind, one.of) for one in report.drift} == {("added", "response header ETag")}


def test_a_page_that_is_not_in_the_sources_is_named_by_its_title(
    contract: YamlFile, sources: YamlFile, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    other = Reference(title="Get an order", address="https://api.contoso.example/v{version}/orders")
    page.write_text(REFERENCE_FORMS["html"](other), encoding="utf-8")
    with pytest.raises(UnreadablePage, match=r"this page is not in sources\.yaml \(its title is 'Get an order'\)"):
        drift(page, contract, sources)


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
    assert (report.drift, report.stale, report.not_understood) == ([], [], [])
