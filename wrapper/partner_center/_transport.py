"""One send: a call goes out, a good answer or an exception comes back."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from ._faults import Exchange, fault_in
from ._page import OfferPage, read_page
from ._paging import Call
from .errors import RequestTimeoutError, TransportError

_log = logging.getLogger("partner_center")


class Transport:
    """Sends calls and waits for their answers."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def send(self, call: Call) -> OfferPage:
        request = self._http.build_request(**call.arguments)
        exchange = _exchange(request, call, attempts=1)
        with _failures_of(exchange):
            response = self._http.send(request)
        return _page_in(response, exchange)


class AsyncTransport:
    """Sends calls and awaits their answers."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def send(self, call: Call) -> OfferPage:
        request = self._http.build_request(**call.arguments)
        exchange = _exchange(request, call, attempts=1)
        with _failures_of(exchange):
            response = await self._http.send(request)
        return _page_in(response, exchange)


def _exchange(request: httpx.Request, call: Call, *, attempts: int) -> Exchange:
    return Exchange(
        method=request.method,
        url=str(request.url),
        attempts=attempts,
        request_id=call.request_id,
        correlation_id=call.correlation_id,
    )


def _page_in(response: httpx.Response, exchange: Exchange) -> OfferPage:
    fault = fault_in(response, exchange, now=time.time())
    if fault is not None:
        raise fault
    page = read_page(response)
    for problem in page.problems:
        _log.warning("%s (request id %s)", problem, exchange.request_id)
    return page


@contextmanager
def _failures_of(exchange: Exchange) -> Iterator[None]:
    """Say in this client's words why no answer came."""
    what = f"{exchange.method} {exchange.url}"
    try:
        yield
    except httpx.TimeoutException as error:
        raise RequestTimeoutError(
            f"{what} was not answered in time ({type(error).__name__}). Allow more with `timeout`, or ask for less "
            "with a page size.",
            method=exchange.method,
            url=exchange.url,
            attempts=exchange.attempts,
            request_id=exchange.request_id,
        ) from error
    except httpx.HTTPError as error:
        raise TransportError(
            f"{what} got no whole answer: {str(error) or type(error).__name__}.",
            method=exchange.method,
            url=exchange.url,
            attempts=exchange.attempts,
            request_id=exchange.request_id,
        ) from error
