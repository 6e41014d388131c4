"""The walk-through of CONTRIBUTING.md, "The documentation changed", from a saved page to an offer with a new property.

It runs the commands in a copy of the project. After that, only the files of step 8 have changed, and no test fails.
"""

import json
from pathlib import Path

import pytest

from spec_tools.yaml_file import YamlFile

from .agreeing_page import agreeing_reference
from .drift.forms import REFERENCE_FORMS
from .drift.pages import OFFER
from .project_copy import PROJECT, Copy, failures_in

# The tests that read the contract itself, or the models made from it. All others have contracts or offers of their own.
READ_THE_CONTRACT = (
    "tests/cli/export/test_formats.py",
    "tests/emulator/test_contract.py",
    "tests/faults/test_spec_pages.py",
    "tests/generated/test_help.py",
    "tests/generated/test_other_libraries.py",
    "tests/generated/test_round_trip.py",
    "tests/generated/test_unknown_members.py",
    "tests/spec/test_lint.py",
    "tests/spec/test_live_contract.py",
    "tests/spec/test_pages_are_transcribed.py",
    "tests/wrapper/test_enums.py",
    "tests/wrapper/test_offers.py",
)

NEW = "contosoNote"  # no page of the documentation has it


@pytest.fixture
def project(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "project")


@pytest.fixture
def page(tmp_path: Path, live_contract: YamlFile, live_sources: YamlFile) -> Path:
    """The page of the REST reference with a new property of an offer, as a browser saves it."""
    changed = agreeing_reference(live_contract, live_sources, "offers-by-customer-reference")
    changed.definitions[OFFER].insert(9, [NEW, "string", ""])
    file = tmp_path / "offers-by-customer.html"
    file.write_text(REFERENCE_FORMS["html"](changed), encoding="utf-8")
    return file


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_new_property_on_a_page_reaches_the_client_and_breaks_no_test_of_the_contract(
    project: Copy, page: Path
) -> None:
    contract = "openapi/partner-center-offers.yaml"
    drift = project.python("-m", "spec_tools.drift", str(page), "--format", "json")
    assert drift.returncode == 1, drift.stderr
    assert [one["of"] for one in json.loads(drift.stdout)["drift"]] == [f"property Offer.{NEW}"]

    patched = project.python("-m", "spec_tools.drift", str(page), "--patch")
    assert f"written: property Offer.{NEW}" in patched.stderr

    lint = project.python("-m", "spec_tools.lint")
    assert (lint.returncode, lint.stderr.count("no-todo")) == (1, 2), lint.stderr
    project.edit(contract, f"TODO describe {NEW} in your own words.", "A note about the offer.")
    project.edit(contract, "example: TODO", "example: Only for new customers")
    lint = project.python("-m", "spec_tools.lint")
    assert (lint.returncode, lint.stderr.count("accepted-definitions")) == (1, 1), lint.stderr
    assert project.python("-m", "spec_tools.drift", str(page), "--accept").returncode == 0
    assert project.python("-m", "spec_tools.lint").returncode == 0

    diff = project.python("-m", "spec_tools.spec_diff", "HEAD")
    assert diff.returncode == 1
    assert f"additive  property Offer.{NEW}: added" in diff.stdout
    version = json.loads(project.python("-m", "spec_tools.spec_diff", "HEAD", "--format", "json").stdout)["follows"]
    project.release(version, f"Offer.{NEW}")
    diff = project.python("-m", "spec_tools.spec_diff", "HEAD")
    assert diff.returncode == 0, diff.stderr

    generated = project.python("-m", "spec_tools.generate")
    assert generated.returncode == 0, generated.stderr
    assert project.python("-m", "spec_tools.generate", "--check").returncode == 0
    assert project.python("-m", "spec_tools.drift", str(page)).returncode == 0

    read = project.run("{offer.contoso_note for offer in partner.offers.by_country('US') if offer.contoso_note}")
    assert read.stdout == "{'Only for new customers'}\n", read.stderr

    assert project.changed_files() == files_of_step_8()
    broken = failures_in(project.root, *READ_THE_CONTRACT)
    assert broken == (broken and failures_in(PROJECT, *broken))  # only tests that fail without the new property too


def files_of_step_8() -> set[str]:
    """Return the files that the walk-through names for a new property."""
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    step = text[text.index("**8. Run the tests.**") : text.index("**9. Release.**")]
    return {line[3:-1] for line in step.splitlines() if line.startswith("- `")}


def test_the_walk_through_names_the_commands_in_this_order() -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = text[text.index("## The documentation changed") :]
    steps = ("make drift DOC", "PATCH=1", "make spec-lint", "make spec-diff BASE", "make generate", "make test")
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
