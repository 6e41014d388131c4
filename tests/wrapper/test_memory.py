"""What is held no longer than it is of use."""

import gc

import httpx

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
