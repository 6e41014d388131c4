"""A call that is cancelled at any point releases its connection, and stopping early does not wait.

The server runs in the event loop of the client, so a call can be cancelled after each turn of the loop.
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
from .fault import RETRY
from .responses import TOKEN, page, response_bytes
from .server import Certificates

# More than a call takes.
TURNS = 120


@attrs.define
class PlainServer:
    """Responds to each request with a page, and counts the open connections."""

    base_url: str = ""
    _open: int = 0
    _changed: asyncio.Condition = attrs.field(factory=asyncio.Condition)

    async def wait_until_one_connection_is_open(self) -> None:
        async with self._changed, asyncio.timeout(5):
            await self._changed.wait_for(lambda: self._open == 1)

    async def respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._count(+1)
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(response_bytes(200, page("A")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has disconnected
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
    async with await asyncio.start_server(plain.respond, "127.0.0.1", 0, ssl=tls) as server:
        scheme = "http" if tls is None else "https"
        plain.base_url = f"{scheme}://localhost:{server.sockets[0].getsockname()[1]}/v1"
        yield plain


async def cancel_after(turns: int, partner: AsyncPartnerCenter, *, times: int) -> bool:
    """Cancel a call after some turns of the loop, and return whether it was still running."""
    task = asyncio.create_task(partner.offers.by_country("US").first_page())
    for _ in range(turns):
        await asyncio.sleep(0)
    was_running = not task.done()
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    with suppress(asyncio.CancelledError):
        await task
    return was_running


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("is_new", [True, False], ids=["on a new connection", "on a kept connection"])
@pytest.mark.parametrize("has_tls", [False, True], ids=["without TLS", "with TLS"])
def test_a_cancelled_call_releases_its_connection(
    certificates: Certificates, ca_bundle: str, times: int, is_new: bool, has_tls: bool
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates.good.configure_cert(tls)

    async def cancel_everywhere() -> None:
        async with serving(tls if has_tls else None) as server:
            credential = AccessTokenCredential(token=TOKEN)
            cancelled = 0
            for turns in range(TURNS):
                async with AsyncPartnerCenter(credential, base_url=server.base_url, verify=ca_bundle) as partner:
                    if not is_new:
                        await partner.offers.by_country("US").first_page()
                    cancelled += await cancel_after(turns, partner, times=times)
                    # An idle connection is used again, and one that was in use is closed. So this call needs only one.
                    await partner.offers.by_country("US").first_page()
                    await server.wait_until_one_connection_is_open()
            assert 0 < cancelled < TURNS

    asyncio.run(cancel_everywhere())


@pytest.mark.parametrize("what", ["pages of one market", "many markets"])
def test_an_exception_in_an_async_for_leaves_no_coroutine_unawaited(what: str) -> None:
    async def fail() -> None:
        async with serving() as server, AsyncPartnerCenter(credential, base_url=server.base_url) as partner:
            offers = partner.offers
            pager = (
                offers.by_country("US", page_size=1) if what == "pages of one market" else offers.by_countries(["US"])
            )
            async for _ in pager:
                raise ZeroDivisionError

    credential = AccessTokenCredential(token=TOKEN)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            asyncio.run(fail())
        gc.collect()  # a coroutine that was never awaited warns when it is freed, which fails the test


class EarlyStop:
    """Reads one page, and stops when the call for the next one has to wait for 100 seconds."""

    def __init__(self, respond: Callable[[str], httpx.Response], **settings: Any) -> None:
        self.requested: list[str] = []
        self._has_to_wait = threading.Event()
        self._respond = respond
        self.partner = PartnerCenter(
            AccessTokenCredential(token=TOKEN),
            transport=httpx.MockTransport(self._respond_to),
            on_event=without_traffic(lambda _: self._has_to_wait.set()),
            **settings,
        )

    def _respond_to(self, request: httpx.Request) -> httpx.Response:
        self.requested.append(str(request.url.copy_with(scheme=None, host=None, port=None)))
        return self._respond(self.requested[-1])

    def run(self, parts: Generator[Any, None, None]) -> None:
        with self.partner, closing(parts) as reading:
            next(reading)
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
    def respond(target: str) -> httpx.Response:
        if target == FIRST:
            return httpx.Response(200, content=page("A", next_link=SECOND))
        return httpx.Response(503, headers={"Retry-After": "100"})

    early_stop = EarlyStop(respond, retry=RETRY)
    early_stop.run(parts(early_stop.partner.offers))

    assert early_stop.requested == [FIRST, SECOND]  # without a second attempt


def test_stopping_early_does_not_wait_for_the_rate_limit() -> None:
    def respond(target: str) -> httpx.Response:
        if target == FIRST:
            with pytest.raises(errors.ThrottledError):
                early_stop.partner.offers.by_country("DE").first_page()
            return httpx.Response(200, content=page("A", next_link=SECOND))
        return httpx.Response(429, headers={"Retry-After": "100"})

    early_stop = EarlyStop(respond, retry=attrs.evolve(RETRY, max_attempts=1))
    early_stop.run(early_stop.partner.offers.by_country("US").pages())

    assert early_stop.requested == [FIRST, "/v1/offers?country=DE"]


def test_stopping_early_does_not_wait_for_requests_in_flight_or_unsent_calls() -> None:
    requested: list[str] = []
    is_in_flight, may_respond = threading.Event(), threading.Event()

    def respond(request: httpx.Request) -> httpx.Response:
        requested.append(str(request.url))
        if len(requested) > 1:  # the second call has the only slot until the caller has stopped
            is_in_flight.set()
            assert may_respond.wait(20)
        return httpx.Response(200, content=page("A"))

    credential = AccessTokenCredential(token=TOKEN)
    with PartnerCenter(credential, transport=httpx.MockTransport(respond), max_concurrency=1) as partner:
        with closing(partner.offers.by_countries(["US", "DE", "FR", "JP", "BR"], concurrency=5).events()) as events:
            next(events)
            assert is_in_flight.wait(20)
        threads = [thread for thread in threading.enumerate() if thread.name == "partner-center"]
        may_respond.set()
        for thread in threads:
            thread.join(20)
        assert len(requested) == 2


def test_closing_an_async_client_ends_calls_that_wait() -> None:
    requested: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requested.append(str(request.url))
        return httpx.Response(503, headers={"Retry-After": "100"})

    async def close_while_calls_wait() -> None:
        is_waiting = asyncio.Event()
        async with AsyncPartnerCenter(
            AccessTokenCredential(token=TOKEN),
            transport=httpx.MockTransport(respond),
            on_event=without_traffic(lambda _: is_waiting.set()),
            retry=RETRY,
        ) as partner:
            task = asyncio.create_task(partner.offers.by_country("US").first_page())
            await is_waiting.wait()
            # This call waits for the Retry-After of the first.
            other = asyncio.create_task(partner.offers.by_country("DE").first_page())
        with pytest.raises(RuntimeError, match="closed"):
            await task
        with pytest.raises(RuntimeError, match="closed"):
            await other

    asyncio.run(close_while_calls_wait())
    assert len(requested) == 1


def test_closing_a_client_ends_calls_that_wait() -> None:
    def respond(target: str) -> httpx.Response:
        if target == FIRST:
            return httpx.Response(200, content=page("A", next_link=SECOND))
        return httpx.Response(503, headers={"Retry-After": "100"})

    early_stop = EarlyStop(respond, retry=RETRY)
    pages = early_stop.partner.offers.by_country("US").pages()
    with early_stop.partner:
        next(pages)
        early_stop.wait_until_it_has_to_wait()
    with pytest.raises(RuntimeError, match="closed"):
        next(pages)

    assert early_stop.requested == [FIRST, SECOND]
