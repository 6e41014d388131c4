"""The formats of an export keep everything that the service sent."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from partner_center import Offer, SupportedBillingCycles
from partner_center.arrow import KEYED_SCHEMA, SCHEMA, members_of, row_of
from partner_center.cli.export.writers import json_lines
from partner_center.snapshots.columns import columns

from ...gated_service import GatedService
from .conftest import ALL, SIZES, expected


def test_csv_has_a_row_for_each_offer(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers.csv"
    assert run("--country", ALL, "--to", file).exit_code == 0
    with file.open(encoding="utf-8", newline="") as rows:
        came = list(csv.DictReader(rows))
    wanted = expected(service, *SIZES)
    assert [(row["key"], row["id"], row["name"], row["limit"]) for row in came] == [
        (row["key"], row["offer"]["id"], row["offer"]["name"], str(row["offer"]["limit"])) for row in wanted
    ]
    assert {row["otherMembers"] for row in came} == {'{"new": null}'}


def test_csv_for_excel_contains_no_formulas(service: GatedService, run: Any, tmp_path: Path) -> None:
    service.sizes["US"] = 1
    service.names["US"] = "=1+1"
    exact, excel = tmp_path / "exact.csv", tmp_path / "excel.csv"
    assert run("--country", "US", "--to", exact).exit_code == 0
    assert run("--country", "US", "--to", excel, "--excel").exit_code == 0
    assert ',"=1+1",' in exact.read_text("utf-8")
    assert excel.read_text("utf-8") == "\ufeff" + exact.read_text("utf-8").replace('"=1+1"', '"\'=1+1"')


def test_the_formats_have_the_same_columns(service: GatedService, run: Any, tmp_path: Path) -> None:
    assert run("--country", "US", "--to", tmp_path / "offers.csv").exit_code == 0
    with (tmp_path / "offers.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == KEYED_SCHEMA.names


def test_parquet_has_a_row_for_each_offer(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "offers.parquet"
    assert run("--country", ALL, "--to", file).exit_code == 0
    table = pq.read_table(file)
    assert table.schema.equals(KEYED_SCHEMA)
    assert table.schema.metadata == KEYED_SCHEMA.metadata
    assert [(row["key"], members_of(row)) for row in table.to_pylist()] == [
        (row["key"], row["offer"]) for row in expected(service, *SIZES)
    ]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "rank", "x"]), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*columns(), "links", "somethingNew"]), _JSON, max_size=8))
def test_parquet_keeps_all_members_of_an_offer(offer: dict[str, Any]) -> None:
    table = pa.Table.from_pylist([row_of(offer)], schema=SCHEMA)
    assert members_of(table.to_pylist()[0]) == offer


@given(st.lists(st.dictionaries(st.sampled_from([*columns(), "somethingNew"]), _JSON, max_size=8), max_size=4))
def test_json_lines_keep_all_members_of_an_offer(offers: list[dict[str, Any]]) -> None:
    lines = json_lines("US", map(Offer.from_dict, offers))
    assert [json.loads(line) for line in lines.splitlines()] == [{"key": "US", "offer": offer} for offer in offers]
    assert lines.count(b"\n") == len(offers)


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), 2**70, "\ud800", SupportedBillingCycles.MONTHLY])
def test_json_lines_keep_values_that_msgspec_cannot_write(value: Any) -> None:
    line = json_lines("US", [Offer.from_dict({"id": "A", "odd": value})])
    assert repr(json.loads(line)["offer"]["odd"]) == repr(getattr(value, "value", value))


@pytest.mark.parametrize("odd", [None, float("nan"), 2**70, 0.1, 1e300, "\ud800", "\u2028\n\r\x85", {"a": [{}, "€"]}])
@pytest.mark.parametrize("indent", [None, 1], ids=["compact", "indented"])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_a_line_of_an_export_has_every_member_of_its_offer(
    odd: object, indent: int | None, is_ascii: bool, service: GatedService, run: Any, tmp_path: Path
) -> None:
    offer = {"id": "A", "odd": odd, "name": "Contoso Büro"}
    page = json.dumps({"items": [offer, offer]}, indent=indent, ensure_ascii=is_ascii or odd == "\ud800")
    service.encode = lambda _page: page
    assert run("--country", "US", "--to", tmp_path / "offers.jsonl").exit_code == 0
    *lines, end = (tmp_path / "offers.jsonl").read_bytes().split(b"\n")
    # Text, because NaN is not equal to itself.
    line = json.dumps({"key": "US", "offer": offer}, sort_keys=True)
    assert [json.dumps(json.loads(line), sort_keys=True) for line in lines] == [line, line]
    assert end == b""


def test_parquet_names_the_extra_that_it_needs(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "partner_center.cli.export.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("--country", "US", "--to", tmp_path / "x.parquet")
    assert result.exit_code == 2
    assert "pip install 'partner-center-offers[arrow]'" in result.stderr


# They are in otherMembers, as docs/export.md says.
WITHOUT_A_COLUMN = {
    "Offer": {"additionalProperties", "attestationProperties", "attributes", "links"},
    "OfferCategory": {"attributes", "links"},
    "OfferProduct": set[str](),
}


@pytest.mark.parametrize(
    ("schema", "column"), [("Offer", None), ("OfferCategory", "category"), ("OfferProduct", "product")]
)
def test_each_member_of_the_contract_has_a_column_of_its_type(schema: str, column: str | None) -> None:
    contract = Path(__file__).parents[3] / "openapi" / "partner-center-offers.yaml"
    schemas = yaml.safe_load(contract.read_text(encoding="utf-8"))["components"]["schemas"]
    types = {field.name: field.type for field in (SCHEMA if column is None else SCHEMA.field(column).type)}
    types.pop("otherMembers", None)
    properties = schemas[schema]["properties"]
    assert set(properties) == set(types) | WITHOUT_A_COLUMN[schema]
    names = {"integer": "int64", "boolean": "bool", "string": "string", "array": "list<item: string>"}
    for name, type_ in types.items():
        if "type" in properties[name]:
            assert str(type_).replace("element", "item") == names[properties[name]["type"]], name


def test_the_documentation_has_the_type_of_every_column() -> None:
    text = (Path(__file__).parents[3] / "docs" / "export.md").read_text(encoding="utf-8")
    assert all(f" | {field.type} |" in text for field in KEYED_SCHEMA)
    for name in ("key", "category", "product", "otherMembers"):
        assert f"| `{name}` | {KEYED_SCHEMA.field(name).type} |" in text
    assert f"`partner-center-offers.schema` = {SCHEMA.metadata[b'partner-center-offers.schema'].decode()}." in text
