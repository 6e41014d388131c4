"""What is held no longer than it is of use."""

import gc
from collections.abc import Callable

import httpx

from partner_center import OfferPage, RetryPolicy
from partner_center.emulator import Emulator, ReceivedRequest, Response

from ..conftest import Caller


def test_an_answer_goes_with_its_call_and_waits_for_no_collector(caller: Caller) -> None:
    gc.collect()
    gc.disable()
    try:
        page = caller.first_page(lambda offers: offers.by_country("US"))
        answers = [held for held in gc.get_objects() if isinstance(held, httpx.Response)]
    finally:
        gc.enable()
    assert page.items
    assert not answers


def test_a_page_that_came_at_the_second_attempt_goes_too(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = first_answers([Response(503, {"Retry-After": "0"})])
    gc.collect()
    gc.disable()
    try:
        page = caller.first_page(lambda offers: offers.by_country("US"), retry=RetryPolicy())
        assert page.items
        del page
        left = [held for held in gc.get_objects() if isinstance(held, OfferPage | httpx.Response)]
    finally:
        gc.enable()
    assert len([request for request in emulator.requests if request.side == "api"]) == 2
    assert not left


def first_answers(answers: list[Response]) -> Callable[[ReceivedRequest], Response | None]:
    """Return what to intercept requests with: the first of the API's side are answered so."""

    def intercept(request: ReceivedRequest) -> Response | None:
        return answers.pop(0) if request.side == "api" and answers else None

    return intercept
