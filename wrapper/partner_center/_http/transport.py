"""Sends calls, and waits for their results in the calling thread."""

import copy
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

import httpx

from partner_center_api.types import Model

from ..errors import CredentialError
from ..events import report
from ..retry import NETWORK_ERRORS
from . import shared
from .call import NO_SLOT, Call, CallState
from .exchange import RawResponse, exchange
from .responses import Result
from .tracing import trace_attempts

if TYPE_CHECKING:
    from ..auth.sources import TokenSource

ModelT = TypeVar("ModelT", bound=Model)


class Transport:
    """Sends calls. All threads of a process share one."""

    def __init__(self, http: httpx.BaseTransport, tokens: "TokenSource", *, max_concurrency: int) -> None:
        self._http = http
        self._tokens = tokens
        self._shared = shared.ClientState()
        self._trace_attempt = trace_attempts()
        self._slots = [_slots(max_concurrency)]
        self._max_concurrency = max_concurrency
        self._closed = threading.Event()
        self._abandonments: WeakSet[threading.Event] = WeakSet([self._closed])

    def limited_to(self, max_concurrency: int) -> "Transport":
        """Return a transport that shares everything with this one, and has a limit of its own."""
        limited = copy.copy(self)
        limited._slots = [_slots(max_concurrency), *self._slots]  # noqa: SLF001 - of the same class
        return limited

    def abandonment(self) -> threading.Event:
        """Return an event for ``send`` that abandons calls when it is set, or when the client is closed."""
        abandoned = threading.Event()
        self._abandonments.add(abandoned)
        return abandoned

    def send(self, call: Call[ModelT], abandoned: threading.Event | None = None) -> Result[ModelT]:
        """Send a call, as many times as its policy allows, and return its result, or raise a PartnerCenterError."""
        self._shared.check_process()
        state = CallState(call, self._shared)
        abandoned = abandoned or self._closed
        while True:
            while pause := state.pause():
                report(pause, call.config.on_event)
                shared.sleep(pause.wait, abandoned)
                self._check_wanted(abandoned)
            with self._slot(state):
                self._check_wanted(abandoned)
                if state.pause():  # because of a response that came while this call waited for its slot
                    continue
                outcome = self._attempt(state)
            if outcome is not None and (result := state.conclude(outcome)) is not None:
                return result

    def close(self) -> None:
        """Close the connections. Calls that wait are abandoned; connections in use are closed when their calls end."""
        for abandoned in [self._closed, *self._abandonments]:
            abandoned.set()
        self._close_if_unused()

    def _attempt(self, state: CallState[Any]) -> RawResponse | Exception | None:
        """Send the request once. Return the outcome, or None to send it again with the new token."""
        try:
            token = self._tokens.get()
            request = state.begin(token)
            with self._trace_attempt(state.call, request, state.attempts - 1) as record:
                outcome = record(self._exchange(state, request))
            is_renewed = state.wants_new_token(outcome) and self._tokens.replace(token) != token
        except CredentialError as error:
            return error
        return None if is_renewed else outcome

    def _exchange(self, state: CallState[Any], request: httpx.Request) -> RawResponse | Exception:
        # Errors are returned: raised again, they would become the context of an error that must not repeat the token.
        limit = state.call.config.max_response_bytes
        try:
            return exchange(self._http, request, secrets=state.tokens, limit=limit, on_part=state.check_response)
        except NETWORK_ERRORS as error:
            return error

    @contextmanager
    def _slot(self, state: CallState[Any]) -> Iterator[None]:
        taken: list[None] = []
        try:
            try:
                for slots in self._slots:
                    # In one step of the interpreter: Ctrl-C cannot come between taking a slot and knowing it.
                    taken.extend(map(slots.get, (True,), (state.time_left(),)))
            except Empty:
                raise state.out_of_time(NO_SLOT) from None
            yield
        finally:
            for slots in self._slots[: len(taken)]:
                slots.put(None)
            if self._closed.is_set():
                self._close_if_unused()

    def _close_if_unused(self) -> None:
        # A socket that is closed while another thread reads from it may be given to another connection meanwhile.
        if self._slots[-1].qsize() == self._max_concurrency:
            self._http.close()

    def _check_wanted(self, abandoned: threading.Event) -> None:
        if self._closed.is_set():
            raise RuntimeError("The client is closed.")
        if abandoned.is_set():
            raise CancelledError


def _slots(count: int) -> SimpleQueue[None]:
    """Return a queue with an item for each call that may be in flight. Ctrl-C may leave a semaphore locked."""
    slots: SimpleQueue[None] = SimpleQueue()
    for _ in range(count):
        slots.put(None)
    return slots
