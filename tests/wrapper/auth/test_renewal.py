"""When a token is renewed, and by whom."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import anyio
import anyio.lowlevel
import pytest

from partner_center import CredentialError, PartnerCenter
from partner_center.auth import AccessToken, ClientSecretCredential
from partner_center.auth._sharing import AsyncSharedToken, SharedToken
from partner_center.emulator import Emulator

from ...conftest import Caller

NOW = 1_800_000_000.0


class Source:
    """Gives numbered tokens that last an hour, as slowly and as badly as it is told."""

    def __init__(self, clock: "Clock") -> None:
        self.clock = clock
        self.attempts = 0
        self.fetches = 0
        self.error: CredentialError | None = None
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.is_asked = threading.Event()

    def fetch(self, *, renew: bool) -> AccessToken:
        self.attempts += 1
        self.is_asked.set()
        self.may_go_on.wait(10)
        if self.error is not None:
            raise self.error
        self.fetches += 1
        return AccessToken(f"token-{self.fetches}", int(self.clock.now + 3600))

    def close(self) -> None:
        pass


class AsyncSource(Source):
    """The same, asynchronous."""

    async def fetch(self, *, renew: bool) -> AccessToken:  # type: ignore[override]  # its own kind
        while not self.may_go_on.is_set():
            self.is_asked.set()
            await anyio.lowlevel.checkpoint()
        return Source.fetch(self, renew=renew)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("age", "fetches"), [(0, 1), (3299, 1), (3301, 2), (3569, 2), (3571, 2), (3600, 2), (9999, 2)])
def test_a_token_of_an_hour_is_renewed_in_its_last_five_minutes(age: float, fetches: int) -> None:
    clock = Clock()
    source = Source(clock)
    shared = SharedToken(source, clock=clock)
    shared.get()
    clock.now += age
    assert shared.get() == f"token-{fetches}"

    async_source = AsyncSource(clock)

    async def ask() -> str:
        clock.now = NOW
        shared = AsyncSharedToken(async_source, clock=clock)
        await shared.get()
        clock.now += age
        return await shared.get()

    assert anyio.run(ask) == f"token-{fetches}"


def test_near_its_end_one_thread_renews_and_the_rest_go_on() -> None:
    clock = Clock()
    source = Source(clock)
    shared = SharedToken(source, clock=clock)
    shared.get()
    clock.now += 3400
    source.may_go_on.clear()
    source.is_asked.clear()
    with ThreadPoolExecutor(1) as pool:
        renewing = pool.submit(shared.get)
        assert source.is_asked.wait(10)
        assert {shared.get() for _ in range(50)} == {"token-1"}
        source.may_go_on.set()
        assert renewing.result(10) == "token-2"
    assert shared.get() == "token-2"
    assert source.fetches == 2


def test_near_its_end_one_task_renews_and_the_rest_go_on() -> None:
    async def ask() -> None:
        clock = Clock()
        source = AsyncSource(clock)
        shared = AsyncSharedToken(source, clock=clock)
        await shared.get()
        clock.now += 3400
        source.may_go_on.clear()
        source.is_asked.clear()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(shared.get)
            while not source.is_asked.is_set():
                await anyio.lowlevel.checkpoint()
            assert {await shared.get() for _ in range(50)} == {"token-1"}
            source.may_go_on.set()
        assert await shared.get() == "token-2"
        assert source.fetches == 2

    anyio.run(ask)


def test_a_token_that_cannot_be_renewed_early_is_used_to_its_end(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    source = Source(clock)
    shared = SharedToken(source, clock=clock)
    shared.get()
    source.error = CredentialError("Entra is down.")
    clock.now += 3400
    assert shared.get() == "token-1"
    assert "Entra is down." in caplog.text
    clock.now += 200
    with pytest.raises(CredentialError):
        shared.get()


def test_a_short_lived_token_is_used_too() -> None:
    clock = Clock()

    class Short(Source):
        def fetch(self, *, renew: bool) -> AccessToken:
            self.fetches += 1
            return AccessToken(f"token-{self.fetches}", int(clock.now + 5))

    shared = SharedToken(Short(clock), clock=clock)
    assert [shared.get(), shared.get()] == ["token-1", "token-1"]


def test_a_rejected_token_is_replaced_by_one_thread_only() -> None:
    clock = Clock()
    source = Source(clock)
    shared = SharedToken(source, clock=clock)
    rejected = shared.get()
    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(lambda _: shared.replace(rejected), range(20))) == {"token-2"}
    assert source.fetches == 2


class WatchedClock(Clock):
    """Tells when so many have looked at it."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = threading.Semaphore(0)
        self._wanted = looks

    def __call__(self) -> float:
        self._looks.release()
        return super().__call__()

    def wait(self) -> None:
        for _ in range(self._wanted):
            assert self._looks.acquire(timeout=10)


def test_one_failure_is_for_all_threads_that_wait() -> None:
    clock = WatchedClock(looks=5)
    source = Source(clock)
    source.error = CredentialError("no", retry_after=0)
    source.may_go_on.clear()
    shared = SharedToken(source, clock=clock)
    with ThreadPoolExecutor(5) as threads:
        asked = [threads.submit(shared.get) for _ in range(5)]
        clock.wait()
        source.may_go_on.set()
    errors = [each.exception() for each in asked]
    assert [str(error) for error in errors] == ["no"] * 5
    assert len(set(map(id, errors))) == 5  # or a note on one would be on all
    assert source.attempts == 1
    with pytest.raises(CredentialError):
        shared.get()
    assert source.attempts == 2


def test_one_failure_is_for_all_tasks_that_wait() -> None:
    source = AsyncSource(Clock())
    source.error = CredentialError("no", retry_after=0)
    source.may_go_on.clear()
    shared = AsyncSharedToken(source, clock=source.clock)
    errors: list[CredentialError] = []

    async def ask() -> None:
        try:
            await shared.get()
        except CredentialError as error:
            errors.append(error)

    async def ask_at_once() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(ask)
            for _ in range(10):  # turns of the loop, of which the tasks need one to come to the lock
                await anyio.lowlevel.checkpoint()
            source.may_go_on.set()

    anyio.run(ask_at_once)
    assert len(set(map(id, errors))) == 5
    assert source.attempts == 1


def test_a_token_that_expires_in_the_middle_costs_no_offer(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.token_lifetime = 60
    served = 0

    def put_the_clock_forward(request: object) -> None:
        nonlocal served
        served += 1
        if served % 3 == 0:
            ahead = served * 100
            emulator.behavior.clock = lambda: time.time() + ahead

    emulator.behavior.intercept = put_the_clock_forward
    offers = caller.to_list(lambda offers: offers.by_country("US", page_size=5))
    assert [offer.to_dict() for offer in offers] == emulator.catalog.offers("US")


def test_the_event_loop_goes_on_while_msal_waits(emulator: Emulator, credential: ClientSecretCredential) -> None:
    from partner_center import AsyncPartnerCenter

    # The emulator is told to wait until the event loop has shown that it is alive.
    alive = threading.Event()

    def wait_for_the_loop(request: object) -> None:
        assert alive.wait(10)

    emulator.behavior.intercept = wait_for_the_loop

    async def ask() -> int:
        async with AsyncPartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
            pages = []

            async def first_page() -> None:
                pages.append(await partner.offers.by_country("IS").first_page())

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(first_page)
                await anyio.lowlevel.checkpoint()
                alive.set()
            return len(pages)

    assert anyio.run(ask) == 1


def test_closing_closes_the_connections_to_entra(emulator: Emulator, credential: ClientSecretCredential) -> None:
    partner = PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle)
    assert partner.offers.by_country("IS").to_list() == []
    partner.close()
    with pytest.raises(RuntimeError, match="closed"):
        partner.offers.by_country("IS").to_list()
