"""Wherever a call is cancelled, what it held is given back, and nobody waits for what nobody wants.

The server runs in the event loop of the client: so a call can be cancelled after each turn of the loop that it takes.
"""

import asyncio
import gc
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager, closing, suppress
from typing import Any

import attrs
import httpx
import pytest

from partner_center import AsyncPartnerCenter, PartnerCenter, errors
from partner_center.auth import AccessTokenCredential
from partner_center.offers import Offers

from ..events import without_traffic
from .answers import TOKEN, page, whole
from .fault import RETRY
from .server import Certificates

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
async def serving(tls: ssl.SSLContext | None = None) -> AsyncIterator[PlainServer]:
    plain = PlainServer()
    async with await asyncio.start_server(plain.answer, "127.0.0.1", 0, ssl=tls) as server:
        scheme = "http" if tls is None else "https"
        plain.base_url = f"{scheme}://localhost:{server.sockets[0].getsockname()[1]}/v1"
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
@pytest.mark.parametrize("has_tls", [False, True], ids=["without TLS", "with TLS"])
def test_a_call_that_is_cancelled_keeps_no_connection(
    certificates: Certificates, ca_bundle: str, times: int, is_new: bool, has_tls: bool
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates.good.configure_cert(tls)

    async def cancel_everywhere() -> None:
        async with serving(tls if has_tls else None) as server:
            credential = AccessTokenCredential(token=TOKEN)
            cut_off = 0
            for turns in range(TURNS):
                async with AsyncPartnerCenter(credential, base_url=server.base_url, verify=ca_bundle) as partner:
                    if not is_new:
                        await partner.offers.by_country("US").first_page()
                    cut_off += await cancel_after(turns, partner, times=times)
                    # A connection that is kept is used again, one that was in use is closed: a call finds no other.
                    await partner.offers.by_country("US").first_page()
                    await server.wait_until_one_connection_is_open()
            assert 0 < cut_off < TURNS

    asyncio.run(cancel_everywhere())


@pytest.mark.parametrize("what", ["pages of one market", "many markets"])
def test_a_program_that_fails_leaves_no_call_that_was_never_begun(what: str) -> None:
    async def fail() -> None:
        async with serving() as server, AsyncPartnerCenter(credential, base_url=server.base_url) as partner:
            offers = partner.offers
            found = (
                offers.by_country("US", page_size=1) if what == "pages of one market" else offers.by_countries(["US"])
            )
            async for _ in found:
                raise ZeroDivisionError

    credential = AccessTokenCredential(token=TOKEN)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            asyncio.run(fail())
        gc.collect()  # what was never begun says so when it is freed, and that is an error here


class Leaver:
    """Reads one page, and leaves when the call for the next one has to wait for a hundred seconds."""

    def __init__(self, answer: Callable[[str], httpx.Response], **settings: Any) -> None:
        self.asked: list[str] = []
        self._has_to_wait = threading.Event()
        self._answer = answer
        self.partner = PartnerCenter(
            AccessTokenCredential(token=TOKEN),
            transport=httpx.MockTransport(self._note_request),
            on_event=without_traffic(lambda _: self._has_to_wait.set()),
            **settings,
        )

    def _note_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url.copy_with(scheme=None, host=None, port=None)))
        return self._answer(self.asked[-1])

    def leave(self, parts: Generator[Any, None, None]) -> None:
        with self.partner, closing(parts) as left:
            next(left)
            self.wait_until_it_has_to_wait()

    def wait_until_it_has_to_wait(self) -> None:
        assert self._has_to_wait.wait(20)


FIRST, SECOND = "/v1/offers?country=US", "/v1/offers?country=US&offset=1"


@pytest.mark.parametrize(
    "parts", [lambda offers: offers.by_country("US").pages(), lambda offers: offers.by_countries(["US"]).events()]
)
def test_stopping_early_makes_no_further_attempt(
    parts: Callable[[Offers], Generator[Any, None, None]],
) -> None:
    def answer(target: str) -> httpx.Response:
        if target == FIRST:
            return httpx.Response(200, content=page("A", next_link=SECOND))
        return httpx.Response(503, headers={"Retry-After": "100"})

    leaver = Leaver(answer, retry=RETRY)
    leaver.leave(parts(leaver.partner.offers))

    assert leaver.asked == [FIRST, SECOND]  # and, if it had waited, the second once more


def test_stopping_early_does_not_wait_for_the_throttle() -> None:
    def answer(target: str) -> httpx.Response:
        if target == FIRST:
            with pytest.raises(errors.ThrottledError):
                leaver.partner.offers.by_country("DE").first_page()
            return httpx.Response(200, content=page("A", next_link=SECOND))
        return httpx.Response(429, headers={"Retry-After": "100"})

    leaver = Leaver(answer, retry=attrs.evolve(RETRY, max_attempts=1))
    leaver.leave(leaver.partner.offers.by_country("US").pages())

    assert leaver.asked == [FIRST, "/v1/offers?country=DE"]


def test_stopping_early_waits_neither_for_a_request_in_flight_nor_for_calls_that_are_not_sent() -> None:
    asked: list[str] = []
    is_in_flight, may_answer = threading.Event(), threading.Event()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if len(asked) > 1:  # the second call has the only slot, until the caller has stopped
            is_in_flight.set()
            assert may_answer.wait(20)
        return httpx.Response(200, content=page("A"))

    credential = AccessTokenCredential(token=TOKEN)
    with PartnerCenter(credential, transport=httpx.MockTransport(answer), max_concurrency=1) as partner:
        with closing(partner.offers.by_countries(["US", "DE", "FR", "JP", "BR"], concurrency=5).events()) as events:
            next(events)
            assert is_in_flight.wait(20)
        threads = [thread for thread in threading.enumerate() if thread.name == "partner-center"]
        may_answer.set()
        for thread in threads:
            thread.join(20)
        assert len(asked) == 2


def test_an_asynchronous_client_that_is_closed_lets_go_of_what_waits() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(503, headers={"Retry-After": "100"})

    async def close_while_some_wait() -> None:
        waits = asyncio.Event()
        async with AsyncPartnerCenter(
            AccessTokenCredential(token=TOKEN),
            transport=httpx.MockTransport(answer),
            on_event=without_traffic(lambda _: waits.set()),
            retry=RETRY,
        ) as partner:
            task = asyncio.create_task(partner.offers.by_country("US").first_page())
            await waits.wait()
            others = asyncio.create_task(
                partner.offers.by_country("DE").first_page()
            )  # waits for what the first was told
        with pytest.raises(RuntimeError, match="closed"):
            await task
        with pytest.raises(RuntimeError, match="closed"):
            await others

    asyncio.run(close_while_some_wait())
    assert len(asked) == 1


def test_a_client_that_is_closed_lets_go_of_what_waits() -> None:
    def answer(target: str) -> httpx.Response:
        if target == FIRST:
            return httpx.Response(200, content=page("A", next_link=SECOND))
        return httpx.Response(503, headers={"Retry-After": "100"})

    leaver = Leaver(answer, retry=RETRY)
    pages = leaver.partner.offers.by_country("US").pages()
    with leaver.partner:
        next(pages)
        leaver.wait_until_it_has_to_wait()
    with pytest.raises(RuntimeError, match="closed"):
        next(pages)

    assert leaver.asked == [FIRST, SECOND]
