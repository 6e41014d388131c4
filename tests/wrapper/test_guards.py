"""A client that has made calls refuses to be used where its connections do not work, and says so."""

import asyncio
import subprocess
import sys

import httpx
import pytest

from partner_center import AsyncPartnerCenter
from partner_center.auth import AccessTokenCredential

# With a process of its own, because a process that has threads had better not fork.
FORK = """
import multiprocessing, httpx
from partner_center import PartnerCenter
from partner_center.auth import AccessTokenCredential

def ask():
    return len(partner.offers.by_country("US").to_list())

def ask_in_another_process():
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(ask)

transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"items": []}))
with PartnerCenter(AccessTokenCredential(token="made-up"), transport=transport) as partner:
    print(ask_in_another_process(), ask())
    try:
        ask_in_another_process()
    except RuntimeError as error:
        print(error)
"""


def test_a_forked_process_shares_no_connections() -> None:
    ended = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, check=True)  # noqa: S603  ours
    before, refusal = ended.stdout.splitlines()
    assert before == "0 0"  # a client that has made no call may be used in any process
    assert "Create a client in each process." in refusal


FORK_OF_A_LOOP = """
import asyncio, os, httpx
from partner_center import AsyncPartnerCenter
from partner_center.auth import AccessTokenCredential

transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"items": []}))
partner = AsyncPartnerCenter(AccessTokenCredential(token="made-up"), transport=transport)
with asyncio.Runner() as runner:
    runner.run(partner.offers.by_country("US").to_list())
    if os.fork():
        os.wait()
    else:
        try:
            runner.run(partner.offers.by_country("US").to_list())
        except RuntimeError as error:
            print(error, flush=True)
        os._exit(0)
"""


def test_a_forked_event_loop_shares_no_connections() -> None:
    ended = subprocess.run([sys.executable, "-c", FORK_OF_A_LOOP], capture_output=True, text=True, check=True)  # noqa: S603
    assert "Create a client in each process." in ended.stdout


def test_another_event_loop_is_refused() -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"items": []})

    partner = AsyncPartnerCenter(AccessTokenCredential(token="made-up"), transport=httpx.MockTransport(answer))

    async def ask() -> int:
        return len(await partner.offers.by_country("US").to_list())

    assert asyncio.run(ask()) == 0
    with pytest.raises(RuntimeError, match="Create a client in each event loop"):
        asyncio.run(ask())
