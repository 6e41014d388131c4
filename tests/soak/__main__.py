"""The soak: both clients read from a failing service for ten minutes. Prints figures, and fails if one is bad.

python -m tests.soak [--seconds 600] [--share 0.05] [--readers 8]
"""

import argparse
import asyncio
import json
import logging
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from partner_center import AsyncPartnerCenter, Event, PartnerCenter, RetryPolicy, RetryScheduled
from partner_center.auth import ClientSecretCredential
from partner_center.emulator import Emulator

from .figures import Watch, growth
from .readers import Tally, queries, read_in_task, read_in_thread

# With this many calls, some fail four times in a row by chance.
RETRY = RetryPolicy(max_attempts=10, backoff=0.05, max_backoff=1)
# After each round, all readers pause, and the memory and the resources of the process are measured.
ROUNDS = 60


async def soak(client: dict[str, Any], service: "subprocess.Popen[str]", *, seconds: float, readers: int) -> bool:
    to_read = queries(Emulator().catalog)
    until = time.monotonic() + seconds
    tallies = [Tally() for _ in range(readers)]
    retries: Counter[str] = Counter()

    def count(event: Event) -> None:
        if isinstance(event, RetryScheduled):
            retries[str(event.status or event.error)] += 1

    # asyncio resolves host names in threads that it keeps. With more than one, their number depends on chance.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    watch = Watch()
    with PartnerCenter(**client, on_event=count) as partner:
        async with AsyncPartnerCenter(**client, on_event=count) as async_partner:
            while (now := time.monotonic()) < until:
                pause = min(until, now + seconds / ROUNDS)
                threads = [
                    threading.Thread(target=read_in_thread, args=(partner, to_read, pause, tally))
                    for tally in tallies[: readers // 2]
                ]
                for thread in threads:
                    thread.start()
                async with asyncio.TaskGroup() as tasks:
                    for tally in tallies[readers // 2 :]:
                        tasks.create_task(read_in_task(async_partner, to_read, pause, tally))
                for thread in threads:
                    thread.join()
                # No reader runs now, so all resources are leaked or kept for the next call.
                watch.take_sample()
            counts = _counts(service)

    total = Tally(
        *(sum(getattr(each, name) for each in tallies) for name in ("enumerations", "offers", "lost", "repeated")),
        sum((each.errors for each in tallies), Counter()),
    )
    grown = growth(watch.samples, warm_up=min(60, seconds / 4))
    requests = counts.pop("requests")
    print(f"{seconds:.0f} s, {readers} readers, half of them threads and half tasks")
    print(f"{requests} requests, {sum(counts.values())} faults, {sum(counts.values()) / requests:.1%}: {counts}")
    print(f"{sum(retries.values())} retries: {dict(retries.most_common())}")
    print(f"{total.enumerations} enumerations, {total.offers} offers, {total.lost} lost, {total.repeated} repeated")
    held = "; ".join(str(each) for each in grown)
    print(f"{held} (MiB and counts, while all readers paused; {len(watch.samples)} times)")
    for error, times in total.errors.most_common():
        print(f"{times} x {error}")
    is_good = not total.lost and not total.repeated and not any(each.is_too_large for each in grown)
    print("good" if is_good and total.enumerations else "BAD")
    return is_good and total.enumerations > 0


def _counts(service: "subprocess.Popen[str]") -> dict[str, int]:
    assert service.stdin
    assert service.stdout
    service.stdin.write("\n")
    service.stdin.flush()
    counts: dict[str, int] = json.loads(service.stdout.readline())
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="the duration in seconds (default: 600)")
    parser.add_argument("--share", type=float, default=0.05, help="the share of requests that fail (default: 0.05)")
    parser.add_argument("--readers", type=int, default=8, help="the number of concurrent readers (default: 8)")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)  # thousands of retries are expected
    with subprocess.Popen(  # noqa: S603 - a module of these tests, with a number as its argument
        [sys.executable, "-m", "tests.soak.failing_service", "--share", str(arguments.share * 0.8)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as service:
        assert service.stdout
        address = json.loads(service.stdout.readline())
        client = {
            "credential": ClientSecretCredential(
                tenant_id=address["tenant_id"],
                client_id=address["client_id"],
                client_secret=address["client_secret"],
                authority=address["authority"],
            ),
            "base_url": address["base_url"],
            "verify": address["ca_bundle"],
            "retry": RETRY,
            "timeout": 2,
        }
        try:
            is_good = asyncio.run(soak(client, service, seconds=arguments.seconds, readers=arguments.readers))
        finally:
            assert service.stdin
            service.stdin.close()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
