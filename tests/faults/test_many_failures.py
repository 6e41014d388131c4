"""Many failures in a bulk read: all are counted, and they use a limited amount of memory."""

import asyncio
import gc
import tracemalloc
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest

from partner_center import AsyncPartnerCenter, NotFoundError, PartnerCenter
from partner_center.auth import AccessTokenCredential

from .responses import TOKEN

CUSTOMERS = [str(UUID(int=number)) for number in range(1000)]
CREDENTIAL = AccessTokenCredential(token=TOKEN)


def respond(request: httpx.Request) -> httpx.Response:
    if request.url.path.split("/")[-2] == CUSTOMERS[-1]:
        return httpx.Response(200, json={"items": [{"id": "A"}]})
    return httpx.Response(404, json={"code": 20002, "description": "No such customer. " * 100})


Read = Callable[[], "tuple[list[Any], ExceptionGroup[NotFoundError]]"]


def with_threads() -> "tuple[list[Any], ExceptionGroup[NotFoundError]]":
    read: list[Any] = []
    transport = httpx.MockTransport(respond)
    with (
        PartnerCenter(CREDENTIAL, transport=transport, retry=None) as partner,
        pytest.raises(ExceptionGroup) as caught,
    ):
        read.extend(partner.offers.by_customers(CUSTOMERS))
    return read, caught.value


def with_tasks() -> "tuple[list[Any], ExceptionGroup[NotFoundError]]":
    async def read_offers() -> "tuple[list[Any], ExceptionGroup[NotFoundError]]":
        read: list[Any] = []
        async with AsyncPartnerCenter(CREDENTIAL, transport=httpx.MockTransport(respond), retry=None) as partner:
            try:
                async for offer in partner.offers.by_customers(CUSTOMERS):
                    read.append(offer)  # noqa: PERF401 - a comprehension would lose the offers on an error
            except* NotFoundError as group:
                failures = group
        return read, failures

    return asyncio.run(read_offers())


@pytest.mark.parametrize("read", [with_threads, with_tasks], ids=["sync", "async"])
def test_a_thousand_failed_customers_are_counted_and_use_little_memory(read: Read) -> None:
    gc.collect()
    tracemalloc.start()
    offers, failures = read()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [offer.key for offer in offers] == [CUSTOMERS[-1]]
    assert "the offers of 999 of 1000 markets or customers could not be read" in failures.message
    assert "the first 250 errors" in failures.message
    assert len(failures.exceptions) == 250
    assert all(isinstance(error, NotFoundError) and error.code == "20002" for error in failures.exceptions)
    assert peak < 16e6, peak
