"""The items of a query: fetched page by page while the caller works on them."""

from collections import deque
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from partner_center_api.models import Offer, OfferCategory

from .._http.threads import DaemonThreads
from .._http.transport import Transport
from ..arguments import check
from ..errors import PagingError
from .page import OfferCategoryPage, OfferPage, Page
from .walk import Query, Walk

if TYPE_CHECKING:
    import pyarrow as pa

    from .._http.async_transport import AsyncTransport

ItemT = TypeVar("ItemT")
PageT = TypeVar("PageT", bound=Page[Any])


@attrs.frozen(eq=False, repr=False)
class Pager(Generic[ItemT, PageT]):
    """The items of a query. Iterate over it: the next page is fetched while you work on one.

    Nothing is sent before the first item is asked for. Iterating again sends the query again.

    Raises:
        PartnerCenterError: While iterating, and from each method. The items returned before stay valid.
    """

    _transport: Transport
    _query: Query[PageT]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._query}>"

    def __iter__(self) -> Generator[ItemT, None, None]:
        with closing(self.pages()) as pages:
            for page in pages:
                yield from page.items

    def pages(self, *, ahead: int = 1) -> Generator[PageT, None, None]:
        """Yield the pages, the last one also if it is empty.

        The next pages are fetched in the background. If you stop early, the request in flight is abandoned.

        Args:
            ahead: How many pages to fetch ahead, from 0 to 100.

        Raises:
            ValueError: ``ahead`` is out of range.
        """
        check("ahead", ahead)
        walk, abandoned = Walk(self._query), self._transport.abandonment()

        def next_page() -> PageT | None:
            call = walk.next_call()
            return None if call is None else walk.receive(self._transport.send(call, abandoned))

        page: PageT | None = walk.receive(self._transport.send(walk.first_call()))
        if ahead == 0 or not walk.may_have_next():
            while page is not None:
                yield page
                page = next_page()
        else:
            with DaemonThreads(1) as thread:
                try:
                    fetched = deque(thread.submit(next_page) for _ in range(ahead))
                    while page is not None:
                        yield page
                        page = fetched.popleft().result()
                        fetched.append(thread.submit(next_page))
                finally:
                    abandoned.set()

    def first_page(self) -> PageT:
        """Return the first page, in one call."""
        walk = Walk(self._query)
        return walk.receive(self._transport.send(walk.first_call()))

    def to_list(self) -> list[ItemT]:
        """Return all items. A ``PagingError`` has those so far as its ``items``."""
        items: list[ItemT] = []
        try:
            for page in self.pages(ahead=0):
                items += page.items
        except PagingError as error:
            error.items = items
            raise
        return items


@attrs.frozen(eq=False, repr=False)
class AsyncPager(Generic[ItemT, PageT]):
    """The items of a query. Use ``async for``: the next page is fetched while you work on one. See ``Pager``."""

    _transport: "AsyncTransport"
    _query: Query[PageT]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._query}>"

    async def __aiter__(self) -> AsyncGenerator[ItemT, None]:
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for item in page.items:
                    yield item

    if not TYPE_CHECKING:  # type checkers find these mistakes without help

        def __iter__(self):
            raise TypeError("An asynchronous pager needs `async for`, or `await pager.to_list()`.")

        def __await__(self):
            raise TypeError("A pager cannot be awaited. Use `async for`, or `await pager.to_list()`.")

    async def pages(self, *, ahead: int = 1) -> AsyncGenerator[PageT, None]:
        """Yield the pages, the last one also if it is empty. See ``Pager.pages``.

        The next pages are fetched in tasks. They are cancelled when the iterator is closed: by the event loop soon
        after a ``break``, by ``contextlib.aclosing`` at once.
        """
        import asyncio  # costs a third of what httpx costs, and synchronous programs do not need it

        check("ahead", ahead)
        walk, turn = Walk(self._query), asyncio.Lock()

        async def next_page() -> PageT | None:
            async with turn:
                call = walk.next_call()
                return None if call is None else walk.receive(await self._transport.send(call))

        page: PageT | None = walk.receive(await self._transport.send(walk.first_call()))
        if ahead == 0 or not walk.may_have_next():
            while page is not None:
                yield page
                page = await next_page()
        else:
            fetched = deque(asyncio.create_task(next_page()) for _ in range(ahead))
            try:
                while page is not None:
                    yield page
                    page = await fetched[0]
                    fetched.popleft()
                    fetched.append(asyncio.create_task(next_page()))
            finally:
                for task in fetched:
                    task.cancel()
                await asyncio.gather(*fetched, return_exceptions=True)

    async def first_page(self) -> PageT:
        """Return the first page, in one call."""
        walk = Walk(self._query)
        return walk.receive(await self._transport.send(walk.first_call()))

    async def to_list(self) -> list[ItemT]:
        """Return all items. A ``PagingError`` has those so far as its ``items``."""
        items: list[ItemT] = []
        try:
            async for page in self.pages(ahead=0):
                items += page.items
        except PagingError as error:
            error.items = items
            raise
        return items


class OfferPager(Pager[Offer, OfferPage]):
    __doc__ = Pager.__doc__

    def to_arrow(self) -> "pa.RecordBatchReader":
        """Return a reader of record batches, one for each page, with the columns of ``partner_center.arrow.SCHEMA``.

        pandas, polars and DuckDB take it as it is. Nothing is sent before the first batch is read. Needs the extra
        ``arrow``.
        """
        from ..arrow import read_pages

        return read_pages(page.items for page in self.pages())


class AsyncOfferPager(AsyncPager[Offer, OfferPage]):
    __doc__ = AsyncPager.__doc__

    async def to_arrow(self) -> AsyncGenerator["pa.RecordBatch", None]:
        """Yield a record batch for each page. See ``OfferPager.to_arrow``."""
        from ..arrow import record_batch

        async with aclosing(self.pages()) as pages:
            async for page in pages:
                yield record_batch(page.items)


class OfferCategoryPager(Pager[OfferCategory, OfferCategoryPage]):
    __doc__ = Pager.__doc__


class AsyncOfferCategoryPager(AsyncPager[OfferCategory, OfferCategoryPage]):
    __doc__ = AsyncPager.__doc__
