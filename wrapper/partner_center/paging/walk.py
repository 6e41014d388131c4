"""Which page comes next, and when there is none. No I/O."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import uuid4

import attrs
import httpx

from partner_center_api.models import Link, ResourceLinks
from partner_center_api.types import UNSET, OperationRequest

from .._http.call import Call
from .._http.members import as_sent
from .._http.redaction import describe_value, one_line
from .._http.responses import Result
from ..config import ClientConfig
from ..errors import PagingError
from .links import link_headers, link_url
from .page import Page

PageT = TypeVar("PageT", bound=Page[Any])


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Query(Generic[PageT]):
    """What a caller asks for: the pages of a collection, of the class ``page``.

    ``operation`` is its ``build_request``, bound to everything that stays the same from page to page.
    """

    operation: Callable[..., OperationRequest[Any]]
    page: type[PageT]
    config: ClientConfig
    page_size: int | None = None
    offset: int | None = None

    def __repr__(self) -> str:
        # The template, because the path has the id of the customer.
        offset = {} if self.offset is None else {"offset": self.offset}
        request = self.operation(ms_request_id="", ms_correlation_id="", **offset)
        query = httpx.QueryParams(request.params)
        return f"{request.method.upper()} {request.template}{'?' if query else ''}{query}"


class Walk(Generic[PageT]):
    """One walk through the pages of a query.

    Make ``first_call`` and pass its result to ``receive``, then ``next_call``, until that is None.
    """

    def __init__(self, query: Query[PageT]) -> None:
        self._query = query
        self._config = attrs.evolve(query.config, correlation_id=query.config.correlation_id or str(uuid4()))
        self._items = 0
        self._pages = 0
        self._page: PageT | None = None
        self._last_items: object = None
        self._followed_links: set[tuple[str, frozenset[tuple[str, str]]]] = set()
        self._seen_pages: set[int] = set()

    def first_call(self) -> Call[Any]:
        """Return the call for the first page."""
        if self._query.offset is None and self._query.page_size is None:
            return Call.of(self._query.operation, self._config)
        return Call.of(self._query.operation, self._config, offset=self._query.offset or 0)

    def receive(self, result: Result[Any]) -> PageT:
        """Return the page in a result. A repeated page is a PagingError."""
        page = self._query.page.from_result(result)
        if self._repeats(page):
            problem = f"sent the same page of {page.size} items twice, after {self._items} items"
            raise PagingError(f"The service {problem}. Try again, or without a page size.")
        self._items += page.size
        self._pages += 1
        self._page, self._last_items = page, as_sent(page.resource, "items")
        return page

    def may_have_next(self) -> bool:
        """Tell whether ``next_call`` would not be None for the page that was received."""
        return self._page is not None and (self._is_full(self._page) or bool(_next_link(self._page)))

    def next_call(self) -> Call[Any] | None:
        """Return the call for the page after the one that was received, once; None if there is none.

        Raises an UnsafeLinkError or a PagingError if there is one that cannot be followed.
        """
        page, self._page = self._page, None
        if page is None:
            return None
        link = _next_link(page)
        if link is not None and not isinstance(link, Link):
            raise PagingError(f"The next link of a page must be an object, got {describe_value(link)}.")
        url = None if link is None else link_url(link, self._config.base_url)
        if url is None and not self._is_full(page):
            return None
        if self._pages >= self._config.max_pages:
            problem = f"has more than {self._config.max_pages} pages, after {self._items} items"
            advice = "Ask for larger pages with `page_size`, or allow the client more `max_pages`"
            raise PagingError(f"The query {problem}. {advice}.")
        if link is None or url is None:
            offset = (self._query.offset or 0) + self._items
            return Call.of(self._query.operation, self._config, offset=offset)
        headers = link_headers(link)
        followed = (str(url), frozenset(headers.items()))  # a token in a header may be all that is new
        if followed in self._followed_links:
            problem = f"names {one_line(str(url), 500)} as the next page for the second time"
            raise PagingError(f"The service {problem}, after {self._items} items.")
        self._followed_links.add(followed)
        return Call.of(self._query.operation, self._config, (url, headers))

    def _is_full(self, page: PageT) -> bool:
        return self._query.page_size is not None and page.size >= self._query.page_size

    def _repeats(self, page: PageT) -> bool:
        # Items that could not be used count too: a page of nothing else would come again and again.
        if page.size and as_sent(page.resource, "items") == self._last_items:
            return True
        # Of earlier pages only the ids are kept. One item may repeat, if the service inserted another before it
        # meanwhile; several in the same order do not.
        ids = [item.id for item in page.items if isinstance(item.id, str)]
        if len(set(ids)) < 2 or len(ids) < page.size:
            return False
        fingerprint = hash(tuple(ids))
        is_known = fingerprint in self._seen_pages
        self._seen_pages.add(fingerprint)
        return is_known


def _next_link(page: Page[Any]) -> object:
    """Return what the service sent as the next link; None if it sent none."""
    links = as_sent(page.resource, "links")
    link = as_sent(links, "next_", "next") if isinstance(links, ResourceLinks) else links
    return None if link is UNSET else link
