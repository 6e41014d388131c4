"""What ``partner_center.snapshots.diff`` finds between two exports."""

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from partner_center import BatchOffer, Offer
from partner_center.arrow import KEYED_SCHEMA, row_of
from partner_center.snapshots import Added, Changed, MemberChange, Removed, diff, keys_of

Rows = list[tuple[str, dict[str, Any]]]

OFFER: dict[str, Any] = {
    "id": "A",
    "name": "Teams",
    "locale": "en-US",
    "limit": 1,
    "conversionTargetOffers": ["X", "Y"],
    "category": {"id": "Enterprise", "rank": 1, "locale": "en-US"},
    "unknown": {"a": 1},
}


def jsonl(file: Path, rows: Rows) -> Path:
    file.write_text("".join(json.dumps({"key": key, "offer": offer}) + "\n" for key, offer in rows))
    return file


def parquet(file: Path, rows: Rows) -> Path:
    table = pa.Table.from_pylist([{"key": key, **row_of(offer)} for key, offer in rows], schema=KEYED_SCHEMA)
    pq.write_table(table, file)
    return file


def offers(rows: Rows) -> Iterable[BatchOffer]:
    return [BatchOffer(key, Offer.from_dict(offer)) for key, offer in rows]


def in_form(form: str, folder: Path, name: str, rows: Rows) -> Any:
    if form == "offers":
        return offers(rows)
    return {"jsonl": jsonl, "parquet": parquet}[form](folder / f"{name}.{form}", rows)


@pytest.mark.parametrize("old", ["jsonl", "parquet", "offers"])
@pytest.mark.parametrize("new", ["jsonl", "parquet", "offers"])
def test_every_form_can_be_compared_with_every_other(old: str, new: str, tmp_path: Path) -> None:
    before: Rows = [("US", OFFER), ("US", OFFER | {"id": "B"}), ("DE", OFFER)]
    category = OFFER["category"] | {"rank": 2}
    after: Rows = [
        ("DE", OFFER),
        ("US", OFFER | {"id": "C"}),
        ("US", OFFER | {"name": "New", "category": category, "unknown": {"a": 2}}),
    ]
    differences = list(diff(in_form(old, tmp_path, "old", before), in_form(new, tmp_path, "new", after)))
    assert [(type(difference), difference.key, difference.offer_id) for difference in differences] == [
        (Changed, "US", "A"),
        (Removed, "US", "B"),
        (Added, "US", "C"),
    ]
    changed = differences[0]
    assert isinstance(changed, Changed)
    assert changed.members == (
        MemberChange("category.rank", 1, 2),
        MemberChange("name", "Teams", "New"),
        MemberChange("unknown.a", 1, 2),
    )
    assert (changed.old.name, changed.offer.name) == ("Teams", "New")


@pytest.mark.parametrize(
    "change",
    [
        {"locale": "EN-us"},
        {"conversionTargetOffers": ["Y", "X"]},
        {"category": {"locale": "en-us", "rank": 1, "id": "Enterprise"}},
        {"description": None},
    ],
)
def test_values_that_vary_between_responses_are_not_changes(change: dict[str, Any], tmp_path: Path) -> None:
    old = jsonl(tmp_path / "old.jsonl", [("US", OFFER)])
    new = jsonl(tmp_path / "new.jsonl", [("US", dict(reversed((OFFER | change).items())))])
    assert list(diff(old, new)) == []


def test_the_order_of_markets_and_offers_is_ignored(tmp_path: Path) -> None:
    rows = [(key, OFFER | {"id": str(number)}) for key in ("US", "DE", "FR") for number in range(9)]
    mixed = random.Random(1).sample(rows, len(rows))  # noqa: S311 - the same order in each run
    assert list(diff(jsonl(tmp_path / "old.jsonl", rows), jsonl(tmp_path / "new.jsonl", mixed))) == []


def test_offers_with_the_same_id_are_compared_in_order(tmp_path: Path) -> None:
    old = jsonl(tmp_path / "old.jsonl", [("US", OFFER), ("US", OFFER | {"name": "2"}), ("US", {"name": "no id"})])
    new = jsonl(tmp_path / "new.jsonl", [("US", OFFER), ("US", {"name": "no id"})])
    assert [(type(difference), difference.offer.name) for difference in diff(old, new)] == [(Removed, "2")]


@pytest.mark.parametrize("name", ["limit", "category.rank", "category"])
def test_changes_of_some_members_can_be_ignored(name: str, tmp_path: Path) -> None:
    changed = OFFER | {"limit": 2, "category": OFFER["category"] | {"rank": 3}}
    old, new = jsonl(tmp_path / "old.jsonl", [("US", OFFER)]), jsonl(tmp_path / "new.jsonl", [("US", changed)])
    (difference,) = diff(old, new, ignore=[name])
    assert isinstance(difference, Changed)
    assert [change.name for change in difference.members] == (["category.rank"] if name == "limit" else ["limit"])


def test_members_that_msgspec_cannot_read_are_compared_too(tmp_path: Path) -> None:
    odd = OFFER | {"name": "\ud800", "limit": 2**70}
    old, new = jsonl(tmp_path / "old.jsonl", [("US", odd)]), jsonl(tmp_path / "new.jsonl", [("US", odd | {"limit": 1})])
    (difference,) = diff(old, new)
    assert isinstance(difference, Changed)
    assert difference.members == (MemberChange("limit", 2**70, 1),)


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", '{"key": "US"}', '{"key": 1, "offer": {}}', '{"key": "US", "offer": 1}']
)
def test_a_line_that_is_not_part_of_an_export_is_named(line: str, tmp_path: Path) -> None:
    good = jsonl(tmp_path / "good.jsonl", [("US", OFFER)])
    bad = tmp_path / "bad.jsonl"
    bad.write_text(good.read_text() + line + "\n")
    with pytest.raises(ValueError, match=r"bad.jsonl must be an export .* line 2 is not"):
        list(diff(good, bad))


def test_a_file_must_have_a_known_suffix(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"must end in .jsonl or .parquet, got .*offers.csv"):
        list(diff(tmp_path / "offers.csv", []))


def test_a_parquet_file_must_be_an_export(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [1]}), tmp_path / "x.parquet")
    with pytest.raises(ValueError, match="must be an export, with a column 'key'"):
        list(diff(tmp_path / "x.parquet", []))


def test_the_keys_of_an_export_keep_their_order(tmp_path: Path) -> None:
    assert keys_of(jsonl(tmp_path / "x.jsonl", [("US", OFFER), ("DE", OFFER), ("US", OFFER)])) == ["US", "DE"]
