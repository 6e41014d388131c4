"""Runs all measurements, and writes them as JSON to standard output. The command of this folder runs it."""

import asyncio
import gc
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import attrs
import candidates
import httpx
from customers import export_customers
from exports import export as run_export
from lifelike_page import page_of
from rounds import Timing, interleaved
from serving import serving

from partner_center import AsyncPartnerCenter, PartnerCenter
from partner_center.auth import AccessTokenCredential
from partner_center.markets import MARKETS

_TOKEN = AccessTokenCredential(token="made-up")
_LATENCY = 0.1
_CONCURRENCY = 8


def _timings(timings: dict[str, Timing]) -> dict[str, Any]:
    return {name: attrs.asdict(timing) for name, timing in timings.items()}


def decoding(body: bytes, rounds: int) -> dict[str, Any]:
    return _timings(interleaved(candidates.bound(candidates.decoders(), body), rounds=rounds))


def held_memory(body: bytes) -> dict[str, float]:
    """Return the megabytes that one decoded page uses."""
    held = {}
    for name, decode in candidates.decoders().items():
        decode(body)  # a warm-up for what is allocated once
        gc.collect()
        tracemalloc.start()
        page = decode(body)
        gc.collect()
        held[name] = tracemalloc.get_traced_memory()[0] / 1e6
        tracemalloc.stop()
        del page
    return held


def loopback(base_url: str, country: str, rounds: int, calls: int) -> dict[str, Any]:
    """Time a number of consecutive calls with each client."""

    def repeated(fetch: Callable[[str], object]) -> Callable[[], object]:
        def work() -> None:
            for _ in range(calls):
                fetch(country)

        return work

    clients = {name: repeated(fetch) for name, fetch in candidates.clients(base_url).items()}
    return _a_call(interleaved(clients, rounds=rounds), calls)


def async_loopback(base_url: str, country: str, rounds: int, calls: int) -> dict[str, Any]:
    """Time a number of consecutive calls with each asynchronous client."""
    with asyncio.Runner() as runner:

        def repeated(fetch: candidates.AsyncFetch) -> Callable[[], object]:
            async def work() -> None:
                for _ in range(calls):
                    await fetch(country)

            return lambda: runner.run(work())

        clients = {name: repeated(fetch) for name, fetch in candidates.async_clients(base_url).items()}
        return _a_call(interleaved(clients, rounds=rounds), calls)


def _a_call(timings: dict[str, Timing], calls: int) -> dict[str, Any]:
    return {
        name: attrs.asdict(attrs.evolve(timing, seconds=timing.seconds / calls, slow=timing.slow / calls))
        for name, timing in timings.items()
    }


def starting(python: str, commands: Mapping[str, list[str]], rounds: int) -> dict[str, Any]:
    """Time new processes of an interpreter."""
    # Only this interpreter can import the peers.
    environment = {**os.environ} if python == sys.executable else {**os.environ, "PYTHONPATH": ""}

    def run(arguments: list[str]) -> None:
        subprocess.run([python, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603 - the command is above

    return _timings(interleaved({name: partial(run, arguments) for name, arguments in commands.items()}, rounds=rounds))


def second_client(rounds: int) -> float:
    """Return the seconds that a second client in a process takes to create."""

    def make() -> None:
        PartnerCenter(_TOKEN).close()

    return interleaved({"client": make}, rounds=rounds)["client"].seconds


def stall(base_url: str, pages: int) -> dict[str, float]:
    """Return the seconds for which reading a page of 274 offers blocks an event loop."""

    async def longest_gaps(fetch: Callable[[], Awaitable[object]]) -> float:
        gaps: list[float] = []
        for _ in range(pages):
            beats = [time.perf_counter()]

            async def beat(beats: list[float] = beats) -> None:
                while True:
                    await asyncio.sleep(0)
                    beats.append(time.perf_counter())

            beating = asyncio.create_task(beat())
            await fetch()
            beats.append(time.perf_counter())  # decoding is the last step, after the last beat
            beating.cancel()
            gaps.append(max(later - earlier for earlier, later in pairwise(beats)))
        return median(gaps)

    async def measure() -> dict[str, float]:
        async with (
            httpx.AsyncClient(base_url=base_url) as http,
            AsyncPartnerCenter(_TOKEN, base_url=base_url) as partner,
        ):

            async def plain() -> object:
                return json.loads((await http.get("/offers", params={"country": "US"})).content)

            return {
                "httpx and json.loads, to dicts": await longest_gaps(plain),
                candidates.THIS: await longest_gaps(lambda: partner.offers.by_country("US").first_page()),
            }

    return asyncio.run(measure())


def export(offers: int, markets: int, decode_seconds: float, rounds: int) -> dict[str, Any]:
    """Read many markets from a slow server with the export command and with both clients."""
    countries = MARKETS[:markets]
    ideal = max(markets / _CONCURRENCY * _LATENCY, markets * decode_seconds)
    peak = 0.0
    with serving(offers=offers, latency=_LATENCY) as base_url, tempfile.TemporaryDirectory() as folder:
        options = ["--country", ",".join(countries)]

        def by_command() -> None:
            nonlocal peak
            peak = max(peak, run_export(base_url, Path(folder) / "offers.jsonl", options).peak_mb)

        def by_threads() -> None:
            with PartnerCenter(_TOKEN, base_url=base_url) as partner:
                found = sum(1 for _ in partner.offers.by_countries(countries, concurrency=_CONCURRENCY))
            assert found == offers * markets

        async def read() -> int:
            async with AsyncPartnerCenter(_TOKEN, base_url=base_url) as partner:
                batch = partner.offers.by_countries(countries, concurrency=_CONCURRENCY)
                return len([None async for _ in batch])

        def by_tasks() -> None:
            assert asyncio.run(read()) == offers * markets

        ways = {"offers export": by_command, "PartnerCenter": by_threads, "AsyncPartnerCenter": by_tasks}
        timings = interleaved(ways, rounds=rounds, warm_up=0)
    return {
        "markets": markets,
        "offers": offers,
        "latency": _LATENCY,
        "concurrency": _CONCURRENCY,
        "rounds": rounds,
        "ideal": ideal,
        "seconds": {name: timing.seconds for name, timing in timings.items()},
        "peak_rss_mb": peak,
    }


def main(without_extras: str, offers: int, markets: int, customers: int, rounds: int) -> None:
    body = page_of(offers)
    candidates.decoders()
    gc.collect()
    gc.freeze()  # otherwise each collection traverses all modules of the peers
    decoded = decoding(body, rounds)
    with serving(offers=offers) as base_url:
        small, async_small = (
            measure(base_url, "ZZ", rounds=rounds, calls=min(rounds, 20)) for measure in (loopback, async_loopback)
        )
        big, async_big = (
            measure(base_url, "US", rounds=max(1, rounds // 2), calls=2) for measure in (loopback, async_loopback)
        )
        stalled = stall(base_url, max(1, rounds // 2))
    json.dump(
        {
            "machine": {
                "python": platform.python_version(),
                "implementation": platform.python_implementation(),
                "system": f"{platform.system()} {platform.machine()}",
                "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
            },
            "page": {"offers": offers, "bytes": len(body)},
            "rounds": rounds,
            "import": starting(without_extras, candidates.IMPORTS, rounds) if without_extras else {},
            "decode": decoded,
            "held_mb": held_memory(body),
            "small_page": small,
            "small_page_async": async_small,
            "big_page": big,
            "big_page_async": async_big,
            "start": starting(sys.executable, candidates.commands(), max(1, rounds // 4)),
            "second_client_seconds": second_client(rounds),
            "stall_seconds": stalled,
            "customers": export_customers(customers, rounds=max(1, rounds // 8)),
            "export": export(offers, markets, decoded[candidates.THIS]["seconds"], rounds=max(1, rounds // 8)),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
