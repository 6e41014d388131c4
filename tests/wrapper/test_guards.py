"""A client opens new connections in a forked process and in another event loop, or raises an error."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from partner_center import AsyncPartnerCenter, PartnerCenter
from partner_center.auth import AccessTokenCredential

from ..gated_service import GatedService

# Each script runs in a process of its own, because forking a process with threads is not safe.
IMPORTS = """
import asyncio, gc, os, sys, threading, httpx
from partner_center import AsyncPartnerCenter, PartnerCenter, RetryPolicy
from partner_center.auth import AccessTokenCredential

credential, base_url = AccessTokenCredential(token="made-up"), sys.argv[1]
settings = {"base_url": base_url, "retry": None, "max_concurrency": 1}

def in_a_fork(function):
    if (child := os.fork()) == 0:
        try:
            function()
        except Exception as error:
            print(type(error).__name__, error, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""

WITH_THREADS = """
with PartnerCenter(credential, **settings) as partner:
    def ask():
        print([offer.id for country in ("US", "FR", "US") for offer in partner.offers.by_country(country)], flush=True)

    ask()
    # Another thread has the only slot until the child process has its responses.
    thread = threading.Thread(target=partner.offers.by_country("DE").to_list)
    thread.start()
    httpx.get(base_url + "/wait-for-request")
    in_a_fork(ask)
    httpx.get(base_url + "/release")
    thread.join()
    ask()
"""

WITH_TASKS = """
partner = AsyncPartnerCenter(credential, **settings)

async def ask():
    print([offer.id for c in ("US", "FR", "US") for offer in await partner.offers.by_country(c).to_list()], flush=True)

asyncio.run(ask())
in_a_fork(lambda: asyncio.run(ask()))
asyncio.run(ask())  # in another event loop
asyncio.run(partner.aclose())  # in a third
"""

WITH_A_TRANSPORT = """
transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"items": []}))
with PartnerCenter(credential, transport=transport) as partner:
    def ask():
        print(partner.offers.by_country("US").to_list(), flush=True)

    in_a_fork(ask)
    ask()
    in_a_fork(ask)
"""

# The server sends bytes for two seconds, and the deadline is a tenth of one.
WITH_A_DEADLINE = """
import socket, time

with PartnerCenter(credential, **settings) as partner:
    partner.offers.by_country("US").to_list()
del partner
gc.collect()

def drip():
    connection, _ = listening.accept()
    connection.sendall(b"HTTP/1.1 200 OK\\r\\nX-Slow: ")
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.02)
    connection.close()

def ask():
    threading.Thread(target=drip, daemon=True).start()
    base_url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    PartnerCenter(credential, base_url=base_url, retry=RetryPolicy(deadline=0.1)).offers.by_country("US").to_list()

with socket.create_server(("127.0.0.1", 0)) as listening:
    in_a_fork(ask)
"""

WITH_MANY_THREADS = """
together = threading.Barrier(20)
partner = PartnerCenter(credential, **{**settings, "max_concurrency": 20})

def ask():
    together.wait()
    partner.offers.by_country("US").to_list()

threads = [threading.Thread(target=ask) for _ in range(20)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([thread.name for thread in threading.enumerate()])
"""


class _Service(GatedService):
    """Lets the client process decide when the offers of Germany arrive."""

    def _respond(self, target: str) -> tuple[int, dict[str, object]]:
        if target.endswith("/wait-for-request"):
            self.wait_for_request("DE", 0)
        elif target.endswith("/release"):
            self.release("DE", 0)
        else:
            return super()._respond(target)
        return 200, {}


@pytest.fixture
def run() -> Iterator[Callable[[str], list[str]]]:
    service = _Service()
    service.sizes.update({"US": 1, "FR": 1, "DE": 1})
    service.hold("DE", 0)

    def run_script(script: str) -> list[str]:
        command = [sys.executable, "-c", IMPORTS + script, service.base_url]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
        assert result.stderr == ""
        return result.stdout.splitlines()

    with service.serving():
        yield run_script


@pytest.mark.parametrize("script", [WITH_THREADS, WITH_TASKS], ids=["sync", "async"])
def test_a_forked_process_opens_its_own_connections(run: Callable[[str], list[str]], script: str) -> None:
    assert run(script) == ["['US-0', 'FR-0', 'US-0']"] * 3


def test_a_forked_process_does_not_use_the_transport_of_its_parent(run: Callable[[str], list[str]]) -> None:
    before, own, refusal = run(WITH_A_TRANSPORT)
    assert (before, own) == ("[]", "[]")  # a client that has made no call may be used in any process
    assert refusal.startswith("RuntimeError This client made calls in another process or event loop")
    assert "Create a client with a transport of its own in each process" in refusal


def test_a_deadline_holds_in_a_forked_process_too(run: Callable[[str], list[str]]) -> None:
    (error,) = run(WITH_A_DEADLINE)
    assert error.startswith("RequestTimeoutError GET")


def test_calls_that_begin_at_once_start_one_thread_for_their_deadlines(run: Callable[[str], list[str]]) -> None:
    assert run(WITH_MANY_THREADS) == ["['MainThread', 'partner-center-deadlines']"]


def test_a_client_in_two_open_event_loops_is_refused() -> None:
    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"items": []})

    partner = AsyncPartnerCenter(AccessTokenCredential(token="made-up"), transport=httpx.MockTransport(respond))
    with asyncio.Runner() as first, asyncio.Runner() as second:
        assert first.run(partner.offers.by_country("US").to_list()) == []
        for use in (partner.offers.by_country("US").to_list, partner.aclose):
            with pytest.raises(RuntimeError, match="Create a client in each event loop, and close it there"):
                second.run(use())


def test_an_event_loop_other_than_asyncio_is_refused() -> None:
    partner = AsyncPartnerCenter(AccessTokenCredential(token="made-up"))
    for use in (partner.offers.by_country("US").to_list, partner.aclose):
        with pytest.raises(RuntimeError, match="needs a running asyncio event loop; Trio has none"):
            use().send(None)  # as another event loop would


def test_a_client_can_be_closed_while_another_thread_starts_queries() -> None:
    switch_interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):
            transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"items": []}))
            client = PartnerCenter(AccessTokenCredential(token="made-up"), transport=transport)
            begun = [client.offers.by_country("US").pages() for _ in range(200)]
            for pages in begun:
                next(pages)

            started = threading.Event()

            def ask(client: PartnerCenter = client, started: threading.Event = started) -> None:
                for _ in range(1000):
                    client.offers.by_country("US").to_list()
                    started.set()

            with ThreadPoolExecutor(1) as thread:
                asking = thread.submit(ask)
                started.wait(10)
                client.close()
            with pytest.raises(RuntimeError, match=r"The client is closed\."):
                asking.result()
    finally:
        sys.setswitchinterval(switch_interval)
