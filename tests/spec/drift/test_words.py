"""Words outside tables are compared with digests in the sources, and a person accepts them."""

import shutil
from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift, main
from spec_tools.drift.report import Report
from spec_tools.yaml_file import YamlFile

from ..frozen import CONTRACT, SOURCES
from .forms import GUIDE_FORMS, REFERENCE_FORMS
from .pages import OFFER, Guide, Reference

SOURCES_LINE_OF_READ = "    read: 2026-11-20"


@pytest.fixture
def accepted(tmp_path: Path) -> Path:
    """Sources with the digests of the words of both pages, in their HTML."""
    sources = Path(shutil.copy(SOURCES, tmp_path))
    for text in (REFERENCE_FORMS["html"](Reference()), GUIDE_FORMS["html"](Guide())):
        page = tmp_path / "accepted.html"
        page.write_text(text, encoding="utf-8")
        assert main([str(page), "--accept", "--contract", str(CONTRACT), "--sources", str(sources)]) == 0
    return sources


def compared(text: str, form: str, sources: Path) -> Report:
    page = sources.with_name(f"page.{form}")
    page.write_text(text, encoding="utf-8")
    return drift(page, YamlFile.read(CONTRACT), YamlFile.read(sources))


def words(report: Report) -> list[tuple[str, str, str]]:
    return [(one.section, one.what, one.text) for one in report.words]


# For each edit that changes only words: its name, the text before, and the text after.
OF_REFERENCE = [
    ("retired on a date", "The offers for one customer.", "The offers for one customer. Retired on 1 March 2027."),
    ("unit of the offset", "How many offers to skip.", "How many pages to skip."),
    ("default of the size", "The size of the page.", "The size of the page. The default is 100."),
    ("maximum of the size", "The size of the page.", "The size of the page, at most 500."),
    ("rate limit", "The page of offers.", "The page of offers. At most 5 calls a minute."),
]


@pytest.mark.parametrize("form", REFERENCE_FORMS)
@pytest.mark.parametrize(("before", "after"), [pytest.param(*rest, id=name) for name, *rest in OF_REFERENCE])
def test_an_edit_of_words_of_the_reference_is_reported_with_its_line(
    accepted: Path, form: str, before: str, after: str
) -> None:
    text = REFERENCE_FORMS[form](Reference())
    assert compared(text, form, accepted).words == []
    report = compared(text.replace(before, after), form, accepted)
    assert [(one.what, one.text) for one in report.words] == [("changed", after)]
    assert report.words[0].line == next(
        number for number, line in enumerate(report.page.read_text("utf-8").splitlines(), 1) if after in line
    )
    assert (report.drift, report.clean, report.status) == ([], False, 1)


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize(
    ("before", "after", "section"),
    [
        pytest.param("a string, is required", "a string, is always required", "Request headers", id="header"),
        pytest.param("The offers of a market.", "App-only tokens are no longer accepted.", "Introduction", id="token"),
        pytest.param("The offers of a market.", "It is not for US Government.", "Introduction", id="cloud"),
    ],
)
def test_an_edit_of_words_of_the_guide_is_reported_with_its_section(
    accepted: Path, form: str, before: str, after: str, section: str
) -> None:
    report = compared(GUIDE_FORMS[form](Guide()).replace(before, after), form, accepted)
    [(found, what, text)] = words(report)
    assert (found, what, after in text) == (section, "changed", True)


@pytest.mark.parametrize("form", REFERENCE_FORMS)
def test_a_description_that_is_added_or_removed_is_reported(accepted: Path, form: str) -> None:
    page = Reference()
    page.row_of(OFFER, "rank")[2] = "Its position in the list."
    page.parameter("size")[4] = ""
    report = compared(REFERENCE_FORMS[form](page), form, accepted)
    assert [(one.what, one.text) for one in report.words] == [
        ("removed", ""),
        ("added", "Its position in the list."),
    ]
    assert report.words[0].section == "URI Parameters"


def test_letter_case_and_spaces_are_no_change(accepted: Path) -> None:
    text = REFERENCE_FORMS["html"](Reference()).replace("How many offers to skip.", "how many <b>offers</b>  to skip")
    assert compared(text, "html", accepted).clean


def test_the_sources_have_digests_and_no_text(accepted: Path) -> None:
    digests = YamlFile.read(accepted).at("#/pages/offers-by-customer-reference/words")
    assert list(digests) == ["Introduction", "URI Parameters", "Request Header", "Responses"]
    assert all(len(digest) == 8 and int(digest, 16) >= 0 for line in digests.values() for digest in line.split())
    assert len(digests["URI Parameters"].split()) == 4


def test_accepting_sets_the_day_and_changes_no_other_line(accepted: Path) -> None:
    before, after = SOURCES.read_text("utf-8").splitlines(), accepted.read_text("utf-8").splitlines()
    assert set(before) - set(after) <= {SOURCES_LINE_OF_READ}
    assert [line.strip().partition(":")[0] for line in after if line not in before].count("read") == 2


def test_accepted_words_are_clean_afterwards(accepted: Path) -> None:
    text = REFERENCE_FORMS["html"](Reference()).replace("The size of the page.", "The size of the page, at most 500.")
    page = accepted.with_name("page.html")
    page.write_text(text, encoding="utf-8")
    options = [str(page), "--contract", str(CONTRACT), "--sources", str(accepted)]
    assert [main(options), main([*options, "--accept"]), main(options)] == [1, 0, 0]


def test_a_page_that_is_not_understood_cannot_be_accepted(accepted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = Reference()
    changed.row_of(OFFER, "rank")[1] = "a number"
    page = accepted.with_name("page.html")
    page.write_text(REFERENCE_FORMS["html"](changed), encoding="utf-8")
    before = accepted.read_bytes()
    assert main([str(page), "--accept", "--contract", str(CONTRACT), "--sources", str(accepted)]) == 2
    assert accepted.read_bytes() == before
    assert "not accepted: the page must be understood first" in capsys.readouterr().err


@pytest.mark.parametrize("format_", ["text", "markdown", "json", "github"])
def test_each_format_has_the_changed_words(accepted: Path, format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = accepted.with_name("page.html")
    page.write_text(REFERENCE_FORMS["html"](Reference()).replace("to skip.", "to pass over."), encoding="utf-8")
    options = ["--format", format_, "--contract", str(CONTRACT), "--sources", str(accepted)]
    assert main([str(page), *options]) == 1
    assert "How many offers to pass over." in capsys.readouterr().out


def test_without_a_digest_the_words_are_named_as_not_compared(tmp_path: Path) -> None:
    report = compared(REFERENCE_FORMS["html"](Reference()), "html", Path(shutil.copy(SOURCES, tmp_path)))
    assert report.not_compared == [
        "its words: sources.yaml has no digest of them. Read the page, then run with ACCEPT=1"
    ]


def test_a_page_of_another_kind_has_only_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, sources = tmp_path / "page.md", shutil.copy(SOURCES, tmp_path)
    page.write_text("# API throttling guidance\n\n## Limits\n\nAt most 5 calls a minute.\n", encoding="utf-8")
    options = [str(page), "--contract", str(CONTRACT), "--sources", str(sources)]
    assert main(options) == 1
    assert "Nothing was compared." in capsys.readouterr().out
    assert [main([*options, "--accept"]), main(options)] == [0, 0]
    page.write_text("# API throttling guidance\n\n## Limits\n\nAt most 9 calls a minute.\n", encoding="utf-8")
    assert main(options) == 1
    assert "words changed in section Limits: At most 9 calls a minute." in capsys.readouterr().out
