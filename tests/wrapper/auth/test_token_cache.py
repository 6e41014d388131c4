"""When a token is fetched, and in which thread or task."""

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from partner_center import AsyncPartnerCenter, CredentialError, PartnerCenter
from partner_center.auth import AccessToken, ClientSecretCredential
from partner_center.auth.token_cache import TokenCache
from partner_center.emulator import Emulator

from ...conftest import Caller


class Clock:
    """A clock that changes only when a test sets it."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Fetch:
    """Returns numbered tokens with a lifetime in seconds, as soon as ``may_end`` is set."""

    def __init__(self, clock: Clock, *, lifetime: int = 3600) -> None:
        self.clock = clock
        self.lifetime = lifetime
        self.calls = 0
        self.error: Exception | None = None
        self.has_begun = threading.Event()
        self.may_end = threading.Event()
        self.may_end.set()

    def __call__(self) -> AccessToken:
        self.calls += 1
        self.has_begun.set()
        assert self.may_end.wait(10)
        if self.error is not None:
            raise self.error
        return AccessToken(f"token-{self.calls}", int(self.clock.now + self.lifetime))

    async def in_task(self) -> AccessToken:
        """Fetch in an event loop."""
        self.may_end.wait(0)
        return self()


Get = Callable[..., AccessToken]
"""Takes a cache, a fetch, and optionally the token that was rejected."""


def from_thread(cache: TokenCache, fetch: Fetch, rejected: str | None = None) -> AccessToken:
    return cache.get(fetch, rejected)


def from_event_loop(cache: TokenCache, fetch: Fetch, rejected: str | None = None) -> AccessToken:
    return asyncio.run(cache.get_async(partial(cache.start_thread, fetch), rejected))


def from_task(cache: TokenCache, fetch: Fetch, rejected: str | None = None) -> AccessToken:
    return asyncio.run(cache.get_async(partial(cache.start_task, fetch.in_task), rejected))


@pytest.fixture(params=[from_thread, from_event_loop, from_task])
def get(request: pytest.FixtureRequest) -> Get:
    """Get a token. Runs the test in a thread, in an event loop, and with an asynchronous credential."""
    kind: Get = request.param
    return kind


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(clock: Clock) -> TokenCache:
    return TokenCache("Fetch", clock=clock)


@pytest.mark.parametrize(("age", "calls"), [(0, 1), (3299, 1), (3301, 2), (3569, 2), (3571, 2), (3600, 2), (9999, 2)])
def test_a_token_of_an_hour_is_renewed_in_its_last_five_minutes(
    get: Get, cache: TokenCache, clock: Clock, age: float, calls: int
) -> None:
    fetch = Fetch(clock)
    get(cache, fetch)
    clock.now += age
    assert get(cache, fetch).token == f"token-{calls}"
    assert fetch.calls == calls


def test_a_token_with_a_short_lifetime_is_used(get: Get, cache: TokenCache, clock: Clock) -> None:
    fetch = Fetch(clock, lifetime=5)
    assert [get(cache, fetch).token, get(cache, fetch).token] == ["token-1", "token-1"]


@pytest.mark.parametrize("others", [from_thread, from_event_loop])
def test_one_caller_renews_a_token_before_it_expires_and_the_others_use_it(
    cache: TokenCache, clock: Clock, others: Get
) -> None:
    fetch = Fetch(clock)
    cache.get(fetch)
    clock.now += 3400
    fetch.may_end.clear()
    fetch.has_begun.clear()
    with ThreadPoolExecutor(1) as pool:
        renewal = pool.submit(cache.get, fetch)
        assert fetch.has_begun.wait(10)
        assert {others(cache, fetch).token for _ in range(5)} == {"token-1"}
        fetch.may_end.set()
        assert renewal.result(10).token == "token-2"
    assert others(cache, fetch).token == "token-2"
    assert fetch.calls == 2


def test_a_token_that_cannot_be_renewed_early_is_used_until_it_expires(
    get: Get, cache: TokenCache, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    fetch = Fetch(clock)
    get(cache, fetch)
    fetch.error = CredentialError("Entra is down.")
    clock.now += 3400
    assert get(cache, fetch).token == "token-1"
    assert "could not be renewed early. The old one is used until it expires. Entra is down." in caplog.text
    clock.now += 200
    with pytest.raises(CredentialError, match=r"Entra is down\."):
        get(cache, fetch)


def test_a_rejected_token_is_replaced(get: Get, cache: TokenCache, clock: Clock) -> None:
    fetch = Fetch(clock)
    rejected = get(cache, fetch).token
    assert get(cache, fetch, rejected).token == "token-2"
    assert get(cache, fetch, rejected).token == "token-2"
    assert fetch.calls == 2


def test_a_rejected_token_is_returned_again_if_the_credential_has_no_other(
    get: Get, cache: TokenCache, clock: Clock
) -> None:
    fetch = Fetch(clock)
    rejected = get(cache, fetch).token
    fetch.calls = 0
    assert get(cache, fetch, rejected).token == rejected


def test_a_rejected_token_is_replaced_by_one_thread(cache: TokenCache, clock: Clock) -> None:
    fetch = Fetch(clock)
    rejected = cache.get(fetch).token
    with ThreadPoolExecutor(20) as pool:
        assert {token.token for token in pool.map(lambda _: cache.get(fetch, rejected), range(20))} == {"token-2"}
    assert fetch.calls == 2


class CountedClock(Clock):
    """Counts how often it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.readings = threading.Semaphore(0)

    def __call__(self) -> float:
        self.readings.release()
        return super().__call__()


def test_all_threads_that_wait_get_the_error_of_one_fetch() -> None:
    clock = CountedClock()
    cache, fetch = TokenCache("Fetch", clock=clock), Fetch(clock)
    fetch.error = CredentialError("no", retry_after=0)
    fetch.may_end.clear()
    with ThreadPoolExecutor(5) as pool:
        waiting = [pool.submit(cache.get, fetch) for _ in range(5)]
        for _ in range(5):
            assert clock.readings.acquire(timeout=10)
        fetch.may_end.set()
    errors = [each.exception() for each in waiting]
    assert [str(error) for error in errors] == ["no"] * 5
    assert len(set(map(id, errors))) == 5  # so a note on one error is not on all
    assert fetch.calls == 1
    with pytest.raises(CredentialError):
        cache.get(fetch)
    assert fetch.calls == 2


def test_all_tasks_that_wait_get_the_error_of_one_fetch(cache: TokenCache, clock: Clock) -> None:
    fetch = Fetch(clock)
    fetch.error = CredentialError("no", retry_after=0)
    fetch.may_end.clear()

    async def wait_at_once() -> list[Any]:
        tasks = [asyncio.create_task(cache.get_async(partial(cache.start_thread, fetch))) for _ in range(5)]
        await asyncio.sleep(0)  # each task begins to wait
        fetch.may_end.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    errors = asyncio.run(wait_at_once())
    assert [str(error) for error in errors] == ["no"] * 5
    assert len(set(map(id, errors))) == 5
    assert fetch.calls == 1


def test_threads_and_event_loops_share_one_fetch(cache: TokenCache, clock: Clock) -> None:
    fetch = Fetch(clock)
    fetch.may_end.clear()
    with ThreadPoolExecutor(8) as pool:
        kinds = (from_thread, from_event_loop)
        waiting = [pool.submit(kind, cache, fetch) for kind in kinds * 4]
        assert fetch.has_begun.wait(10)
        fetch.may_end.set()
        assert {each.result(10).token for each in waiting} == {"token-1"}
    assert fetch.calls == 1


def test_no_fetch_begins_before_the_retry_after_of_the_last_error(get: Get, cache: TokenCache, clock: Clock) -> None:
    fetch = Fetch(clock)
    fetch.error = CredentialError("Slow down.", retry_after=30)
    for _ in range(3):
        with pytest.raises(CredentialError, match=r"Slow down\.") as caught:
            get(cache, fetch)
        assert caught.value.retry_after == 30
    assert fetch.calls == 1
    clock.now += 30
    fetch.error = None
    assert get(cache, fetch).token == "token-2"


def test_an_error_of_another_kind_is_the_cause_of_a_credential_error(get: Get, cache: TokenCache, clock: Clock) -> None:
    fetch = Fetch(clock)
    fetch.error = ZeroDivisionError("a bug")
    with pytest.raises(CredentialError, match=r"Fetch gave no token: a bug\.") as caught:
        get(cache, fetch)
    assert caught.value.__cause__ is fetch.error


def test_an_interrupted_fetch_does_not_block_the_next_one(cache: TokenCache, clock: Clock) -> None:
    fetch = Fetch(clock)
    fetch.may_end.clear()
    fetch.has_begun.clear()

    def interrupted() -> AccessToken:
        fetch()
        raise KeyboardInterrupt

    def interrupt() -> None:
        with pytest.raises(KeyboardInterrupt):
            cache.get(interrupted)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(interrupt)
        assert fetch.has_begun.wait(10)
        second = pool.submit(from_event_loop, cache, fetch)
        fetch.may_end.set()
        first.result(10)
        error = second.exception(10)
    assert error is None or (isinstance(error, CredentialError) and error.retry_after == 0)
    assert cache.get(fetch).token


def test_the_frames_of_a_failed_fetch_are_not_kept(cache: TokenCache, clock: Clock) -> None:
    class Local:
        pass

    def failing() -> AccessToken:
        local = Local()
        assert local
        raise CredentialError("no")

    with pytest.raises(CredentialError) as caught:
        cache.get(failing)
    assert caught.value.__context__ is None
    assert not [found for found in gc.get_objects() if isinstance(found, Local)]


def test_a_token_that_expires_between_two_pages_is_renewed(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.token_lifetime = 60
    served = 0

    def advance_the_clock(request: object) -> None:
        nonlocal served
        served += 1
        if served % 3 == 0:
            ahead = served * 100
            emulator.behavior.clock = lambda: time.time() + ahead

    emulator.behavior.intercept = advance_the_clock
    offers = caller.to_list(lambda offers: offers.by_country("US", page_size=5))
    assert [offer.to_dict() for offer in offers] == emulator.catalog.offers("US")


def test_the_event_loop_runs_while_a_client_signs_in(emulator: Emulator, credential: ClientSecretCredential) -> None:
    # The emulator waits until the event loop has run.
    has_run = threading.Event()

    def wait_for_the_loop(request: object) -> None:
        assert has_run.wait(10)

    emulator.behavior.intercept = wait_for_the_loop

    async def ask() -> None:
        async with AsyncPartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
            first_page = asyncio.create_task(partner.offers.by_country("IS").first_page())
            await asyncio.sleep(0)
            has_run.set()
            await first_page

    asyncio.run(ask())


def test_using_a_closed_client_is_a_runtime_error(emulator: Emulator, credential: ClientSecretCredential) -> None:
    partner = PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle)
    assert partner.offers.by_country("IS").to_list() == []
    partner.close()
    with pytest.raises(RuntimeError, match="closed"):
        partner.offers.by_country("IS").to_list()
