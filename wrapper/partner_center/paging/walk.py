"""Which call comes next in an enumeration, and the two pagers that make the calls.

``PageWalk`` decides and does no I/O; ``OfferPager`` and ``AsyncOfferPager`` differ only in how they wait.
"""

from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, closing
from contextvars import copy_context
from threading import Event
from typing import Any, Protocol
from uuid import uuid4

import anyio
import attrs
import httpx

from partner_center_api.models import Link, Offer
from partner_center_api.types import UNSET, Unset

from .._evidence import one_line, shown_value
from .._tasks import cancel_and_await, start
from ..config import check_ahead
from ..errors import PagingError, UnsafeLinkError
from .links import link_headers, link_url
from .page import OfferPage


class Operation(Protocol):
    """An operation of the generated client, bound to all that stays the same from page to page."""

    def __call__(self, *, offset: int | Unset, ms_request_id: str, ms_correlation_id: str) -> dict[str, Any]:
        """Return what to send, as keyword arguments for an httpx request."""
        ...


@attrs.frozen(kw_only=True)
class Call:
    """One HTTP call, the same in all its attempts.

    Attributes:
        arguments: What to send, as keyword arguments for an httpx request.
        request_id: Its ``MS-RequestId``.
        correlation_id: The ``MS-CorrelationId`` of the enumeration that it is a part of.
    """

    arguments: dict[str, Any]
    request_id: str
    correlation_id: str


@attrs.frozen(kw_only=True)
class Enumeration:
    """What the user asked for."""

    operation: Operation
    base_url: httpx.URL
    page_size: int | None
    offset: int | None
    max_pages: int


class PageWalk:
    """One walk through the pages of an enumeration, from its first page to its last.

    Make the ``first_call`` and tell ``arrived`` what came, then the ``next_call``, and so on until there is none. Then
    ask ``end`` whether that is the end: the offers of a page are good, also where the walk cannot go on from it.
    """

    def __init__(self, enumeration: Enumeration) -> None:
        self._enumeration = enumeration
        self._correlation_id = str(uuid4())
        self._offers_so_far = 0
        self._last_page: OfferPage | None = None
        self._pages_so_far = 0
        self._links_followed: set[tuple[str, frozenset[tuple[str, str]]]] = set()
        self._pages_seen: set[int] = set()
        self._following: Call | None = None
        self._obstacle: PagingError | UnsafeLinkError | None = None

    def first_call(self) -> Call:
        """Return the call for the first page."""
        offset = self._enumeration.offset
        return self._call_at(UNSET if offset is None and self._enumeration.page_size is None else offset or 0)

    @property
    def has_more(self) -> bool:
        """Whether there is a next call."""
        return self._following is not None

    def next_call(self) -> Call | None:
        """Return the call for the page after the one that arrived, once; None where there is none, or no way to it."""
        call, self._following = self._following, None
        return call

    def end(self) -> None:
        """Check that the walk came to its end.

        Raises:
            UnsafeLinkError: The last page names a place outside the API's base.
            PagingError: The last page names a place where the walk has been, or there are too many pages.
        """
        if self._obstacle is not None:
            raise self._obstacle

    def _following_call(self, page: OfferPage) -> Call | None:
        call = self._call_after(page)
        if call is not None and self._pages_so_far >= self._enumeration.max_pages:
            raise PagingError(
                f"The enumeration has more than {self._enumeration.max_pages} pages, after {self._offers_so_far} "
                "offers. Ask for larger pages with `page_size`, or give the client more `max_pages`."
            )
        return call

    def _call_after(self, page: OfferPage) -> Call | None:
        link = _next_link(page)
        url = None if link is None else link_url(link, self._enumeration.base_url)
        if link is not None and url is not None:
            return self._call_of(link, url)
        if self._enumeration.page_size is None or page.size < self._enumeration.page_size:
            return None
        return self._call_at((self._enumeration.offset or 0) + self._offers_so_far)

    def arrived(self, page: OfferPage) -> None:
        """Take note of a page, before anybody sees its offers.

        Raises:
            PagingError: It repeats one before it.
        """
        if self._repeats(page):
            raise PagingError(
                f"The service sent the same page of {page.size} items twice, after {self._offers_so_far} "
                "offers. Ask again, or without a page size."
            )
        self._offers_so_far += page.size
        self._pages_so_far += 1
        self._last_page = page
        try:
            self._following = self._following_call(page)
        except (PagingError, UnsafeLinkError) as error:
            self._obstacle = error

    def _repeats(self, page: OfferPage) -> bool:
        if not page.size:
            return False
        # What is no offer counts too: a page of nothing else would come again and again.
        if self._last_page is not None and _are_equal(page.resource.items, self._last_page.resource.items):
            return True
        # Of pages that are further apart only the ids are kept. One offer may come again where the service has put
        # another in front of it meanwhile; several, in the same order, do not.
        ids = [offer.id for offer in page.items if isinstance(offer.id, str)]
        if len(set(ids)) < 2 or len(ids) < page.size:
            return False
        fingerprint = hash(tuple(ids))
        is_known = fingerprint in self._pages_seen
        self._pages_seen.add(fingerprint)
        return is_known

    def _call_at(self, offset: int | Unset) -> Call:
        request_id = str(uuid4())
        return Call(
            arguments=self._enumeration.operation(
                offset=offset, ms_request_id=request_id, ms_correlation_id=self._correlation_id
            ),
            request_id=request_id,
            correlation_id=self._correlation_id,
        )

    def _call_of(self, link: Link, url: httpx.URL) -> Call:
        headers = link_headers(link)
        followed = (str(url), frozenset(headers.items()))  # a token in a header may be all that is new
        if followed in self._links_followed:
            raise PagingError(
                f"The service names {one_line(str(url), 500)} as the next page for the second time, after "
                f"{self._offers_so_far} offers."
            )
        self._links_followed.add(followed)
        call = self._call_at(UNSET)
        arguments = {name: value for name, value in call.arguments.items() if name != "params"}
        arguments["url"] = url
        # Ours win: a link has no say in the ids and the language that the user asked for.
        arguments["headers"] = {**headers, **arguments["headers"]}
        return attrs.evolve(call, arguments=arguments)


def _next_link(page: OfferPage) -> Link | None:
    links: object = page.resource.links
    if page.links is None:
        if links is None or isinstance(links, Unset):
            return None
        raise PagingError(f"The links of a page are {shown_value(links)}, not an object: its next page is not known.")
    link: object = page.links.next_
    if link is None or isinstance(link, Unset):
        return None
    if not isinstance(link, Link):
        raise PagingError(f"The next link of a page is {shown_value(link)}, not an object: its next page is not known.")
    return link


def _are_equal(one: object, other: object) -> bool:
    try:
        return one == other
    except RecursionError:  # told apart no longer: the count of pages ends what does not end
        return False


class OfferPager:
    """The offers of an enumeration: iterate over it; each page is fetched while you work on the one before it.

    Nothing is sent before the first offer is asked for. Iterating again starts again.

    Raises (while iterating, and from each method):
        PartnerCenterError: See ``partner_center.errors``. The offers handed out before stay good.
    """

    def __init__(self, enumeration: Enumeration, send: Callable[[Call, Event], OfferPage]) -> None:
        self._enumeration = enumeration
        self._send = send

    def __iter__(self) -> Generator[Offer, None, None]:
        with closing(self.pages()) as pages:
            for page in pages:
                yield from page.items

    def pages(self, *, ahead: int = 1) -> Generator[OfferPage, None, None]:
        """Yield page after page, the last one included even where it is empty.

        While you work on one page, the next are fetched in a thread. If you leave early, the call that is under way is
        waited for, but it is not tried again.

        Args:
            ahead: How many pages to fetch ahead, from 0 to 100.

        Raises:
            ValueError: ``ahead`` cannot be right.
        """
        return self._pages(check_ahead(ahead))

    def _pages(self, ahead: int) -> Generator[OfferPage, None, None]:
        walk, let_go = PageWalk(self._enumeration), Event()
        page: OfferPage | None = self._first_page_of(walk)
        if ahead == 0 or not walk.has_more:
            while page is not None:
                yield page
                page = self._next_page_of(walk, let_go)
        else:
            threads = ThreadPoolExecutor(1, thread_name_prefix="partner-center")

            def start_next() -> Future[OfferPage | None]:
                # The call belongs to whatever trace the caller is in.
                return threads.submit(copy_context().run, self._next_page_of, walk, let_go)

            try:
                coming = deque(start_next() for _ in range(ahead))
                while page is not None:
                    yield page
                    page = coming.popleft().result()
                    coming.append(start_next())
            finally:
                let_go.set()
                threads.shutdown(cancel_futures=True)
        walk.end()

    def first_page(self) -> OfferPage:
        """Return the first page, in one call."""
        return self._first_page_of(PageWalk(self._enumeration))

    def _first_page_of(self, walk: PageWalk) -> OfferPage:
        page = self._send(walk.first_call(), Event())
        walk.arrived(page)
        return page

    def _next_page_of(self, walk: PageWalk, let_go: Event) -> OfferPage | None:
        call = walk.next_call()
        if call is None:
            return None
        page = self._send(call, let_go)
        walk.arrived(page)
        return page

    def to_list(self) -> list[Offer]:
        """Return all offers. A ``PagingError`` has those so far as its ``offers``."""
        walk = PageWalk(self._enumeration)
        offers: list[Offer] = []
        try:
            page: OfferPage | None = self._first_page_of(walk)
            while page is not None:
                offers += page.items
                page = self._next_page_of(walk, Event())
            walk.end()
        except PagingError as error:
            error.offers = offers
            raise
        return offers


class AsyncOfferPager:
    """The offers of an enumeration: ``async for`` over it; each page is fetched while you work on the one before it.

    Nothing is sent before the first offer is asked for. Iterating again starts again.

    Raises (while iterating, and from each method):
        PartnerCenterError: See ``partner_center.errors``. The offers handed out before stay good.
    """

    def __init__(self, enumeration: Enumeration, send: Callable[[Call], Coroutine[Any, Any, OfferPage]]) -> None:
        self._enumeration = enumeration
        self._send = send

    async def __aiter__(self) -> AsyncGenerator[Offer, None]:
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for offer in page.items:
                    yield offer

    def pages(self, *, ahead: int = 1) -> AsyncGenerator[OfferPage, None]:
        """Yield page after page, the last one included even where it is empty.

        While you work on one page, the next are fetched in tasks. They are cancelled when the iterator is closed: after
        a ``break`` the event loop does that soon, and ``contextlib.aclosing`` at once.

        Args:
            ahead: How many pages to fetch ahead, from 0 to 100.

        Raises:
            ValueError: ``ahead`` cannot be right.
        """
        return self._pages(check_ahead(ahead))

    async def _pages(self, ahead: int) -> AsyncGenerator[OfferPage, None]:
        walk = PageWalk(self._enumeration)
        page: OfferPage | None = await self._first_page_of(walk)
        if ahead == 0 or not walk.has_more:
            while page is not None:
                yield page
                page = await self._next_page_of(walk)
        else:
            turn = anyio.Lock()

            async def next_in_turn() -> OfferPage | None:
                async with turn:
                    return await self._next_page_of(walk)

            coming = deque(start(next_in_turn()) for _ in range(ahead))
            try:
                while page is not None:
                    yield page
                    page = await coming[0]
                    coming.popleft()
                    coming.append(start(next_in_turn()))
            finally:
                await cancel_and_await(*coming)
        walk.end()

    async def first_page(self) -> OfferPage:
        """Return the first page, in one call."""
        return await self._first_page_of(PageWalk(self._enumeration))

    async def _first_page_of(self, walk: PageWalk) -> OfferPage:
        page = await self._send(walk.first_call())
        walk.arrived(page)
        return page

    async def _next_page_of(self, walk: PageWalk) -> OfferPage | None:
        call = walk.next_call()
        if call is None:
            return None
        page = await self._send(call)
        walk.arrived(page)
        return page

    async def to_list(self) -> list[Offer]:
        """Return all offers. A ``PagingError`` has those so far as its ``offers``."""
        walk = PageWalk(self._enumeration)
        offers: list[Offer] = []
        try:
            page: OfferPage | None = await self._first_page_of(walk)
            while page is not None:
                offers += page.items
                page = await self._next_page_of(walk)
            walk.end()
        except PagingError as error:
            error.offers = offers
            raise
        return offers
