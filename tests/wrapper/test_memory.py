"""Responses and pages are freed as soon as they are no longer used."""

import gc
from collections.abc import Callable

import httpx

from partner_center import OfferPage, RetryPolicy
from partner_center.emulator import Emulator, ReceivedRequest, Response

from ..conftest import Caller


def test_a_response_is_freed_without_the_garbage_collector(caller: Caller) -> None:
    gc.collect()
    gc.disable()
    try:
        page = caller.first_page(lambda offers: offers.by_country("US"))
        responses = [item for item in gc.get_objects() if isinstance(item, httpx.Response)]
    finally:
        gc.enable()
    assert page.items
    assert not responses


def test_a_page_of_a_second_attempt_is_freed(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = respond_first_with([Response(503, {"Retry-After": "0"})])
    gc.collect()
    gc.disable()
    try:
        page = caller.first_page(lambda offers: offers.by_country("US"), retry=RetryPolicy())
        assert page.items
        del page
        left = [item for item in gc.get_objects() if isinstance(item, OfferPage | httpx.Response)]
    finally:
        gc.enable()
    assert len([request for request in emulator.requests if request.side == "api"]) == 2
    assert not left


def respond_first_with(responses: list[Response]) -> Callable[[ReceivedRequest], Response | None]:
    """Return an intercept that sends these responses to the first requests of the API side."""

    def intercept(request: ReceivedRequest) -> Response | None:
        return responses.pop(0) if request.side == "api" and responses else None

    return intercept
