"""The soak: both clients against a bad day, for ten minutes or as long as told. Prints figures; fails where one is bad.

python -m tests.soak [--seconds 600] [--share 0.05] [--askers 8]
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

from .asking import Tally, ask_in_task, ask_in_thread, questions
from .figures import Watch, growth

# Of so many calls some fail four times in a row by chance alone.
PATIENT = RetryPolicy(max_attempts=10, backoff=0.05, max_backoff=1)
# After each, all askers pause, and what the process holds is looked at.
ROUNDS = 60


async def soak(client: dict[str, Any], day: "subprocess.Popen[str]", *, seconds: float, askers: int) -> bool:
    asked = questions(Emulator().catalog)
    until = time.monotonic() + seconds
    tallies = [Tally() for _ in range(askers)]
    retries: Counter[str] = Counter()

    def count(event: Event) -> None:
        if isinstance(event, RetryScheduled):
            retries[str(event.status or event.error)] += 1

    # asyncio looks up addresses in threads that come as several look-ups coincide, and stay: by chance, up to six.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    watch = Watch()
    with PartnerCenter(**client, on_event=count) as partner:
        async with AsyncPartnerCenter(**client, on_event=count) as async_partner:
            while (now := time.monotonic()) < until:
                pause = min(until, now + seconds / ROUNDS)
                threads = [
                    threading.Thread(target=ask_in_thread, args=(partner, asked, pause, tally))
                    for tally in tallies[: askers // 2]
                ]
                for thread in threads:
                    thread.start()
                async with asyncio.TaskGroup() as tasks:
                    for tally in tallies[askers // 2 :]:
                        tasks.create_task(ask_in_task(async_partner, asked, pause, tally))
                for thread in threads:
                    thread.join()
                # Nobody asks now, so whatever there is was left behind, or is kept for the next call.
                watch.look()
            counts = _counts(day)

    total = Tally(
        *(sum(getattr(each, name) for each in tallies) for name in ("enumerations", "offers", "lost", "doubled")),
        sum((each.errors for each in tallies), Counter()),
    )
    grown = growth(watch.samples, warm_up=min(60, seconds / 4))
    requests = counts.pop("requests")
    print(f"{seconds:.0f} s, {askers} askers, half of them threads and half tasks")
    print(f"{requests} requests, {sum(counts.values())} faults, {sum(counts.values()) / requests:.1%}: {counts}")
    print(f"{sum(retries.values())} retries: {dict(retries.most_common())}")
    print(f"{total.enumerations} enumerations, {total.offers} offers, {total.lost} lost, {total.doubled} doubled")
    held = "; ".join(str(each) for each in grown)
    print(f"{held} (MiB and numbers, whenever all paused; {len(watch.samples)} times)")
    for error, times in total.errors.most_common():
        print(f"{times} x {error}")
    is_good = not total.lost and not total.doubled and not any(each.is_too_much for each in grown)
    print("good" if is_good and total.enumerations else "BAD")
    return is_good and total.enumerations > 0


def _counts(day: "subprocess.Popen[str]") -> dict[str, int]:
    assert day.stdin
    assert day.stdout
    day.stdin.write("\n")
    day.stdin.flush()
    counts: dict[str, int] = json.loads(day.stdout.readline())
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="how long to ask (default: 600)")
    parser.add_argument("--share", type=float, default=0.05, help="the share of requests that fail (default: 0.05)")
    parser.add_argument("--askers", type=int, default=8, help="how many ask at once (default: 8)")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)  # thousands of retries are what this is about
    with subprocess.Popen(  # noqa: S603 - our own program, with a number as its argument
        [sys.executable, "-m", "tests.soak.bad_day", "--share", str(arguments.share * 0.8)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as day:
        assert day.stdout
        address = json.loads(day.stdout.readline())
        client = {
            "credential": ClientSecretCredential(
                tenant_id=address["tenant_id"],
                client_id=address["client_id"],
                client_secret=address["client_secret"],
                authority=address["authority"],
            ),
            "base_url": address["base_url"],
            "verify": address["ca_bundle"],
            "retry": PATIENT,
            "timeout": 2,
        }
        try:
            is_good = asyncio.run(soak(client, day, seconds=arguments.seconds, askers=arguments.askers))
        finally:
            assert day.stdin
            day.stdin.close()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
