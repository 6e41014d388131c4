"""The contract of the project breaks no rule, agrees with saved pages, and can be compared and shown.

That it is transcribed completely is tested in test_pages_are_transcribed.py. All other tests of the commands read the
frozen contract, so that a change of the contract does not break them.
"""

from pathlib import Path

import pytest

from spec_tools.drift.__main__ import drift
from spec_tools.drift.known_page import explanations
from spec_tools.lint import RULES, run
from spec_tools.spec_diff.__main__ import main as spec_diff
from spec_tools.spec_diff.changelog import read_changelog
from spec_tools.spec_docs.__main__ import page
from spec_tools.yaml_file import CONTRACT, YamlFile

SAVED_PAGES = Path(__file__).resolve().parents[3] / "shared" / "sources"  # next to the project, if they are available


def test_the_contract_breaks_no_rule(live_contract: YamlFile, live_sources: YamlFile) -> None:
    assert [(rule.name, finding.message) for rule, finding in run(RULES, live_contract, live_sources)] == []


@pytest.mark.skipif(not SAVED_PAGES.is_dir(), reason="there are no saved pages next to the project")
@pytest.mark.parametrize("kind", ["rest-reference", "developer-guide"])
def test_the_contract_agrees_with_a_saved_page(live_contract: YamlFile, live_sources: YamlFile, kind: str) -> None:
    [saved] = SAVED_PAGES.glob(f"*.{kind}.txt")
    report = drift(saved, live_contract, live_sources)
    assert (report.drift, report.stale) == ([], [])
    explained = {(one.kind, one.of) for one in explanations(live_sources, report.known)}
    assert {(one.kind, one.of) for one, _ in report.decided} == explained


def test_the_contract_does_not_differ_from_itself() -> None:
    assert spec_diff([str(CONTRACT)]) == 0


def test_the_newest_version_in_the_changelog_is_that_of_the_contract(live_contract: YamlFile) -> None:
    unreleased, newest, *_ = read_changelog(CONTRACT.with_name("CHANGELOG.md").read_text(encoding="utf-8"))
    assert unreleased.version is None
    assert str(newest.version) == live_contract.root["info"]["version"]


def test_the_page_of_the_contract_has_every_property_and_decision(
    live_contract: YamlFile, live_sources: YamlFile
) -> None:
    text = page(live_contract, live_sources)
    schemas = live_contract.root["components"]["schemas"]
    properties = [(name, key) for name, schema in schemas.items() for key in schema.get("properties", {})]
    assert [name for name, key in properties if f'id="schema-{name}.{key}"' not in text] == []
    assert [one["id"] for one in live_sources.root["decisions"] if f">{one['id']}<" not in text] == []
