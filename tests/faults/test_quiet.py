"""The rate limit, the limit on calls in flight, and the deadline of a client, also after a cancellation."""

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
from .clock import QuickClock
from .conftest import ReadOffers
from .fault import RETRY
from .responses import TOKEN, close, drip, good, hang, head, page, throttled
from .server import Certificates, Connection, FaultServer, Step

CREDENTIAL = AccessTokenCredential(token=TOKEN)
PAGE = httpx.Response(200, content=page("A")).content


def settings(server: FaultServer, ca_bundle: str, **more: Any) -> dict[str, Any]:
    base_url = f"https://localhost:{server.port}/v1"
    return {"credential": CREDENTIAL, "base_url": base_url, "verify": ca_bundle, "retry": RETRY, **more}


def hang_in_the_body(connection: Connection) -> None:
    connection.send(head(200, [("Content-Length", "100")]) + b"{")
    hang(connection)


class CallCounter:
    """A step that counts the calls in flight, and responds when a number of calls are in flight."""

    def __init__(self, awaited: int) -> None:
        self._awaited = awaited
        self._lock = threading.Lock()
        self._all_arrived = threading.Barrier(awaited, timeout=10)
        self._too_many = threading.Event()
        self._now = 0
        self._received = 0
        self.maximum = 0

    def step(self, connection: Connection) -> None:
        with self._lock:
            self._now += 1
            self._received += 1
            is_among_first = self._received <= self._awaited
            self.maximum = max(self.maximum, self._now)
            if self._now > self._awaited:
                self._too_many.set()
        self._all_arrived.wait()
        if is_among_first:
            # Nothing signals that no further call arrives, so the first calls wait a moment for one.
            self._too_many.wait(0.1)
        with self._lock:
            self._now -= 1
        good("A")(connection)


def with_threads(count: int, **arguments: Any) -> list[list[Offer]]:
    with PartnerCenter(**arguments) as partner, ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda _: partner.offers.by_country("US").to_list(), range(count)))


def with_tasks(count: int, **arguments: Any) -> list[list[Offer]]:
    results: list[list[Offer]] = []

    async def ask_all() -> None:
        async with AsyncPartnerCenter(**arguments) as partner:

            async def read_offers() -> None:
                results.append(await partner.offers.by_country("US").to_list())

            async with anyio.create_task_group() as tasks:
                for _ in range(count):
                    tasks.start_soon(read_offers)

    anyio.run(ask_all)
    return results


@pytest.fixture(params=[with_threads, with_tasks], ids=["threads", "tasks"])
def read_concurrently(request: pytest.FixtureRequest) -> Callable[..., list[list[Offer]]]:
    kind: Callable[..., list[list[Offer]]] = request.param
    return kind


@pytest.mark.parametrize("max_concurrency", [1, 3, 8])
def test_no_more_calls_are_in_flight_than_allowed(
    read_concurrently: Callable[..., list[list[Offer]]],
    certificates: Certificates,
    ca_bundle: str,
    max_concurrency: int,
) -> None:
    counter = CallCounter(max_concurrency)
    with FaultServer(certificates.good, [counter.step]) as server:
        # Each of the three limits divides 24, so no call waits for calls that never arrive.
        results = read_concurrently(24, **settings(server, ca_bundle, max_concurrency=max_concurrency))
    assert server.failures == []
    assert [len(offers) for offers in results] == [1] * 24
    assert counter.maximum == max_concurrency


def test_a_client_keeps_as_many_connections_as_calls_in_flight_are_allowed(
    read_concurrently: Callable[..., list[list[Offer]]], certificates: Certificates, ca_bundle: str
) -> None:
    counter = CallCounter(30)
    with FaultServer(certificates.good, [counter.step]) as server:
        results = read_concurrently(90, **settings(server, ca_bundle, max_concurrency=30))
        assert server.connections == 30
    assert len(results) == 90


def test_all_calls_wait_for_the_retry_after_of_one(
    read_concurrently: Callable[..., list[list[Offer]]],
    certificates: Certificates,
    ca_bundle: str,
    quick_clock: QuickClock,
) -> None:
    events: list[Event] = []
    with FaultServer(certificates.good, [throttled({"Retry-After": "60"}), good("A")]) as server:
        # The waits of all six calls add up on the quick clock, so a deadline would be exceeded.
        retry = attrs.evolve(RETRY, deadline=None)
        results = read_concurrently(
            6, **settings(server, ca_bundle, max_concurrency=1, on_event=without_traffic(events.append), retry=retry)
        )
        # One request got the Retry-After. Each of the six calls was sent once after it.
        assert len(server.requests) == 7
    assert [len(offers) for offers in results] == [1] * 6
    # No call waited longer than the rest of the Retry-After.
    assert quick_clock.waits
    assert all(0 < wait <= 60 for wait in quick_clock.waits)


class RenewingCredential:
    """Returns a new token each time."""

    def __init__(self) -> None:
        self._count = 0

    def get_token(self, *_scopes: str) -> AccessToken:
        self._count += 1
        return AccessToken(f"{TOKEN}.{self._count}", 4_000_000_000)


def test_a_rejected_call_waits_for_the_retry_after_of_another(quick_clock: QuickClock) -> None:
    requested: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requested.append(request.url.params["country"])
        if requested == ["US"]:
            with pytest.raises(errors.ThrottledError):
                partner.offers.by_country("DE").first_page()
            return httpx.Response(401)
        if requested == ["US", "DE"]:
            return httpx.Response(429, headers={"Retry-After": "60"})
        return httpx.Response(200, content=PAGE)

    transport = httpx.MockTransport(respond)
    with PartnerCenter(RenewingCredential(), transport=transport, retry=attrs.evolve(RETRY, max_attempts=1)) as partner:
        assert len(partner.offers.by_country("US").to_list()) == 1
    assert requested == ["US", "DE", "US"]
    (wait,) = quick_clock.waits
    assert 59 < wait <= 60


def test_a_rejected_call_of_a_task_waits_for_the_retry_after_of_another(quick_clock: QuickClock) -> None:
    requested: list[str] = []

    async def respond(request: httpx.Request) -> httpx.Response:
        requested.append(request.url.params["country"])
        if requested == ["US"]:
            with pytest.raises(errors.ThrottledError):
                await partner.offers.by_country("DE").first_page()
            return httpx.Response(401)
        if requested == ["US", "DE"]:
            return httpx.Response(429, headers={"Retry-After": "60"})
        return httpx.Response(200, content=PAGE)

    partner = AsyncPartnerCenter(
        RenewingCredential(), transport=httpx.MockTransport(respond), retry=attrs.evolve(RETRY, max_attempts=1)
    )

    async def read_offers() -> int:
        async with partner:
            return len(await partner.offers.by_country("US").to_list())

    assert anyio.run(read_offers) == 1
    assert requested == ["US", "DE", "US"]
    (wait,) = quick_clock.waits
    assert 59 < wait <= 60


def test_the_timeout_of_a_request_is_at_most_the_time_until_the_deadline(
    read_offers: ReadOffers, quick_clock: QuickClock
) -> None:
    times: list[float] = []

    def respond(request: httpx.Request) -> httpx.Response:
        times.append(request.extensions["timeout"]["read"])
        quick_clock.waits.append(4)
        return httpx.Response({1: 401, 2: 503}.get(len(times), 200), content=PAGE)

    outcome = read_offers(
        lambda offers: offers.by_country("US"),
        credential=RenewingCredential(),
        transport=httpx.MockTransport(respond),
        retry=attrs.evolve(RETRY, deadline=20),
    )
    assert isinstance(outcome, list)
    assert 19 < times[0] <= 20
    assert 15 < times[1] <= 16
    assert 11 < times[2] <= 12


@pytest.mark.parametrize("step", [hang, hang_in_the_body], ids=["at once", "in the body"])
def test_a_deadline_ends_a_call_without_a_response(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, step: Step
) -> None:
    with FaultServer(certificates.good, [step]) as server:
        began = time.monotonic()
        retry = attrs.evolve(RETRY, deadline=0.5)
        error = read_offers(lambda offers: offers.by_country("US"), **settings(server, ca_bundle, retry=retry))
        duration = time.monotonic() - began
    assert isinstance(error, errors.RequestTimeoutError)
    assert duration < 30  # without a deadline, it would take a minute


def test_a_call_waits_for_the_retry_after_of_an_earlier_one(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, quick_clock: QuickClock
) -> None:
    events: list[Event] = []
    script = [throttled({"Retry-After": "60"}), good("A")]

    def both(offers: Any) -> Any:
        return Twice(offers)

    with FaultServer(certificates.good, script) as server:
        outcome = read_offers(
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
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, quick_clock: QuickClock
) -> None:
    with FaultServer(certificates.good, [throttled({"Retry-After": "600"}), good("A")]) as server:
        outcome = read_offers(lambda offers: Twice(offers), **settings(server, ca_bundle))
        assert len(server.requests) == 1
    assert isinstance(outcome, errors.ThrottledError)
    assert outcome.attempts == 0
    assert outcome.retry_after is not None
    assert 599 < outcome.retry_after <= 600
    assert quick_clock.waits == []


def test_a_client_waits_at_most_an_hour_for_the_retry_after_of_another_call(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, quick_clock: QuickClock
) -> None:
    def an_hour_passes() -> None:
        quick_clock.waits.append(3601)

    with FaultServer(certificates.good, [throttled({"Retry-After": "999999999"}), good("A")]) as server:
        outcome = read_offers(
            lambda offers: Twice(offers, before_second=an_hour_passes),
            **settings(server, ca_bundle),
        )
    assert isinstance(outcome, list)


class Twice:
    """Makes two calls with one client. The first must be throttled, and the result is that of the second."""

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


@pytest.mark.parametrize("step", [hang, drip(head(200, [("Content-Length", "9")]), pause=0.05)])
def test_a_cancelled_task_releases_its_slot(certificates: Certificates, ca_bundle: str, step: Step) -> None:
    has_arrived = threading.Semaphore(0)

    def signal_and_run(connection: Connection) -> None:
        has_arrived.release()
        step(connection)

    async def read_offers() -> list[Offer]:
        async with AsyncPartnerCenter(**settings(server, ca_bundle, max_concurrency=1)) as partner:
            for _ in range(3):
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(partner.offers.by_country("US").to_list)
                    await anyio.to_thread.run_sync(has_arrived.acquire)
                    tasks.cancel_scope.cancel()
            # If one of them kept the slot, this call would wait forever.
            with anyio.fail_after(5):
                return await partner.offers.by_country("US").to_list()

    with FaultServer(certificates.good, [signal_and_run] * 3 + [good("A")]) as server:
        assert len(anyio.run(read_offers)) == 1


def test_a_task_that_is_cancelled_while_it_waits_releases_its_slot(certificates: Certificates, ca_bundle: str) -> None:
    async def read_offers() -> list[Offer]:
        async with AsyncPartnerCenter(**settings(server, ca_bundle, max_concurrency=1)) as partner:
            with anyio.move_on_after(0.1) as scope:
                await partner.offers.by_country("US").to_list()
            assert scope.cancelled_caught
            with anyio.fail_after(10):
                return await partner.offers.by_country("US").to_list()

    with FaultServer(certificates.good, [throttled({"Retry-After": "1"}), good("A")]) as server:
        assert len(anyio.run(read_offers)) == 1
        assert len(server.requests) == 2


def test_ctrl_c_releases_the_slot_of_a_call(certificates: Certificates, ca_bundle: str) -> None:
    def interrupt(connection: Connection) -> None:
        _thread.interrupt_main()
        hang(connection)

    with (
        FaultServer(certificates.good, [interrupt, good("A")]) as server,
        PartnerCenter(**settings(server, ca_bundle, max_concurrency=1, timeout=1)) as partner,
    ):
        with pytest.raises(KeyboardInterrupt):
            partner.offers.by_country("US").to_list()
        assert len(partner.offers.by_country("US").to_list()) == 1


def test_ctrl_c_ends_a_wait(certificates: Certificates, ca_bundle: str, quick_clock: QuickClock) -> None:
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
def test_a_deadline_ends_slow_headers(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, response: bytes
) -> None:
    # The first page is read on a new connection, the second on a kept one.
    script = [good("A", next_link="/offers?country=US&offset=1"), drip(response, pause=0.01)]
    with FaultServer(certificates.good, script) as server:
        arguments = settings(server, ca_bundle, retry=attrs.evolve(RETRY, deadline=0.3))
        began = time.monotonic()
        error = read_offers(lambda offers: offers.by_country("US"), **arguments)
        duration = time.monotonic() - began
    assert isinstance(error, errors.RequestTimeoutError)
    assert "deadline" in str(error)
    assert duration < 2  # the whole response takes more than 5 s


def test_clients_share_one_thread_for_deadlines(certificates: Certificates, ca_bundle: str) -> None:
    with FaultServer(certificates.good, [good("A")]) as server:
        for _ in range(10):
            with PartnerCenter(**settings(server, ca_bundle)) as partner:
                partner.offers.by_country("US").to_list()
    assert [thread.name for thread in threading.enumerate()].count("partner-center-deadlines") == 1


def test_a_deadline_ends_the_wait_for_a_slot(certificates: Certificates, ca_bundle: str) -> None:
    is_in_flight = threading.Event()

    def signal_and_hang(connection: Connection) -> None:
        is_in_flight.set()
        hang(connection)

    with (
        FaultServer(certificates.good, [signal_and_hang]) as server,
        PartnerCenter(**settings(server, ca_bundle, retry=None, timeout=2, max_concurrency=1)) as partner,
        ThreadPoolExecutor(1) as pool,
    ):
        first = pool.submit(partner.offers.by_country("US").to_list)
        assert is_in_flight.wait(10)
        with pytest.raises(errors.RequestTimeoutError, match="not sent") as caught:
            partner.offers.by_country("US", retry=attrs.evolve(RETRY, deadline=0.3)).to_list()
        assert isinstance(first.exception(), errors.RequestTimeoutError)
    assert caught.value.attempts == 0


def test_no_attempt_begins_after_the_deadline(
    read_offers: ReadOffers, certificates: Certificates, ca_bundle: str, quick_clock: QuickClock
) -> None:
    def pass_the_deadline(_event: Event) -> None:
        quick_clock.waits.append(1000)

    with FaultServer(certificates.good, [close, good("A")]) as server:
        error = read_offers(
            lambda offers: offers.by_country("US"),
            **settings(server, ca_bundle, on_event=without_traffic(pass_the_deadline)),
        )
        assert len(server.requests) == 1
    assert isinstance(error, errors.RequestTimeoutError)
    assert "was not answered before its deadline. You can allow more time with the `deadline` of `retry`." in str(error)


ReadMany = Callable[[Callable[[httpx.Request], httpx.Response], Sequence[str]], Sequence[Exception]]


def many_by_threads(respond: Callable[[httpx.Request], httpx.Response], markets: Sequence[str]) -> Sequence[Exception]:
    with PartnerCenter(CREDENTIAL, transport=httpx.MockTransport(respond), retry=RETRY, max_concurrency=8) as partner:
        parts = list(partner.offers.by_countries(markets, concurrency=20).events())
    return [part.error for part in parts if isinstance(part, BatchFailure)]


def many_by_tasks(respond: Callable[[httpx.Request], httpx.Response], markets: Sequence[str]) -> Sequence[Exception]:
    async def read_offers() -> Sequence[Exception]:
        transport = httpx.MockTransport(respond)
        async with AsyncPartnerCenter(CREDENTIAL, transport=transport, retry=RETRY, max_concurrency=8) as partner:
            parts = [part async for part in partner.offers.by_countries(markets, concurrency=20).events()]
        return [part.error for part in parts if isinstance(part, BatchFailure)]

    return anyio.run(read_offers)


@pytest.fixture(params=[many_by_threads, many_by_tasks], ids=["sync", "async"])
def read_many(request: pytest.FixtureRequest) -> ReadMany:
    """Read many markets. Runs the test with both clients."""
    kind: ReadMany = request.param
    return kind


def test_no_call_is_sent_after_a_response_with_retry_after(read_many: ReadMany) -> None:
    requested: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requested.append(str(request.url))
        # Large enough for its decoding to wait for a turn.
        return httpx.Response(429, headers={"Retry-After": "1000"}, content=b"x" * 100_000)

    failures = read_many(respond, MARKETS[:40])

    assert len(failures) == 40
    assert all(isinstance(failure, errors.ThrottledError) for failure in failures)
    assert len(requested) <= 8  # the calls that were in flight
