"""Wherever a call is cancelled, what it held is given back.

The server runs in the event loop of the client: so a call can be cancelled after each turn of the loop that it takes.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import attrs
import pytest

from partner_center import AsyncPartnerCenter
from partner_center.auth import AccessTokenCredential

from .answers import TOKEN, page, whole

# Some more than a call takes.
TURNS = 120


@attrs.define
class PlainServer:
    """Answers each request with a page, and knows how many connections are open."""

    base_url: str = ""
    _open: int = 0
    _changed: asyncio.Condition = attrs.field(factory=asyncio.Condition)

    async def wait_until_one_connection_is_open(self) -> None:
        async with self._changed, asyncio.timeout(5):
            await self._changed.wait_for(lambda: self._open == 1)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._count(+1)
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(whole(200, page("A")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client is gone
        finally:
            writer.close()
            await self._count(-1)

    async def _count(self, step: int) -> None:
        async with self._changed:
            self._open += step
            self._changed.notify_all()


@asynccontextmanager
async def serving() -> AsyncIterator[PlainServer]:
    plain = PlainServer()
    async with await asyncio.start_server(plain.answer, "127.0.0.1", 0) as server:
        plain.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        yield plain


async def cancel_after(turns: int, partner: AsyncPartnerCenter, *, times: int) -> bool:
    """Cancel a call after so many turns of the loop, and tell whether that was before it ended."""
    task = asyncio.create_task(partner.offers.by_country("US").first_page())
    for _ in range(turns):
        await asyncio.sleep(0)
    was_under_way = not task.done()
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    with suppress(asyncio.CancelledError):
        await task
    return was_under_way


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("is_new", [True, False], ids=["on a new connection", "on one that was kept"])
def test_a_call_that_is_cancelled_keeps_no_connection(times: int, is_new: bool) -> None:
    async def cancel_everywhere() -> None:
        async with serving() as server:
            credential = AccessTokenCredential(token=TOKEN)
            cut_off = 0
            for turns in range(TURNS):
                async with AsyncPartnerCenter(credential, base_url=server.base_url) as partner:
                    if not is_new:
                        await partner.offers.by_country("US").first_page()
                    cut_off += await cancel_after(turns, partner, times=times)
                    # A connection that is kept is used again, one that was in use is closed: a call finds no other.
                    await partner.offers.by_country("US").first_page()
                    await server.wait_until_one_connection_is_open()
            assert 0 < cut_off < TURNS

    asyncio.run(cancel_everywhere())
