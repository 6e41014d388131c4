"""The offers of many markets or customers, several asked for at once.

``CatalogueWalks`` decides and does no I/O; ``Catalogues`` and ``AsyncCatalogues`` differ only in how they wait.
"""

from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import aclosing, closing
from contextvars import copy_context
from threading import Event
from typing import Any

import attrs

from partner_center_api.models import Offer

from ._tasks import cancel_and_await, first_done, start
from .errors import AuthenticationError, CredentialError, PartnerCenterError
from .paging.page import OfferPage
from .paging.walk import Call, Enumeration, PageWalk

# So many in a row are rejected only where no token is taken at all.
_MOST_REJECTIONS = 8


@attrs.frozen
class CatalogueOffer:
    """An offer, and whose it is.

    Attributes:
        catalogue: The market, as two letters in upper case, or the id of the customer, as it was asked for.
        offer: The offer.
    """

    catalogue: str
    offer: Offer


@attrs.frozen
class CataloguePage:
    """A page of a catalogue has come."""

    catalogue: str
    page: OfferPage


@attrs.frozen
class CatalogueEnd:
    """All pages of a catalogue have come."""

    catalogue: str


@attrs.frozen
class CatalogueFailure:
    """A catalogue cannot be read to its end. Its pages that came before are good."""

    catalogue: str
    error: PartnerCenterError


CataloguePart = CataloguePage | CatalogueEnd | CatalogueFailure
"""What comes of a catalogue: its pages in their order, and then one end or one failure."""


@attrs.frozen
class Step:
    """The next call in the walk through a catalogue."""

    catalogue: str
    walk: PageWalk
    call: Call


class CatalogueWalks:
    """Walks through many catalogues, so many of them at once.

    Make the calls of ``begin``, and tell ``arrived`` or ``failed`` what became of each. They note the parts to hand out
    and return the step that takes the place of the one that was made, if there is one left.
    """

    def __init__(self, catalogues: Mapping[str, Enumeration]) -> None:
        self._to_come = iter(catalogues.items())
        self.parts: list[CataloguePart] = []
        """What to hand out. Whoever does empties it."""
        self.broken_off: CredentialError | AuthenticationError | None = None
        """Why nothing more is to be asked for, because no other catalogue would fare better."""
        self._unread: list[str] = []
        self._rejected_in_a_row = 0

    def begin(self, concurrency: int) -> list[Step]:
        """Return the first steps, one for each catalogue that is walked through at once."""
        steps = (self._next_catalogue() for _ in range(concurrency))
        return [step for step in steps if step is not None]

    def arrived(self, step: Step, page: OfferPage) -> Step | None:
        """Take note of a page, and return what to do next."""
        if self.broken_off is not None:
            return None
        try:
            self._rejected_in_a_row = 0
            step.walk.arrived(page)
            self.parts.append(CataloguePage(step.catalogue, page))
            call = step.walk.next_call()
            if call is not None:
                return attrs.evolve(step, call=call)
            step.walk.end()
        except PartnerCenterError as error:
            return self.failed(step, error)
        self.parts.append(CatalogueEnd(step.catalogue))
        return self._next_catalogue()

    def failed(self, step: Step, error: PartnerCenterError) -> Step | None:
        """Take note of a failure, and return what to do next."""
        if self.broken_off is not None:
            return None
        # A token may be taken for one market and not for another, or by turns: one rejection says nothing of the rest.
        self._rejected_in_a_row = self._rejected_in_a_row + 1 if isinstance(error, AuthenticationError) else 0
        error.add_note(f"while the catalogue of {step.catalogue} was read")
        if isinstance(error, CredentialError) or (
            isinstance(error, AuthenticationError) and self._rejected_in_a_row >= _MOST_REJECTIONS
        ):
            if self._unread:
                error.add_note(f"after those of {', '.join(self._unread)} could not be read")
            self.broken_off = error
            return None
        self._unread.append(step.catalogue)
        self.parts.append(CatalogueFailure(step.catalogue, error))
        return self._next_catalogue()

    def _next_catalogue(self) -> Step | None:
        for catalogue, enumeration in self._to_come:
            walk = PageWalk(enumeration)
            return Step(catalogue, walk, walk.first_call())
        return None


class Catalogues:
    """The offers of many markets or customers: iterate over it, and several are fetched at once.

    Each offer comes as a ``CatalogueOffer``, as soon as its page is there: offers of one catalogue keep their order,
    those of different catalogues mix. At most two pages for each call at once are held. Nothing is sent before the
    first offer is asked for. Iterating again starts again. Whoever leaves early waits for the calls that are under way,
    but none is tried again.

    Raises (while iterating):
        ExceptionGroup: Some catalogues could not be read; raised when all others have been. Each exception in it is a
            ``PartnerCenterError`` with a note that names the catalogue. ``parts()`` hands out failures as they come.
        CredentialError: At once, because no other catalogue would fare better.
        AuthenticationError: At once, where eight catalogues in a row are refused.
    """

    def __init__(
        self, catalogues: Mapping[str, Enumeration], send: Callable[[Call, Event], OfferPage], *, concurrency: int
    ) -> None:
        self._catalogues = catalogues
        self._send = send
        self._concurrency = concurrency

    def __iter__(self) -> Generator[CatalogueOffer, None, None]:
        failures: list[PartnerCenterError] = []
        with closing(self.parts()) as parts:
            for part in parts:
                if isinstance(part, CataloguePage):
                    for offer in part.page.items:
                        yield CatalogueOffer(part.catalogue, offer)
                elif isinstance(part, CatalogueFailure):
                    failures.append(part.error)
        _raise_all(failures, of=len(self._catalogues))

    def parts(self) -> Generator[CataloguePart, None, None]:
        """Yield each page, each end of a catalogue, and each failure as it comes, and raise none of the failures."""
        walks = CatalogueWalks(self._catalogues)
        threads = ThreadPoolExecutor(self._concurrency, thread_name_prefix="partner-center")
        let_go = Event()

        def start_in_thread(step: Step) -> Future[OfferPage]:
            # The call belongs to whatever trace the caller is in.
            return threads.submit(copy_context().run, self._send, step.call, let_go)

        try:
            under_way = {start_in_thread(step): step for step in walks.begin(self._concurrency)}
            while under_way and walks.broken_off is None:
                # The next calls first, then the parts: while the caller works on them, nobody is idle.
                for made in wait(under_way, return_when=FIRST_COMPLETED).done:
                    step = under_way.pop(made)
                    try:
                        following = walks.arrived(step, made.result())
                    except PartnerCenterError as error:
                        following = walks.failed(step, error)
                    if following is not None:
                        under_way[start_in_thread(following)] = following
                yield from _emptied(walks.parts)
        finally:
            let_go.set()
            threads.shutdown(cancel_futures=True)
        if walks.broken_off is not None:
            raise walks.broken_off


class AsyncCatalogues:
    """The offers of many markets or customers: ``async for`` over it, and several are fetched at once.

    Each offer comes as a ``CatalogueOffer``, as soon as its page is there: offers of one catalogue keep their order,
    those of different catalogues mix. At most two pages for each call at once are held. Nothing is sent before the
    first offer is asked for. Iterating again starts again. When the iterator is closed, the calls under way are
    cancelled; after a ``break`` the event loop closes it soon, and ``contextlib.aclosing`` does at once.

    Raises (while iterating):
        ExceptionGroup: Some catalogues could not be read; raised when all others have been. Each exception in it is a
            ``PartnerCenterError`` with a note that names the catalogue. ``parts()`` hands out failures as they come.
        CredentialError: At once, because no other catalogue would fare better.
        AuthenticationError: At once, where eight catalogues in a row are refused.
    """

    def __init__(
        self,
        catalogues: Mapping[str, Enumeration],
        send: Callable[[Call], Coroutine[Any, Any, OfferPage]],
        *,
        concurrency: int,
    ) -> None:
        self._catalogues = catalogues
        self._send = send
        self._concurrency = concurrency

    async def __aiter__(self) -> AsyncGenerator[CatalogueOffer, None]:
        failures: list[PartnerCenterError] = []
        async with aclosing(self.parts()) as parts:
            async for part in parts:
                if isinstance(part, CataloguePage):
                    for offer in part.page.items:
                        yield CatalogueOffer(part.catalogue, offer)
                elif isinstance(part, CatalogueFailure):
                    failures.append(part.error)
        _raise_all(failures, of=len(self._catalogues))

    async def parts(self) -> AsyncGenerator[CataloguePart, None]:
        """Yield each page, each end of a catalogue, and each failure as it comes, and raise none of the failures."""
        walks = CatalogueWalks(self._catalogues)

        under_way = {start(self._send(step.call)): step for step in walks.begin(self._concurrency)}
        try:
            while under_way and walks.broken_off is None:
                # The next calls first, then the parts: while the caller works on them, nobody is idle.
                for made in await first_done(under_way):
                    step = under_way.pop(made)
                    try:
                        following = walks.arrived(step, made.result())
                    except PartnerCenterError as error:
                        following = walks.failed(step, error)
                    if following is not None:
                        under_way[start(self._send(following.call))] = following
                for part in _emptied(walks.parts):
                    yield part
        finally:
            await cancel_and_await(*under_way)
        if walks.broken_off is not None:
            raise walks.broken_off


def _emptied(parts: list[CataloguePart]) -> Iterator[CataloguePart]:
    """Yield the parts in their order, and let go of each, so that its page can be freed once it is worked on."""
    parts.reverse()
    while parts:
        yield parts.pop()


def _raise_all(failures: list[PartnerCenterError], *, of: int) -> None:
    if failures:
        raise ExceptionGroup(f"{len(failures)} of {of} catalogues could not be read", failures)
