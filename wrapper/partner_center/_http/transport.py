"""One send: a call goes out, as often as it takes, and a page or an exception comes back.

What an attempt means is decided in ``_attempts``; here attempts are made and waited for, with threads or with tasks.
"""

import threading
from concurrent.futures import CancelledError
from functools import partial
from queue import Empty, SimpleQueue

import anyio
import attrs
import httpx
from anyio.lowlevel import checkpoint
from tenacity import Retrying, retry_if_exception_type

from .._events import OnEvent, report
from .._mfa import warn_of_missing_second_factor
from .._network_failures import NETWORK_FAILURES
from .._tasks import in_own_task
from .._whereabouts import OneLoop, OneProcess
from ..errors import CredentialError
from ..events import Event
from ..paging.page import OfferPage
from ..paging.walk import Call
from ..retry import RetryPolicy
from .call import ATTEMPTS, AnotherAttempt, Attempts
from .clock import Clock
from .throttle import Throttle
from .tracing import Tracing

# Without waits of its own: how long to wait is decided in _attempts, and how is all that the transports differ in.
# Each call has a copy, because it keeps its state by thread, which tasks share.
_RETRYING = Retrying(retry=retry_if_exception_type(AnotherAttempt))
# What is smaller is decoded in less time than its call takes.
_DECODED_IN_TURN = 64 * 2**10
# How often the loop turns from the moment a call gets a slot until it is sent.
_TURNS_TO_THE_WIRE = 4


@attrs.frozen(kw_only=True)
class Conduct:
    """How a client behaves towards the service and towards its user.

    Attributes:
        policy: How to try again; None for not at all.
        max_concurrency: How many calls may be in flight at once.
        strict: Whether a page that is not well formed is an error.
        on_event: What to call with each event.
        tracing: What makes a span of each call.
        clock: What time it is, and how to wait.
    """

    policy: RetryPolicy | None
    max_concurrency: int
    strict: bool
    on_event: OnEvent | None
    tracing: Tracing
    clock: Clock

    def attempts(self, request: httpx.Request, call: Call, throttle: Throttle) -> Attempts:
        """Return the attempts of a call, of which there are none as yet."""
        return Attempts(request, call, policy=self.policy, throttle=throttle, clock=self.clock, strict=self.strict)

    def report(self, event: Event) -> None:
        """Tell the log and the user."""
        report(event, self.on_event)

    def remark(self, page: OfferPage, attempts: Attempts) -> None:
        """Tell what a page gives cause to tell."""
        for problem in page.problems:
            self.report(attempts.skipped(problem))
        if page.mfa_compliant is False:
            warn_of_missing_second_factor()


class Transport:
    """Sends calls and waits for their answers."""

    def __init__(self, http: httpx.Client, conduct: Conduct) -> None:
        self._http = http
        self._http.event_hooks["request"].append(_note_sending)
        self._http.event_hooks["response"].append(_bound_the_body)
        self._conduct = conduct
        self._throttle = Throttle()
        # Unlike a semaphore of threading, it is not left locked by a Ctrl-C.
        self._slots: SimpleQueue[object] = SimpleQueue()
        for _ in range(conduct.max_concurrency):
            self._slots.put(None)
        self._process = OneProcess()
        self._under_way: dict[Attempts, threading.Event] = {}

    def send(self, call: Call, let_go: threading.Event) -> OfferPage:
        """Return the page that a call brings.

        Args:
            call: What to send.
            let_go: Set, from another thread, where nobody wants the page any more: then no further attempt is made.

        Raises:
            PartnerCenterError: It brings none.
            CancelledError: It was let go.
            RuntimeError: The client was closed, or belongs to another process.
        """
        self._process.check()
        request = self._http.build_request(**call.arguments)
        attempts = self._conduct.attempts(request, call, self._throttle)
        try:
            self._under_way[attempts] = let_go
            if self._http.is_closed:
                let_go.set()
            with self._conduct.tracing(attempts):
                page = self._page(attempts, let_go)
        finally:
            self._under_way.pop(attempts, None)
        self._conduct.remark(page, attempts)
        return page

    def close(self) -> None:
        """Close the connections, and let go of the calls that wait for another attempt."""
        self._http.close()
        for let_go in list(self._under_way.values()):
            let_go.set()

    def _page(self, attempts: Attempts, let_go: threading.Event) -> OfferPage:
        for attempt in _RETRYING.copy():
            with attempt:
                if attempts.scheduled is not None:
                    self._conduct.report(attempts.scheduled)
                    self._conduct.clock.sleep(attempts.scheduled.wait, let_go)
                return self._attempt(attempts, let_go)
        raise AssertionError("tenacity goes on until there is a page or an error")

    def _attempt(self, attempts: Attempts, let_go: threading.Event) -> OfferPage:
        while True:
            while not let_go.is_set() and (delay := attempts.delay()):
                self._conduct.report(delay)
                self._conduct.clock.sleep(delay.wait, let_go)
            if let_go.is_set():
                raise RuntimeError("The client was closed.") if self._http.is_closed else CancelledError
            outcome: httpx.Response | Exception
            slot: list[object] = []
            try:
                # In one step of the interpreter, so that no Ctrl-C comes between having a slot and knowing it.
                slot.extend(map(self._slots.get, (True,), (min(attempts.time_left(), threading.TIMEOUT_MAX),)))
                if let_go.is_set() or attempts.delay():  # since this call has waited for its turn
                    continue
                outcome = self._http.send(attempts.begin())
                attempts.heard(outcome)
                if attempts.is_to_be_sent_again():
                    continue
            except Empty:
                raise attempts.out_of_time() from None
            except NETWORK_FAILURES as error:
                outcome = attempts.failed(error)
            except CredentialError as error:
                outcome = attempts.not_signed_in(error)
            finally:
                if slot:
                    self._slots.put(None)
            if isinstance(outcome, Exception):
                try:
                    raise outcome
                finally:
                    del outcome  # or it and this frame would hold each other
            return attempts.answered(outcome)


class AsyncTransport:
    """Sends calls and awaits their answers."""

    def __init__(self, http: httpx.AsyncClient, conduct: Conduct) -> None:
        self._http = http
        # httpcore, which it needs, is loaded with the first client, as httpx does.
        from .httpcore_workarounds import close_forgotten_connections, close_sockets_of_cancelled_handshakes

        self._http.event_hooks["request"].append(_note_sending_async)
        self._close_forgotten_connections = partial(close_forgotten_connections, http)
        close_sockets_of_cancelled_handshakes(http)
        self._conduct = conduct
        self._throttle = Throttle()
        self._slots = anyio.Semaphore(conduct.max_concurrency, fast_acquire=True)
        self._decoding = anyio.Lock()
        self._process = OneProcess()
        self._loop = OneLoop()
        self._waiting: set[anyio.CancelScope] = set()

    async def send(self, call: Call) -> OfferPage:
        """Return the page that a call brings.

        Raises:
            PartnerCenterError: It brings none.
            RuntimeError: The client was closed, or belongs to another process or event loop.
        """
        self._process.check()
        self._loop.check()
        request = self._http.build_request(**call.arguments)
        attempts = self._conduct.attempts(request, call, self._throttle)
        with self._conduct.tracing(attempts):
            page = await self._page(attempts)
        self._conduct.remark(page, attempts)
        return page

    async def aclose(self) -> None:
        """Close the connections, and let go of the calls that wait for another attempt."""
        await self._http.aclose()
        for waiting in self._waiting:
            waiting.cancel()

    async def _page(self, attempts: Attempts) -> OfferPage:
        for attempt in _RETRYING.copy():
            with attempt:
                if attempts.scheduled is not None:
                    self._conduct.report(attempts.scheduled)
                    await self._wait(attempts.scheduled.wait)
                return await self._attempt(attempts)
        raise AssertionError("tenacity goes on until there is a page or an error")

    async def _attempt(self, attempts: Attempts) -> OfferPage:
        while True:
            while delay := attempts.delay():
                self._conduct.report(delay)
                await self._wait(delay.wait)
            try:
                outcome = await in_own_task(partial(self._outcome, attempts), seconds=attempts.time_left())
            except TimeoutError:
                raise attempts.out_of_time() from None
            if outcome is None:
                continue
            if isinstance(outcome, Exception):
                try:
                    raise outcome
                finally:
                    del outcome  # or it and this frame would hold each other
            if not outcome.is_success or len(outcome.content) < _DECODED_IN_TURN:
                return attempts.answered(outcome)
            # The loop stands still while a page is decoded: for one page at a time, and after what is ready already. So
            # the call that this one's slot went to is sent before, and the service works meanwhile.
            async with self._decoding:
                for _ in range(_TURNS_TO_THE_WIRE):
                    await checkpoint()
                return attempts.answered(outcome)

    async def _wait(self, seconds: float) -> None:
        with anyio.CancelScope() as waiting:
            self._waiting.add(waiting)
            if self._http.is_closed:
                waiting.cancel()
            try:
                await self._conduct.clock.sleep_async(seconds)
            finally:
                self._waiting.remove(waiting)
        if self._http.is_closed:
            raise RuntimeError("The client was closed.")

    async def _outcome(self, attempts: Attempts) -> httpx.Response | Exception | None:
        async with self._slots:
            if attempts.delay():  # since this call has waited for its turn
                return None
            try:
                response = await self._http.send(attempts.begin())
            except NETWORK_FAILURES as error:
                return attempts.failed(error)
            except CredentialError as error:
                return attempts.not_signed_in(error)
            except anyio.get_cancelled_exc_class():
                await self._close_forgotten_connections()
                raise
            attempts.heard(response)
            return None if attempts.is_to_be_sent_again() else response


def _note_sending(request: httpx.Request) -> None:
    # httpx calls this for each request that leaves, and not for one that waits for a token in vain.
    attempts: Attempts = request.extensions[ATTEMPTS]
    attempts.sent += 1


def _bound_the_body(response: httpx.Response) -> None:
    # The asynchronous client is stopped from outside. Here a body that falls silent is noticed by its time-out alone.
    attempts: Attempts = response.request.extensions[ATTEMPTS]
    attempts.check_deadline()
    attempts.bound_timeouts()


async def _note_sending_async(request: httpx.Request) -> None:
    _note_sending(request)
