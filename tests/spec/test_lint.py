"""Every rule of spec-lint finds a contract that breaks it, and the command prints the file, the line and the rule."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spec_tools.lint import RULES, Rule, run
from spec_tools.lint.__main__ import main
from spec_tools.yaml_file import YamlFile

from .frozen import CONTRACT, SOURCES

Change = Callable[[Any], object]
Changed = Callable[[Path, Change], YamlFile]


def rules_called(name: str) -> list[Rule]:
    return [rule for rule in RULES if rule.name == name]


def offers(contract: Any) -> Any:
    return contract["paths"]["/offers"]["get"]


def schema(contract: Any, name: str) -> Any:
    return contract["components"]["schemas"][name]


def property_of(contract: Any, owner: str, name: str) -> Any:
    return schema(contract, owner)["properties"][name]


def rename_category(contract: Any) -> None:
    schemas = contract["components"]["schemas"]
    schemas["Offer[Category]"] = schemas.pop("OfferCategory")
    property_of(contract, "Offer", "category")["allOf"] = [{"$ref": "#/components/schemas/Offer[Category]"}]


# For each rule, changes of the contract that break it, with a part of the message.
IN_CONTRACT: list[tuple[str, Change, str]] = [
    (
        "reference-exists",
        lambda c: offers(c)["parameters"][0].update({"$ref": "#/components/parameters/Counrty"}),
        "#/components/parameters/Counrty does not exist",
    ),
    ("valid-openapi", lambda c: c.pop("info"), "info"),
    ("valid-openapi", lambda c: offers(c).update(operationId=7), '7 is not of type "string"'),
    ("one-file", lambda c: schema(c, "ApiFault")["properties"].update(a={"$ref": "other.yaml#/A"}), "in another file"),
    (
        "described-reference",
        lambda c: schema(c, "OfferLinks")["properties"].update(
            {"self": {"$ref": "#/components/schemas/Link", "description": "d"}}
        ),
        "description beside $ref",
    ),
    (
        "component-reachable",
        lambda c: offers(c).update(parameters=[]) or c["paths"].pop("/customers/{customerId}/offers"),
        "no operation uses this component",
    ),
    ("component-reachable", lambda c: c.pop("security"), "no operation uses this component"),
    ("operation-id-by-verb", lambda c: offers(c).update(operationId="offers"), "got 'offers'"),
    ("operation-id-by-verb", lambda c: offers(c).update(operationId="listOffers"), "got 'listOffers'"),
    ("legal-component-name", rename_category, "Offer[Category]"),
    ("no-title", lambda c: schema(c, "Offer").update(title="Offer"), "remove the title"),
    ("docs-name", lambda c: schema(c, "Offer").pop("x-docs-name"), "x-docs-name is missing"),
    ("docs-name", lambda c: offers(c).pop("x-docs-name"), "x-docs-name is missing"),
    ("external-docs", lambda c: offers(c).pop("externalDocs"), "externalDocs"),
    ("description", lambda c: property_of(c, "Offer", "rank").pop("description"), "description is missing"),
    ("description", lambda c: offers(c).pop("description"), "description is missing"),
    ("description", lambda c: c["servers"][0].pop("description"), "description is missing"),
    ("description", lambda c: c["components"]["headers"]["Date"].pop("description"), "description is missing"),
    ("summary", lambda c: offers(c).pop("summary"), "summary is missing"),
    ("one-paragraph", lambda c: schema(c, "Offer").update(description="One.\n\nTwo."), "one paragraph"),
    ("no-todo", lambda c: schema(c, "Offer").update(description="TODO say what."), "replace this: TODO say what."),
    ("example", lambda c: property_of(c, "Offer", "rank").pop("example"), "example is missing"),
    ("example", lambda c: c["components"]["parameters"]["Size"].pop("example"), "example is missing"),
    ("example", lambda c: schema(c, "BillingType").pop("example"), "example is missing"),
    (
        "response-example",
        lambda c: offers(c)["responses"]["200"]["content"]["application/json"].pop("example"),
        "whole response",
    ),
    (
        "response-example",
        lambda c: c["components"]["responses"]["ApiFault"]["content"]["application/json"].pop("example"),
        "whole response",
    ),
    ("example-validates", lambda c: property_of(c, "Offer", "rank").update(example="twelve"), "'twelve' is not"),
    ("example-validates", lambda c: schema(c, "BillingType").update(example="gift"), "'gift' is not one of"),
    ("example-validates", lambda c: c["components"]["parameters"]["Size"].update(example="big"), "'big' is not"),
    (
        "example-validates",
        lambda c: offers(c)["responses"]["200"]["content"]["application/json"]["example"].update(totalCount="one"),
        "'one' is not",
    ),
    (
        "open-enum",
        lambda c: property_of(c, "Offer", "billing").update(anyOf=[{"$ref": "#/components/schemas/BillingType"}]),
        "a closed enum",
    ),
    ("open-enum", lambda c: property_of(c, "Offer", "billing")["anyOf"].pop(), "a closed enum"),
    (
        "open-enum",
        lambda c: property_of(c, "Offer", "supportedBillingCycles").update(
            items={"$ref": "#/components/schemas/SupportedBillingCycles"}
        ),
        "a closed enum",
    ),
    (
        "open-enum",
        lambda c: property_of(c, "Offer", "salesGroupId").update(enum=["Default", "Other"]),
        "an inline enum",
    ),
    ("enum-descriptions", lambda c: schema(c, "BillingType")["enum"].append("gift"), "3 entries for 4 values"),
    ("enum-descriptions", lambda c: schema(c, "BillingType").pop("x-enum-descriptions"), "0 entries for 3 values"),
    ("enum-varnames", lambda c: schema(c, "BillingType")["x-enum-varnames"].append("GIFT"), "4 entries for 3 values"),
    ("enum-varnames", lambda c: schema(c, "BillingType").update({"x-enum-varnames": ["A", "A", "B"]}), "one value"),
    ("enum-varnames", lambda c: schema(c, "BillingType").update({"x-enum-varnames": ["A", "b", "C"]}), "upper snake"),
    ("enum-codes", lambda c: schema(c, "BillingType")["x-enum-codes"].pop("usage"), "usage has no code"),
    ("enum-codes", lambda c: schema(c, "BillingType")["x-enum-codes"].update(gift=9), "but is not a value"),
    ("enum-codes", lambda c: schema(c, "BillingType")["x-enum-codes"].update(usage=0), "one value has"),
    ("enum-letter-case", lambda c: schema(c, "BillingType")["enum"].append("Usage"), "usage is listed 2 times"),
    ("source-entries", lambda c: offers(c).update(operationId="list_all"), "list_all has no entry"),
    (
        "decisions",
        lambda c: schema(c, "Offer")["properties"].pop("salesGroupId"),
        "#/components/schemas/Offer/properties/salesGroupId does not exist",
    ),
]
# The same for changes of the sources.
IN_SOURCES: list[tuple[str, Change, str]] = [
    ("source-entries", lambda s: s["components"].pop("schemas/Offer"), "schemas/Offer has no entry"),
    ("source-entries", lambda s: s["components"].update({"schemas/Gift": {"pages": ["x"]}}), "is not in the contract"),
    ("source-entries", lambda s: s["operations"]["list_offers_by_country"].pop("read"), "must have pages and read"),
    ("source-pages", lambda s: s["pages"].pop("throttling"), "throttling is not listed under pages"),
    ("source-pages", lambda s: s["pages"]["throttling"].pop("read"), "throttling has no read"),
    ("source-pages", lambda s: s["pages"]["throttling"].pop("address"), "must have an address, or a repository"),
    ("source-pages", lambda s: s["pages"]["dotnet-sdk"].pop("commit"), "must have an address, or a repository"),
    ("source-pages", lambda s: s["pages"]["offers-by-market-guide"].pop("describes"), "it must have it"),
    (
        "source-pages",
        lambda s: s["pages"]["offers-by-market-guide"].update(describes="x"),
        "which is not in the contract",
    ),
    (
        "accepted-definitions",
        lambda s: s["pages"]["offers-by-customer-reference"].update(definitions="0123456789abcdef"),
        "the definitions of the contract are not those of offers-by-customer-reference",
    ),
    (
        "source-pages",
        lambda s: s["decisions"][1]["explains"][0].update(pages=["orders-*"]),
        "orders-* is not listed under pages",
    ),
    ("decisions", lambda s: s["decisions"][0].pop("because"), "page-titles lacks because"),
    (
        "decisions",
        lambda s: s["decisions"][0].update(explains=[{"pages": ["throttling"], "difference": "other", "of": ["path"]}]),
        "page-titles: explains must have pages or kinds, a difference that drift prints",
    ),
    ("decisions", lambda s: s["decisions"].append(s["decisions"][0]), "page-titles is the id of several"),
    ("decisions", lambda s: s["decisions"][0]["at"].append("#/paths/~1gifts"), "does not exist in the contract"),
]


def test_the_frozen_contract_breaks_no_rule(contract: YamlFile, sources: YamlFile) -> None:
    assert [(rule.name, finding.message) for rule, finding in run(RULES, contract, sources)] == []


def test_every_rule_has_a_reason_and_a_test() -> None:
    assert {name for name, _, _ in IN_CONTRACT + IN_SOURCES} == {rule.name for rule in RULES}
    assert all(rule.reason.endswith(".") for rule in RULES)


@pytest.mark.parametrize(("rule", "change", "message"), IN_CONTRACT)
def test_a_rule_finds_a_contract_that_breaks_it(
    changed: Changed, sources: YamlFile, rule: str, change: Change, message: str
) -> None:
    findings = run(rules_called(rule), changed(CONTRACT, change), sources)
    assert any(message in finding.message for _, finding in findings)


@pytest.mark.parametrize(("rule", "change", "message"), IN_SOURCES)
def test_a_rule_finds_sources_that_break_it(
    changed: Changed, contract: YamlFile, rule: str, change: Change, message: str
) -> None:
    findings = run(rules_called(rule), contract, changed(SOURCES, change))
    assert any(message in finding.message for _, finding in findings)


def test_the_command_prints_the_file_and_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CONTRACT.read_text(encoding="utf-8")
    line = text[: text.index("x-docs-name: Contracts.V1.Models.OfferCategory")].count("\n") + 1
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        text.replace("      x-docs-name: Contracts.V1.Models.OfferCategory", "      title: Category"), encoding="utf-8"
    )
    assert main(["--contract", str(broken), "--sources", str(SOURCES)]) == 1
    printed = capsys.readouterr().err.splitlines()
    assert any(f"broken.yaml:{line}: no-title: remove the title" in found for found in printed)
    assert any(f"broken.yaml:{line - 3}: docs-name: x-docs-name is missing" in found for found in printed)


def test_the_command_stops_at_a_reference_to_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CONTRACT.read_text(encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        text.replace("$ref: '#/components/schemas/Link'", "$ref: '#/components/schemas/Lnik'", 1), "utf-8"
    )
    line = broken.read_text("utf-8").partition("/Lnik'")[0].count("\n") + 1
    assert main(["--contract", str(broken), "--sources", str(SOURCES)]) == 1
    [printed] = capsys.readouterr().err.splitlines()
    assert f"broken.yaml:{line}: reference-exists: #/components/schemas/Lnik does not exist" in printed


@pytest.mark.parametrize("option", ["--contract", "--sources"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"info:\n  title: [\n", "broken.yaml:3: is not valid YAML: "),
        (b"info: 1\ninfo: 2\n", "broken.yaml:2: is not valid YAML: found duplicate key"),
        (b"info: \xff\n", "broken.yaml: is not valid YAML: "),
        (None, "broken.yaml: cannot be read: No such file"),
    ],
)
def test_the_command_names_a_file_that_it_cannot_read_on_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, content: bytes | None, said: str
) -> None:
    broken = tmp_path / "broken.yaml"
    if content is not None:
        broken.write_bytes(content)
    assert main([option, str(broken)]) == 2
    [printed] = capsys.readouterr().err.splitlines()
    assert said in printed


@pytest.mark.parametrize("text", ["", "- 1\n", "words\n", "openapi: 2026-11-20\n"])
def test_the_command_refuses_a_file_that_is_not_a_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(text, encoding="utf-8")
    assert main(["--contract", str(other), "--sources", str(SOURCES)]) == 1
    assert all("other.yaml:1: valid-openapi: " in line for line in capsys.readouterr().err.splitlines())


def test_the_command_ends_with_0_if_no_rule_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--contract", str(CONTRACT), "--sources", str(SOURCES)]) == 0
    assert capsys.readouterr().out == f"{len(RULES)} rules checked, no findings.\n"


def test_the_command_lists_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rules"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(RULES)
