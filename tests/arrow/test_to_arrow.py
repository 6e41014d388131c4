"""Offers as Arrow data, and the packages that read it."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import duckdb
import httpx
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from partner_center import AsyncPartnerCenter, BadRequestError, PartnerCenter
from partner_center.arrow import KEYED_SCHEMA, SCHEMA, members_of
from partner_center.auth import AccessTokenCredential

CREDENTIAL = AccessTokenCredential(token="a-token-of-a-test")


def offer(number: int) -> dict[str, Any]:
    category = {"id": "Enterprise", "rank": number, "links": {}}
    return {"id": str(number), "isTrial": True, "billing": None, "category": category, "actions": ["Buy"], "new": [1]}


def service(sizes: dict[str, int], requests: list[httpx.Request] | None = None) -> Callable[[httpx.Request], Any]:
    """Return pages of two offers, and status 400 for a market without a size."""

    def handle(request: httpx.Request) -> httpx.Response:
        if requests is not None:
            requests.append(request)
        country = request.url.params["country"]
        if country not in sizes:
            return httpx.Response(400, json={"code": 800070, "description": "Country is invalid."})
        offset = int(request.url.params.get("offset", "0"))
        end = min(offset + 2, sizes[country])
        page: dict[str, Any] = {"items": [offer(number) for number in range(offset, end)], "totalCount": end - offset}
        if end < sizes[country]:
            page["links"] = {"next": {"uri": f"/offers?country={country}&size=2&offset={end}", "method": "GET"}}
        return httpx.Response(200, json=page)

    return handle


def client(sizes: dict[str, int], requests: list[httpx.Request] | None = None) -> PartnerCenter:
    return PartnerCenter(CREDENTIAL, transport=httpx.MockTransport(service(sizes, requests)))


def test_a_pager_yields_a_batch_for_each_page() -> None:
    requests: list[httpx.Request] = []
    with client({"US": 5}, requests) as partner:
        reader = partner.offers.by_country("US").to_arrow()
        assert not requests
        assert reader.schema.equals(SCHEMA, check_metadata=True)
        batches = list(reader)
    assert [batch.num_rows for batch in batches] == [2, 2, 1]
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert [members_of(row) for row in rows] == [offer(number) for number in range(5)]


def test_a_batch_has_the_market_of_each_offer() -> None:
    with client({"US": 3, "DE": 1, "FR": 0}) as partner:
        table = partner.offers.by_countries(["US", "DE", "FR"]).to_arrow().read_all()
    assert table.schema.equals(KEYED_SCHEMA, check_metadata=True)
    assert sorted((row["key"], row["id"]) for row in table.to_pylist()) == [
        ("DE", "0"),
        *(("US", str(n)) for n in range(3)),
    ]


def test_an_error_is_raised_after_the_batches_before_it() -> None:
    with client({"US": 3}) as partner:
        with pytest.raises(BadRequestError):
            partner.offers.by_country("QQ").to_arrow().read_all()
        reader = partner.offers.by_countries(["US", "QQ"], concurrency=1).to_arrow()
        rows = [len(reader.read_next_batch()), len(reader.read_next_batch())]
        with pytest.raises(ExceptionGroup, match="1 of 2 markets") as raised:
            reader.read_next_batch()
    assert rows == [2, 1]
    assert raised.group_contains(BadRequestError)


def test_an_asynchronous_pager_and_batch_yield_the_same_batches() -> None:
    async def main() -> tuple[list[pa.RecordBatch], list[pa.RecordBatch]]:
        sizes = {"US": 3}

        async def handle(request: httpx.Request) -> httpx.Response:
            return service(sizes)(request)

        async with AsyncPartnerCenter(CREDENTIAL, transport=httpx.MockTransport(handle)) as partner:
            pages = [batch async for batch in partner.offers.by_country("US").to_arrow()]
            keyed = [batch async for batch in partner.offers.by_countries(["US"]).to_arrow()]
        return pages, keyed

    pages, keyed = asyncio.run(main())
    with client({"US": 3}) as partner:
        assert pages == list(partner.offers.by_country("US").to_arrow())
        assert keyed == list(partner.offers.by_countries(["US"]).to_arrow())


def test_pandas_polars_and_duckdb_accept_the_reader() -> None:
    with client({"US": 3}) as partner:
        offers = partner.offers.by_country("US")
        frames = [offers.to_arrow().read_pandas(), pl.from_arrow(offers.to_arrow())]
        reader = offers.to_arrow()
        ids = duckdb.from_arrow(reader).project("id, category.rank AS rank").fetchall()
    assert ids == [("0", 0), ("1", 1), ("2", 2)]
    assert isinstance(frames[0], pd.DataFrame)
    assert list(frames[0]["id"]) == ["0", "1", "2"]
    assert list(frames[1]["id"]) == ["0", "1", "2"]
    assert json.loads(frames[1]["otherMembers"][0]) == {"billing": None, "new": [1], "category": {"links": {}}}
