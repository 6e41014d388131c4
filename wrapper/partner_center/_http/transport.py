"""Sends calls, and waits for their results in the calling thread."""

import copy
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import httpx

from partner_center_api.types import Model

from ..errors import CredentialError
from ..events import report
from ..retry import NETWORK_ERRORS
from . import shared
from .call import NO_SLOT, Call, CallState, deadline_passed
from .connections import Connections
from .exchange import RawResponse, exchange
from .responses import Result
from .tracing import trace_attempts
from .watchdog import WATCHDOG

if TYPE_CHECKING:
    from ..auth.sources import TokenSource

ModelT = TypeVar("ModelT", bound=Model)


class Transport:
    """Sends calls. All threads of a process share one."""

    def __init__(
        self, connections: Connections[httpx.BaseTransport], tokens: "TokenSource", *, max_concurrency: int
    ) -> None:
        self._tokens = tokens
        self._trace_attempt = trace_attempts()
        self._shared = shared.ClientState()
        self._connections = self._shared.add(connections)
        self._slots = [self._shared.add(_Slots(max_concurrency))]
        self._abandonments = self._shared.add(_Abandonments())

    def limited_to(self, max_concurrency: int) -> "Transport":
        """Return a transport that shares everything with this one, and has a limit of its own."""
        limited = copy.copy(self)
        limited._slots = [self._shared.add(_Slots(max_concurrency)), *self._slots]  # noqa: SLF001 - of the same class
        return limited

    def abandonment(self) -> threading.Event:
        """Return an event for ``send`` that abandons calls when it is set, or when the client is closed."""
        return self._abandonments.new()

    def send(self, call: Call[ModelT], abandoned: threading.Event | None = None) -> Result[ModelT]:
        """Send a call, as many times as its policy allows, and return its result, or raise a PartnerCenterError."""
        state = CallState(call, self._shared)
        abandoned = abandoned or self._abandonments.closed
        while True:
            while pause := state.pause():
                report(pause, call.config.on_event)
                shared.sleep(pause.wait, abandoned)
                self._check_not_abandoned(abandoned)
            with self._slot(state):
                self._check_not_abandoned(abandoned)
                if state.pause():  # because of a response that came while this call waited for its slot
                    continue
                outcome = self._attempt(state)
            if outcome is not None and (result := state.conclude(outcome)) is not None:
                return result

    def close(self) -> None:
        """Close the connections. Calls that wait are abandoned; connections in use are closed when their calls end."""
        self._abandonments.set_all()
        for http in self._connections.close():
            http.close()

    def _attempt(self, state: CallState[Any]) -> RawResponse | Exception | None:
        """Send the request once. Return the outcome, or None to send it again with the new token."""
        try:
            token = self._tokens.get()
            request = state.begin(token)
            with self._trace_attempt(state.call, request, state.attempts - 1) as record:
                outcome = record(self._exchange(state, request))
            is_renewed = state.note_outcome(outcome) and self._tokens.replace(token) != token
        except CredentialError as error:
            return error
        return None if is_renewed else outcome

    def _exchange(self, state: CallState[Any], request: httpx.Request) -> RawResponse | Exception:
        # Errors are returned: raised again, they would become the context of an error that must not repeat the token.
        connection, response = self._connections.take(), None
        request.extensions["trace"] = connection.trace
        limit = state.call.config.max_response_bytes
        try:
            with WATCHDOG.watch(connection, state.time_left()):
                response = exchange(
                    connection.http, request, secrets=state.tokens, limit=limit, on_part=state.check_response
                )
        except NETWORK_ERRORS as error:
            connection.note_proxy(error, request)
            return deadline_passed(request) if connection.is_shut_down else error
        else:
            return response
        finally:
            for unused in self._connections.give_back(connection, is_usable=response is not None):
                unused.close()

    @contextmanager
    def _slot(self, state: CallState[Any]) -> Iterator[None]:
        taken: list[None] = []
        try:
            try:
                for slots in self._slots:
                    # In one step of the interpreter: Ctrl-C cannot come between taking a slot and counting it.
                    taken.extend(map(slots.free.get, (True,), (state.time_left(),)))
            except Empty:
                raise state.out_of_time(NO_SLOT) from None
            yield
        finally:
            for slots in self._slots[: len(taken)]:
                slots.free.put(None)

    def _check_not_abandoned(self, abandoned: threading.Event) -> None:
        if self._abandonments.closed.is_set():
            raise RuntimeError("The client is closed.")
        if abandoned.is_set():
            raise CancelledError


class _Slots:
    """A queue with an item for each call that may be in flight. Ctrl-C could leave a threading.Semaphore locked."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.renew()

    def renew(self) -> None:
        self.free: SimpleQueue[None] = SimpleQueue()
        for _ in range(self._count):
            self.free.put(None)


class _Abandonments:
    """The events that are set when the client is closed."""

    def __init__(self) -> None:
        self._is_closed = False
        self.renew()

    def renew(self) -> None:
        self._events: WeakKeyDictionary[threading.Event, None] = WeakKeyDictionary()
        self.closed = self.new()

    def new(self) -> threading.Event:
        event = threading.Event()
        self._events[event] = None
        if self._is_closed:
            event.set()
        return event

    def set_all(self) -> None:
        self._is_closed = True
        for reference in self._events.keyrefs():  # a copy: other threads may add events
            if (event := reference()) is not None:
                event.set()
