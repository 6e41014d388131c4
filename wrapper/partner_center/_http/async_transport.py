"""Sends calls, and awaits their results in an event loop."""

import asyncio
import copy
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from partner_center_api.types import Model

from ..errors import CredentialError
from ..events import report
from ..retry import NETWORK_ERRORS
from .call import NO_SLOT, NO_TOKEN, Call, CallState, deadline_passed
from .connections import Connections
from .exchange import RawResponse, exchange_async
from .responses import Result
from .shared import ClientState
from .tracing import trace_attempts

if TYPE_CHECKING:
    from ..auth.sources import AsyncTokenSource

ModelT = TypeVar("ModelT", bound=Model)

# Decoding a smaller body takes less time than its call.
_LARGE_BODY = 64 * 2**10
# How many turns of the event loop a call needs to send its request after it gets its slot.
_TURNS_TO_SEND = 4


async def sleep(seconds: float, closed: asyncio.Event) -> None:
    """Wait some seconds, or until the client is closed."""
    with suppress(TimeoutError):
        await asyncio.wait_for(closed.wait(), seconds)


class AsyncTransport:
    """Sends calls. All tasks of an event loop share one."""

    def __init__(
        self, connections: Connections[httpx.AsyncBaseTransport], tokens: "AsyncTokenSource", *, max_concurrency: int
    ) -> None:
        self._tokens = tokens
        self._trace_attempt = trace_attempts()
        self._shared = ClientState()
        self._connections = self._shared.add(connections)
        self._slots = [self._shared.add(_Slots(max_concurrency))]
        self._loop_state = self._shared.add(_LoopState())

    def limited_to(self, max_concurrency: int) -> "AsyncTransport":
        """Return a transport that shares everything with this one, and has a limit of its own."""
        limited = copy.copy(self)
        limited._slots = [self._shared.add(_Slots(max_concurrency)), *self._slots]  # noqa: SLF001 - of the same class
        return limited

    async def send(self, call: Call[ModelT]) -> Result[ModelT]:
        """Send a call, as many times as its policy allows, and return its result, or raise a PartnerCenterError."""
        self._enter_event_loop()
        state = CallState(call, self._shared)
        while True:
            while pause := state.pause():
                report(pause, call.config.on_event)
                await sleep(pause.wait, self._loop_state.closed)
                self._check_open()
            async with self._slot(state):
                self._check_open()
                if state.pause():  # because of a response that came while this call waited for its slot
                    continue
                outcome = await self._attempt(state)
            if isinstance(outcome, RawResponse) and len(outcome.body) >= _LARGE_BODY:
                # Decoding takes a while: first let the call that got the slot send its request.
                async with self._loop_state.decoding:
                    for _ in range(_TURNS_TO_SEND):
                        await asyncio.sleep(0)
            if outcome is not None and (result := state.conclude(outcome)) is not None:
                return result

    async def aclose(self) -> None:
        """Close the connections. Calls that wait end; connections in use are closed when their calls end."""
        self._enter_event_loop()
        self._loop_state.closed.set()
        await _close(self._connections.close())

    async def _attempt(self, state: CallState[Any]) -> RawResponse | Exception | None:
        """Send the request once. Return the outcome, or None to send it again with the new token."""
        try:
            async with asyncio.timeout(state.time_left()):
                token = await self._tokens.get()
            request = state.begin(token)
            with self._trace_attempt(state.call, request, state.attempts - 1) as record:
                outcome = record(await self._exchange(state, request))
            is_renewed = state.note_outcome(outcome) and await self._tokens.replace(token) != token
        except CredentialError as error:
            return error
        except TimeoutError:
            raise state.out_of_time(NO_TOKEN) from None
        return None if is_renewed else outcome

    async def _exchange(self, state: CallState[Any], request: httpx.Request) -> RawResponse | Exception:
        # Errors are returned: raised again, they would become the context of an error that must not repeat the token.
        connection, response = self._connections.take(), None
        request.extensions["trace"] = connection.trace_async
        limit = state.call.config.max_response_bytes
        try:
            async with asyncio.timeout(state.time_left()):
                response = await exchange_async(
                    connection.http, request, secrets=state.tokens, limit=limit, on_part=state.check_response
                )
        except TimeoutError:
            return deadline_passed(request)
        except NETWORK_ERRORS as error:
            connection.note_proxy(error, request)
            return error
        else:
            return response
        finally:
            if unused := [*self._connections.give_back(connection, is_usable=response is not None)]:
                await asyncio.shield(_close(unused))  # in a task, which a second cancellation does not stop

    @asynccontextmanager
    async def _slot(self, state: CallState[Any]) -> AsyncIterator[None]:
        async with AsyncExitStack() as taken:
            try:
                async with asyncio.timeout(state.time_left()):
                    for slots in self._slots:
                        await taken.enter_async_context(slots.free)
            except TimeoutError:
                raise state.out_of_time(NO_SLOT) from None
            yield

    def _enter_event_loop(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise RuntimeError("AsyncPartnerCenter needs a running asyncio event loop; Trio has none.") from None
        if self._loop_state.loop is None or self._loop_state.loop.is_closed():
            self._shared.renew()
            self._loop_state.loop = loop
        if self._loop_state.loop is not loop:
            raise RuntimeError(
                "This client made calls in another event loop, which is still open, and its connections work in that "
                "loop only. Create a client in each event loop, and close it there."
            )

    def _check_open(self) -> None:
        if self._loop_state.closed.is_set():
            raise RuntimeError("The client is closed.")


async def _close(unused: Iterable[Any]) -> None:
    for each in unused:
        await each.aclose()


class _Slots:
    """A semaphore for the calls that may be in flight."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.renew()

    def renew(self) -> None:
        self.free = asyncio.Semaphore(self._count)


class _LoopState:
    """What belongs to an event loop: the lock for decoding, and the event of a closed client."""

    def __init__(self) -> None:
        self.closed = asyncio.Event()
        self.renew()

    def renew(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.decoding = asyncio.Lock()
        if not self.closed.is_set():  # an event that is set works in any loop
            self.closed = asyncio.Event()
