"""The offers of many markets or customers, several requested at once."""

from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from concurrent.futures import Future
from contextlib import aclosing, closing
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from partner_center_api.models import Offer

from ._http.call import Call
from ._http.responses import Result
from ._http.threads import DaemonThreads
from ._http.transport import Transport
from .errors import AuthenticationError, CredentialError, PartnerCenterError
from .paging.page import OfferPage
from .paging.walk import Query, Walk

if TYPE_CHECKING:
    import pyarrow as pa

    from ._http.async_transport import AsyncTransport

# This many rejected tokens in a row mean that no token is accepted at all.
_MOST_REJECTIONS = 8
# As many as there are markets. An error takes some 15 KB.
_MOST_FAILURES = 250


@attrs.frozen
class BatchOffer:
    """An offer, and the market (two letters in upper case) or the customer (the id as given) that it belongs to."""

    key: str
    offer: Offer


@attrs.frozen
class BatchPage:
    """A page of the offers of a market or customer has arrived."""

    key: str
    page: OfferPage


@attrs.frozen
class BatchEnd:
    """All offers of a market or customer have arrived."""

    key: str


@attrs.frozen
class BatchFailure:
    """The offers of a market or customer cannot be read to their end. The pages that arrived before are valid."""

    key: str
    error: PartnerCenterError


BatchEvent = BatchPage | BatchEnd | BatchFailure
"""What happens to a market or customer: its pages in their order, then one end or one failure."""


class _Step(NamedTuple):
    """The next call in the walk of a key."""

    key: str
    walk: Walk[OfferPage]
    call: Call[Any]


class _Walks:
    """Walks through the pages of many keys. No I/O.

    Make the calls of ``begin``, and pass a function with the result of each to ``receive``. It adds to ``events``, and
    returns the next step; None if there is none. If ``fatal`` is set, every further call would fail too.
    """

    def __init__(self, queries: Mapping[str, Query[OfferPage]]) -> None:
        self.events: deque[BatchEvent] = deque()
        self.fatal: PartnerCenterError | None = None
        self._queries = iter(queries.items())
        self._failed: list[str] = []
        self._rejected_in_a_row = 0

    def begin(self, concurrency: int) -> list[_Step]:
        return [step for _ in range(concurrency) if (step := self._next_key()) is not None]

    def receive(self, step: _Step, get_result: Callable[[], Result[Any]]) -> _Step | None:
        try:
            self.events.append(BatchPage(step.key, step.walk.receive(get_result())))
            call = step.walk.next_call()
        except PartnerCenterError as error:
            return self._fail(step, error)
        self._rejected_in_a_row = 0
        if call is not None:
            return step._replace(call=call)
        self.events.append(BatchEnd(step.key))
        return self._next_key()

    def _fail(self, step: _Step, error: PartnerCenterError) -> _Step | None:
        # A token may be accepted for one market and not for another: one rejection says nothing about the rest.
        self._rejected_in_a_row = self._rejected_in_a_row + 1 if isinstance(error, AuthenticationError) else 0
        error.add_note(f"while reading the offers of {step.key}")
        if isinstance(error, CredentialError) or self._rejected_in_a_row >= _MOST_REJECTIONS:
            if self._failed:
                names = ", ".join(self._failed[:_MOST_FAILURES]) + (", ..." if self._failed[_MOST_FAILURES:] else "")
                error.add_note(f"after the offers of {names} could not be read")
            self.fatal = self.fatal or error
            return None
        self._failed.append(step.key)
        self.events.append(BatchFailure(step.key, error))
        return self._next_key()

    def _next_key(self) -> _Step | None:
        for key, query in self._queries if self.fatal is None else ():
            walk = Walk(query)
            return _Step(key, walk, walk.first_call())
        return None


class _Failures:
    """The first failures of a batch, and how many there are in all."""

    def __init__(self) -> None:
        self._first: list[PartnerCenterError] = []
        self._count = 0

    def add(self, error: PartnerCenterError) -> None:
        self._count += 1
        if self._count <= _MOST_FAILURES:
            self._first.append(error)

    def raise_any(self, keys: int) -> None:
        message = f"the offers of {self._count} of {keys} markets or customers could not be read"
        if self._count > _MOST_FAILURES:
            message += f"; these are the first {_MOST_FAILURES} errors"
        if self._first:
            raise ExceptionGroup(message, self._first)


@attrs.frozen(eq=False, repr=False)
class OfferBatch:
    """The offers of many markets or customers. Iterate over it: several are requested at once.

    Each offer is a ``BatchOffer``, available as soon as its page arrives: offers of one key keep their order, those of
    different keys mix. At most two pages for each concurrent call are held in memory. Nothing is sent before the first
    offer is asked for. Iterating again sends the queries again. If you stop early, requests in flight are abandoned.

    Raises:
        ExceptionGroup: While iterating: the offers of some keys could not be read. It is raised when all others have
            been, and each exception in it is a ``PartnerCenterError`` with a note that names the key. It has the first
            250 errors; its message counts all. ``events()`` yields each failure as it happens, and keeps none.
        CredentialError: At once, because no other call could succeed.
        AuthenticationError: At once, if eight keys in a row are rejected.
    """

    _transport: Transport
    _queries: Mapping[str, Query[OfferPage]]
    _concurrency: int

    def __iter__(self) -> Generator[BatchOffer, None, None]:
        with closing(self._pages()) as pages:
            for key, page in pages:
                for offer in page.items:
                    yield BatchOffer(key, offer)

    def to_arrow(self) -> "pa.RecordBatchReader":
        """Return a reader of record batches, one for each page, with the columns of ``arrow.KEYED_SCHEMA``.

        Failures are raised as in an iteration. See ``OfferPager.to_arrow``.
        """
        from .arrow import read_keyed_pages

        return read_keyed_pages((key, page.items) for key, page in self._pages())

    def _pages(self) -> Generator[tuple[str, OfferPage], None, None]:
        failures = _Failures()
        with closing(self.events()) as events:
            for event in events:
                if isinstance(event, BatchPage):
                    yield event.key, event.page
                elif isinstance(event, BatchFailure):
                    failures.add(event.error)
        failures.raise_any(len(self._queries))

    def events(self) -> Generator[BatchEvent, None, None]:
        """Yield each page, each end of a key and each failure as it happens, without raising failures."""
        walks, abandoned = _Walks(self._queries), self._transport.abandonment()
        done: SimpleQueue[Future[Result[Any]]] = SimpleQueue()
        in_flight: dict[Future[Result[Any]], _Step] = {}
        with DaemonThreads(min(self._concurrency, len(self._queries))) as threads:

            def start(step: _Step) -> None:
                future = threads.submit(self._transport.send, step.call, abandoned)
                in_flight[future] = step
                future.add_done_callback(done.put)

            try:
                for step in walks.begin(self._concurrency):
                    start(step)
                while in_flight and walks.fatal is None:
                    future = done.get()
                    step = in_flight.pop(future)
                    following = walks.receive(step, future.result)
                    if following is not None:  # the next call first: the service works while the caller does
                        start(following)
                    del future  # or it would keep its page while the caller works on others
                    while walks.events:
                        yield walks.events.popleft()
            finally:
                abandoned.set()
        if walks.fatal is not None:
            raise walks.fatal


@attrs.frozen(eq=False, repr=False)
class AsyncOfferBatch:
    """The offers of many markets or customers. Use ``async for``: several are requested at once. See ``OfferBatch``.

    When the iterator is closed, calls in flight are cancelled: by the event loop soon after a ``break``, by
    ``contextlib.aclosing`` at once.
    """

    _transport: "AsyncTransport"
    _queries: Mapping[str, Query[OfferPage]]
    _concurrency: int

    async def __aiter__(self) -> AsyncGenerator[BatchOffer, None]:
        async with aclosing(self._pages()) as pages:
            async for key, page in pages:
                for offer in page.items:
                    yield BatchOffer(key, offer)

    async def to_arrow(self) -> AsyncGenerator["pa.RecordBatch", None]:
        """Yield a record batch for each page. See ``OfferBatch.to_arrow``."""
        from .arrow import record_batch

        async with aclosing(self._pages()) as pages:
            async for key, page in pages:
                yield record_batch(page.items, key=key)

    async def _pages(self) -> AsyncGenerator[tuple[str, OfferPage], None]:
        failures = _Failures()
        async with aclosing(self.events()) as events:
            async for event in events:
                if isinstance(event, BatchPage):
                    yield event.key, event.page
                elif isinstance(event, BatchFailure):
                    failures.add(event.error)
        failures.raise_any(len(self._queries))

    async def events(self) -> AsyncGenerator[BatchEvent, None]:
        """Yield each page, each end of a key and each failure as it happens, without raising failures."""
        import asyncio  # costs a third of what httpx costs, and synchronous programs do not need it

        walks = _Walks(self._queries)
        steps = walks.begin(self._concurrency)
        in_flight = {asyncio.create_task(self._transport.send(step.call)): step for step in steps}
        try:
            while in_flight and walks.fatal is None:
                done, _ = await asyncio.wait(in_flight, return_when=asyncio.FIRST_COMPLETED)
                while done:
                    task = done.pop()
                    step = in_flight.pop(task)
                    following = walks.receive(step, task.result)
                    if following is not None:  # the next call first: the service works while the caller does
                        in_flight[asyncio.create_task(self._transport.send(following.call))] = following
                    del task  # or it would keep its page while the caller works on others
                while walks.events:
                    yield walks.events.popleft()
        finally:
            for task in in_flight:
                task.cancel()
            await asyncio.gather(*in_flight, return_exceptions=True)
        if walks.fatal is not None:
            raise walks.fatal
