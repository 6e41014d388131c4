"""A client is quiet as a whole while it is told to wait, never has more calls in flight than allowed, and lets go."""

import _thread
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import anyio.to_thread
import attrs
import httpx
import pytest

from partner_center import AsyncPartnerCenter, BatchFailure, CallDelayed, Event, Offer, PartnerCenter, errors
from partner_center.auth import AccessToken, AccessTokenCredential
from partner_center.markets import MARKETS

from ..events import without_traffic
from .answers import TOKEN, close, drip, good, head, page, silence, throttled
from .clock import QuickClock
from .conftest import Ask
from .fault import RETRY
from .server import Certificates, Connection, FaultServer, Step

US = AccessTokenCredential(token=TOKEN)
PAGE = httpx.Response(200, content=page("A")).content


def settings(server: FaultServer, ca_bundle: str, **more: Any) -> dict[str, Any]:
    base_url = f"https://localhost:{server.port}/v1"
    return {"credential": US, "base_url": base_url, "verify": ca_bundle, "retry": RETRY, **more}


def silence_in_the_body(connection: Connection) -> None:
    connection.send(head(200, [("Content-Length", "100")]) + b"{")
    silence(connection)


class Crowd:
    """A server that counts how many calls are in flight at once, and answers when as many are as it waits for."""

    def __init__(self, awaited: int) -> None:
        self._awaited = awaited
        self._lock = threading.Lock()
        self._all_here = threading.Barrier(awaited, timeout=10)
        self._one_too_many = threading.Event()
        self._now = 0
        self._came = 0
        self.most = 0

    def step(self, connection: Connection) -> None:
        with self._lock:
            self._now += 1
            self._came += 1
            is_of_the_first = self._came <= self._awaited
            self.most = max(self.most, self._now)
            if self._now > self._awaited:
                self._one_too_many.set()
        self._all_here.wait()
        if is_of_the_first:
            # Nothing tells that no other call comes, so the first stay for a moment in which it could.
            self._one_too_many.wait(0.1)
        with self._lock:
            self._now -= 1
        good("A")(connection)


def with_threads(count: int, **arguments: Any) -> list[list[Offer]]:
    with PartnerCenter(**arguments) as partner, ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda _: partner.offers.by_country("US").to_list(), range(count)))


def with_tasks(count: int, **arguments: Any) -> list[list[Offer]]:
    answers: list[list[Offer]] = []

    async def ask_all() -> None:
        async with AsyncPartnerCenter(**arguments) as partner:

            async def ask() -> None:
                answers.append(await partner.offers.by_country("US").to_list())

            async with anyio.create_task_group() as tasks:
                for _ in range(count):
                    tasks.start_soon(ask)

    anyio.run(ask_all)
    return answers


@pytest.fixture(params=[with_threads, with_tasks], ids=["threads", "tasks"])
def ask_at_once(request: pytest.FixtureRequest) -> Callable[..., list[list[Offer]]]:
    kind: Callable[..., list[list[Offer]]] = request.param
    return kind


@pytest.mark.parametrize("max_concurrency", [1, 3, 8])
def test_no_more_calls_are_in_flight_than_allowed(
    ask_at_once: Callable[..., list[list[Offer]]],
    certificates: Certificates,
    ca_bundle: str,
    max_concurrency: int,
) -> None:
    crowd = Crowd(max_concurrency)
    with FaultServer(certificates.good, [crowd.step]) as server:
        # Each of the three limits divides 24, so no call waits for others that never come.
        answers = ask_at_once(24, **settings(server, ca_bundle, max_concurrency=max_concurrency))
    assert server.failures == []
    assert [len(offers) for offers in answers] == [1] * 24
    assert crowd.most == max_concurrency


def test_as_many_connections_are_kept_as_calls_are_allowed(
    ask_at_once: Callable[..., list[list[Offer]]], certificates: Certificates, ca_bundle: str
) -> None:
    crowd = Crowd(30)
    with FaultServer(certificates.good, [crowd.step]) as server:
        answers = ask_at_once(90, **settings(server, ca_bundle, max_concurrency=30))
        assert server.connections == 30
    assert len(answers) == 90


def test_while_one_call_is_told_to_wait_the_others_wait_too(
    ask_at_once: Callable[..., list[list[Offer]]],
    certificates: Certificates,
    ca_bundle: str,
    quick_clock: QuickClock,
) -> None:
    events: list[Event] = []
    with FaultServer(certificates.good, [throttled({"Retry-After": "60"}), good("A")]) as server:
        # The waits of all six add up on the quick clock, so a deadline would come before its time.
        retry = attrs.evolve(RETRY, deadline=None)
        answers = ask_at_once(
            6, **settings(server, ca_bundle, max_concurrency=1, on_event=without_traffic(events.append), retry=retry)
        )
        # One was told to wait, and nothing was added to that: each of the six was sent once after it.
        assert len(server.requests) == 7
    assert [len(offers) for offers in answers] == [1] * 6
    # Whoever waited, waited no longer than what was left.
    assert quick_clock.waits
    assert all(0 < wait <= 60 for wait in quick_clock.waits)


class Renewing:
    """Gives another token each time."""

    def __init__(self) -> None:
        self._given = 0

    def get_token(self, *_scopes: str) -> AccessToken:
        self._given += 1
        return AccessToken(f"{TOKEN}.{self._given}", 4_000_000_000)


def test_a_rejected_call_waits_for_what_another_was_told(quick_clock: QuickClock) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["country"])
        if asked == ["US"]:
            with pytest.raises(errors.ThrottledError):
                partner.offers.by_country("DE").first_page()
            return httpx.Response(401)
        if asked == ["US", "DE"]:
            return httpx.Response(429, headers={"Retry-After": "60"})
        return httpx.Response(200, content=PAGE)

    transport = httpx.MockTransport(answer)
    with PartnerCenter(Renewing(), transport=transport, retry=attrs.evolve(RETRY, max_attempts=1)) as partner:
        assert len(partner.offers.by_country("US").to_list()) == 1
    assert asked == ["US", "DE", "US"]
    (wait,) = quick_clock.waits
    assert 59 < wait <= 60


def test_a_rejected_task_waits_for_what_another_was_told(quick_clock: QuickClock) -> None:
    asked: list[str] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["country"])
        if asked == ["US"]:
            with pytest.raises(errors.ThrottledError):
                await partner.offers.by_country("DE").first_page()
            return httpx.Response(401)
        if asked == ["US", "DE"]:
            return httpx.Response(429, headers={"Retry-After": "60"})
        return httpx.Response(200, content=PAGE)

    partner = AsyncPartnerCenter(
        Renewing(), transport=httpx.MockTransport(answer), retry=attrs.evolve(RETRY, max_attempts=1)
    )

    async def ask() -> int:
        async with partner:
            return len(await partner.offers.by_country("US").to_list())

    assert anyio.run(ask) == 1
    assert asked == ["US", "DE", "US"]
    (wait,) = quick_clock.waits
    assert 59 < wait <= 60


def test_each_request_has_no_more_time_than_is_left(ask: Ask, quick_clock: QuickClock) -> None:
    times: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        times.append(request.extensions["timeout"]["read"])
        quick_clock.waits.append(4)
        return httpx.Response({1: 401, 2: 503}.get(len(times), 200), content=PAGE)

    outcome = ask(
        lambda offers: offers.by_country("US"),
        credential=Renewing(),
        transport=httpx.MockTransport(answer),
        retry=attrs.evolve(RETRY, deadline=20),
    )
    assert isinstance(outcome, list)
    assert 19 < times[0] <= 20
    assert 15 < times[1] <= 16
    assert 11 < times[2] <= 12


@pytest.mark.parametrize("step", [silence, silence_in_the_body], ids=["at once", "in the body"])
def test_a_deadline_ends_silence(ask: Ask, certificates: Certificates, ca_bundle: str, step: Step) -> None:
    with FaultServer(certificates.good, [step]) as server:
        began = time.monotonic()
        retry = attrs.evolve(RETRY, deadline=0.5)
        error = ask(lambda offers: offers.by_country("US"), **settings(server, ca_bundle, retry=retry))
        took = time.monotonic() - began
    assert isinstance(error, errors.RequestTimeoutError)
    assert took < 30  # without a deadline it would be a minute


def test_a_call_waits_for_what_another_was_told(
    ask: Ask, certificates: Certificates, ca_bundle: str, quick_clock: QuickClock
) -> None:
    # The first enumeration is told to wait longer than it would; the second would wait longer than that.
    events: list[Event] = []
    script = [throttled({"Retry-After": "60"}), good("A")]

    def both(offers: Any) -> Any:
        return Twice(offers)

    with FaultServer(certificates.good, script) as server:
        outcome = ask(
            both,
            **settings(
                server, ca_bundle, on_event=without_traffic(events.append), retry=attrs.evolve(RETRY, max_attempts=1)
            ),
        )
        assert len(server.requests) == 2
    assert isinstance(outcome, list)
    (delayed,) = events
    assert isinstance(delayed, CallDelayed)
    assert 59 < delayed.wait <= 60
    assert quick_clock.waits == [delayed.wait]


def test_a_call_that_would_wait_too_long_is_not_sent(
    ask: Ask, certificates: Certificates, ca_bundle: str, quick_clock: QuickClock
) -> None:
    with FaultServer(certificates.good, [throttled({"Retry-After": "600"}), good("A")]) as server:
        outcome = ask(lambda offers: Twice(offers), **settings(server, ca_bundle))
        assert len(server.requests) == 1
    assert isinstance(outcome, errors.ThrottledError)
    assert outcome.attempts == 0
    assert outcome.retry_after is not None
    assert 599 < outcome.retry_after <= 600
    assert quick_clock.waits == []


def test_a_mistaken_retry_after_does_not_silence_a_client_for_good(
    ask: Ask, certificates: Certificates, ca_bundle: str, quick_clock: QuickClock
) -> None:
    def an_hour_passes() -> None:
        quick_clock.waits.append(3601)

    with FaultServer(certificates.good, [throttled({"Retry-After": "999999999"}), good("A")]) as server:
        outcome = ask(
            lambda offers: Twice(offers, before_second=an_hour_passes),
            **settings(server, ca_bundle),
        )
    assert isinstance(outcome, list)


class Twice:
    """Asks twice with one client, the second time whatever the first brings, and gives what the second brings."""

    def __init__(self, offers: Any, *, before_second: Callable[[], None] = lambda: None) -> None:
        self._offers = offers
        self._before_second = before_second

    def to_list(self) -> Any:
        first, second = self._offers.by_country("US").to_list, self._offers.by_country("US").to_list
        if type(self._offers).__name__.startswith("Async"):
            return self._await_both(first, second)
        with pytest.raises(errors.ThrottledError):
            first()
        self._before_second()
        return second()

    async def _await_both(self, first: Any, second: Any) -> Any:
        with pytest.raises(errors.ThrottledError):
            await first()
        self._before_second()
        return await second()


@pytest.mark.parametrize("step", [silence, drip(head(200, [("Content-Length", "9")]), pause=0.05)])
def test_a_cancelled_task_leaves_nothing_behind(certificates: Certificates, ca_bundle: str, step: Step) -> None:
    is_there = threading.Semaphore(0)

    def noted(connection: Connection) -> None:
        is_there.release()
        step(connection)

    async def ask() -> list[Offer]:
        async with AsyncPartnerCenter(**settings(server, ca_bundle, max_concurrency=1)) as partner:
            for _ in range(3):
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(partner.offers.by_country("US").to_list)
                    await anyio.to_thread.run_sync(is_there.acquire)
                    tasks.cancel_scope.cancel()
            # Had one of them kept its place, this would wait for ever.
            with anyio.fail_after(5):
                return await partner.offers.by_country("US").to_list()

    with FaultServer(certificates.good, [noted, noted, noted, good("A")]) as server:
        assert len(anyio.run(ask)) == 1


def test_a_cancelled_wait_leaves_nothing_behind(certificates: Certificates, ca_bundle: str) -> None:
    async def ask() -> list[Offer]:
        async with AsyncPartnerCenter(**settings(server, ca_bundle, max_concurrency=1)) as partner:
            with anyio.move_on_after(0.1) as scope:
                await partner.offers.by_country("US").to_list()
            assert scope.cancelled_caught
            with anyio.fail_after(10):
                return await partner.offers.by_country("US").to_list()

    with FaultServer(certificates.good, [throttled({"Retry-After": "1"}), good("A")]) as server:
        assert len(anyio.run(ask)) == 1
        assert len(server.requests) == 2


def test_ctrl_c_leaves_nothing_behind(certificates: Certificates, ca_bundle: str) -> None:
    def interrupt(connection: Connection) -> None:
        _thread.interrupt_main()
        silence(connection)

    with (
        FaultServer(certificates.good, [interrupt, good("A")]) as server,
        PartnerCenter(**settings(server, ca_bundle, max_concurrency=1, timeout=1)) as partner,
    ):
        with pytest.raises(KeyboardInterrupt):
            partner.offers.by_country("US").to_list()
        assert len(partner.offers.by_country("US").to_list()) == 1


def test_ctrl_c_in_a_wait_ends_the_wait(certificates: Certificates, ca_bundle: str, quick_clock: QuickClock) -> None:
    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    quick_clock.on_wait = interrupt
    with (
        FaultServer(certificates.good, [close]) as server,
        PartnerCenter(**settings(server, ca_bundle)) as partner,
        pytest.raises(KeyboardInterrupt),
    ):
        partner.offers.by_country("US").to_list()
    assert len(server.requests) == 1


@pytest.mark.parametrize("response", [head(200, [("X-Slow", "a" * 500)]), b"HTTP/1.1 100 Continue\r\n\r\n" * 30])
def test_a_deadline_ends_headers_that_drip(
    ask: Ask, certificates: Certificates, ca_bundle: str, response: bytes
) -> None:
    # The first page comes on a new connection, the second on one that was kept.
    script = [good("A", next_link="/offers?country=US&offset=1"), drip(response, pause=0.01)]
    with FaultServer(certificates.good, script) as server:
        arguments = settings(server, ca_bundle, retry=attrs.evolve(RETRY, deadline=0.3))
        began = time.monotonic()
        error = ask(lambda offers: offers.by_country("US"), **arguments)
        took = time.monotonic() - began
    assert isinstance(error, errors.RequestTimeoutError)
    assert "deadline" in str(error)
    assert took < 2  # all of it takes more than 5 s


def test_many_clients_share_the_thread_that_ends_calls_at_their_deadline(
    certificates: Certificates, ca_bundle: str
) -> None:
    with FaultServer(certificates.good, [good("A")]) as server:
        for _ in range(10):
            with PartnerCenter(**settings(server, ca_bundle)) as partner:
                partner.offers.by_country("US").to_list()
    assert [thread.name for thread in threading.enumerate()].count("partner-center-deadlines") == 1


def test_a_deadline_ends_the_wait_for_a_turn(certificates: Certificates, ca_bundle: str) -> None:
    is_in_flight = threading.Event()

    def say_nothing(connection: Connection) -> None:
        is_in_flight.set()
        silence(connection)

    with (
        FaultServer(certificates.good, [say_nothing]) as server,
        PartnerCenter(**settings(server, ca_bundle, retry=None, timeout=2, max_concurrency=1)) as partner,
        ThreadPoolExecutor(1) as pool,
    ):
        first = pool.submit(partner.offers.by_country("US").to_list)
        assert is_in_flight.wait(10)
        with pytest.raises(errors.RequestTimeoutError, match="not sent") as caught:
            partner.offers.by_country("US", retry=attrs.evolve(RETRY, deadline=0.3)).to_list()
        assert isinstance(first.exception(), errors.RequestTimeoutError)
    assert caught.value.attempts == 0


def test_no_attempt_begins_when_the_time_is_over(
    ask: Ask, certificates: Certificates, ca_bundle: str, quick_clock: QuickClock
) -> None:
    def dawdle(_event: Event) -> None:
        quick_clock.waits.append(1000)

    with FaultServer(certificates.good, [close, good("A")]) as server:
        error = ask(
            lambda offers: offers.by_country("US"), **settings(server, ca_bundle, on_event=without_traffic(dawdle))
        )
        assert len(server.requests) == 1
    assert isinstance(error, errors.RequestTimeoutError)
    assert "was not answered before its deadline. You can allow more time with the `deadline` of `retry`." in str(error)


AskForMany = Callable[[Callable[[httpx.Request], httpx.Response], Sequence[str]], Sequence[Exception]]


def many_by_threads(answer: Callable[[httpx.Request], httpx.Response], markets: Sequence[str]) -> Sequence[Exception]:
    with PartnerCenter(US, transport=httpx.MockTransport(answer), retry=RETRY, max_concurrency=8) as partner:
        parts = list(partner.offers.by_countries(markets, concurrency=20).events())
    return [part.error for part in parts if isinstance(part, BatchFailure)]


def many_by_tasks(answer: Callable[[httpx.Request], httpx.Response], markets: Sequence[str]) -> Sequence[Exception]:
    async def ask() -> Sequence[Exception]:
        transport = httpx.MockTransport(answer)
        async with AsyncPartnerCenter(US, transport=transport, retry=RETRY, max_concurrency=8) as partner:
            parts = [part async for part in partner.offers.by_countries(markets, concurrency=20).events()]
        return [part.error for part in parts if isinstance(part, BatchFailure)]

    return anyio.run(ask)


@pytest.fixture(params=[many_by_threads, many_by_tasks], ids=["sync", "async"])
def ask_for_many(request: pytest.FixtureRequest) -> AskForMany:
    """Each test that takes this is run with both clients."""
    kind: AskForMany = request.param
    return kind


def test_no_call_goes_out_between_a_plea_to_be_quiet_and_the_quiet(ask_for_many: AskForMany) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        # An answer as large as those that wait for their turn to be decoded.
        return httpx.Response(429, headers={"Retry-After": "1000"}, content=b"x" * 100_000)

    failures = ask_for_many(answer, MARKETS[:40])

    assert len(failures) == 40
    assert all(isinstance(failure, errors.ThrottledError) for failure in failures)
    assert len(asked) <= 8  # the calls that were in flight
