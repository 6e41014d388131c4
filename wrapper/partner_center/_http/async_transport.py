"""Sends calls, and awaits their results in an event loop."""

import asyncio
import copy
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from partner_center_api.types import Model

from ..errors import CredentialError
from ..events import report
from ..retry import NETWORK_ERRORS
from .call import NO_RESPONSE, NO_SLOT, NO_TOKEN, Call, CallState
from .exchange import RawResponse, exchange_async
from .responses import Result
from .shared import ClientState
from .tracing import trace_attempts

if TYPE_CHECKING:
    from ..auth.sources import AsyncTokenSource

ModelT = TypeVar("ModelT", bound=Model)

# A smaller body is decoded in less time than its call takes.
_LARGE_BODY = 64 * 2**10
# How many turns the event loop takes from the moment a call gets its slot until its request is sent.
_TURNS_TO_SEND = 4
# How long aclose() waits for requests that are still in flight.
_SECONDS_TO_END = 1.0


async def sleep(seconds: float, closed: asyncio.Event) -> None:
    """Wait some seconds, or until the client is closed."""
    with suppress(TimeoutError):
        await asyncio.wait_for(closed.wait(), seconds)


class AsyncTransport:
    """Sends calls. All tasks of an event loop share one."""

    def __init__(self, http: httpx.AsyncBaseTransport, tokens: "AsyncTokenSource", *, max_concurrency: int) -> None:
        self._http = http
        self._tokens = tokens
        self._shared = ClientState()
        self._trace_attempt = trace_attempts()
        self._slots = [asyncio.Semaphore(max_concurrency)]
        self._decoding = asyncio.Lock()
        self._closed = asyncio.Event()
        self._exchanges: set[asyncio.Task[Any]] = set()

    def limited_to(self, max_concurrency: int) -> "AsyncTransport":
        """Return a transport that shares everything with this one, and has a limit of its own."""
        limited = copy.copy(self)
        limited._slots = [asyncio.Semaphore(max_concurrency), *self._slots]  # noqa: SLF001 - of the same class
        return limited

    async def send(self, call: Call[ModelT]) -> Result[ModelT]:
        """Send a call, as many times as its policy allows, and return its result, or raise a PartnerCenterError."""
        self._shared.check_process()
        self._check_event_loop()
        state = CallState(call, self._shared)
        while True:
            while pause := state.pause():
                report(pause, call.config.on_event)
                await sleep(pause.wait, self._closed)
                self._check_open()
            async with self._slot(state):
                self._check_open()
                if state.pause():  # because of a response that came while this call waited for its slot
                    continue
                outcome = await self._attempt(state)
            if isinstance(outcome, RawResponse) and len(outcome.body) >= _LARGE_BODY:
                async with self._decoding:  # which takes a while: first let the call that got the slot send its request
                    for _ in range(_TURNS_TO_SEND):
                        await asyncio.sleep(0)
            if outcome is not None and (result := state.conclude(outcome)) is not None:
                return result

    async def aclose(self) -> None:
        """Close the connections. Calls that wait end, and so do requests that are in flight for another second."""
        self._closed.set()
        if self._exchanges:
            await asyncio.wait(self._exchanges, timeout=_SECONDS_TO_END)
        for exchange in self._exchanges:
            exchange.cancel()
        await asyncio.gather(*self._exchanges, return_exceptions=True)
        await self._http.aclose()

    async def _attempt(self, state: CallState[Any]) -> RawResponse | Exception | None:
        """Send the request once. Return the outcome, or None to send it again with the new token."""
        try:
            async with asyncio.timeout(state.time_left()):
                token = await self._tokens.get()
            request = state.begin(token)
            with self._trace_attempt(state.call, request, state.attempts - 1) as record:
                outcome = record(await self._exchange(state, request))
            is_renewed = state.wants_new_token(outcome) and await self._tokens.replace(token) != token
        except CredentialError as error:
            return error
        except TimeoutError:
            raise state.out_of_time(NO_TOKEN) from None
        return None if is_renewed else outcome

    async def _exchange(self, state: CallState[Any], request: httpx.Request) -> RawResponse | Exception:
        """Send the request in a task of its own, which goes on without the caller if the caller is cancelled.

        httpcore loses connections for good if it is cancelled while it makes one. Source: issue 1093 of httpcore.
        """
        task = asyncio.create_task(self._exchange_to_the_end(state, request))
        self._exchanges.add(task)
        task.add_done_callback(self._exchanges.discard)
        try:
            await asyncio.wait({task}, timeout=state.time_left())
        finally:
            if not task.done():
                self._abandon(task, state)
        if not task.done():
            raise state.out_of_time(NO_RESPONSE)
        return task.result()

    async def _exchange_to_the_end(self, state: CallState[Any], request: httpx.Request) -> RawResponse | Exception:
        # Errors are returned: raised again, they would become the context of an error that must not repeat the token.
        limit = state.call.config.max_response_bytes
        try:
            return await exchange_async(
                self._http, request, secrets=state.tokens, limit=limit, on_part=state.check_response
            )
        except NETWORK_ERRORS as error:
            return error

    def _abandon(self, task: "asyncio.Task[Any]", state: CallState[Any]) -> None:
        """Let a request end by its timeouts. When these are over, it has its connection, and is cancelled."""
        state.abandon()
        timeouts = state.call.config.timeout.as_dict()
        seconds = sum(timeouts[phase] or 0 for phase in ("pool", "connect", "write", "read"))
        ending = asyncio.get_running_loop().call_later(seconds, task.cancel)
        task.add_done_callback(lambda _: ending.cancel())

    @asynccontextmanager
    async def _slot(self, state: CallState[Any]) -> AsyncIterator[None]:
        async with AsyncExitStack() as taken:
            try:
                async with asyncio.timeout(state.time_left()):
                    for slots in self._slots:
                        await taken.enter_async_context(slots)
            except TimeoutError:
                raise state.out_of_time(NO_SLOT) from None
            yield

    def _check_event_loop(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise RuntimeError("AsyncPartnerCenter needs a running asyncio event loop; Trio has none.") from None
        self._shared.loop = self._shared.loop or loop
        if self._shared.loop is not loop:
            raise RuntimeError(
                "This client made calls in one event loop and cannot be used in another, where its connections do not "
                "work. Create a client in each event loop."
            )

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise RuntimeError("The client is closed.")
