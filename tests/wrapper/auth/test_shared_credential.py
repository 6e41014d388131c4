"""One credential in many clients: they share its token."""

import asyncio
import copy
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from partner_center import AsyncPartnerCenter, Cloud, PartnerCenter
from partner_center.auth import (
    AccessToken,
    CertificateCredential,
    ClientSecretCredential,
    DeviceCodeCredential,
    FileTokenStore,
    InteractiveBrowserCredential,
    RefreshTokenCredential,
)
from partner_center.emulator import Emulator, ReceivedRequest, Response


@pytest.fixture
def settings(emulator: Emulator) -> dict[str, Any]:
    return {"base_url": emulator.base_url, "verify": emulator.ca_bundle}


def token_requests(emulator: Emulator) -> int:
    return sum(request.path.endswith("/token") for request in emulator.requests)


async def sign_in(credential: Any, settings: dict[str, Any]) -> AccessToken:
    async with AsyncPartnerCenter(credential, **settings) as partner:
        return await partner.sign_in()


def test_clients_of_both_kinds_sign_in_once(
    emulator: Emulator, credential: ClientSecretCredential, settings: dict[str, Any]
) -> None:
    tokens = set()
    for _ in range(3):
        with PartnerCenter(credential, **settings) as partner:
            tokens.add(partner.sign_in())
        tokens.add(asyncio.run(sign_in(credential, settings)))
    assert len(tokens) == 1
    assert token_requests(emulator) == 1


def test_threads_and_event_loops_sign_in_once_at_the_same_time(
    emulator: Emulator, credential: ClientSecretCredential, settings: dict[str, Any]
) -> None:
    def sign_in_anywhere(number: int) -> AccessToken:
        if number % 2:
            return asyncio.run(sign_in(credential, settings))
        with PartnerCenter(credential, **settings) as partner:
            return partner.sign_in()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(sign_in_anywhere, range(8)))) == 1
    assert token_requests(emulator) == 1


def test_eight_clients_redeem_a_refresh_token_once(emulator: Emulator, settings: dict[str, Any]) -> None:
    credential = RefreshTokenCredential(
        tenant_id=emulator.tenant_id,
        client_id=emulator.client_id,
        refresh_token=emulator.issue_refresh_token(),
        authority=emulator.authority,
    )

    def first_page(_: int) -> None:
        with PartnerCenter(credential, **settings) as partner:
            partner.offers.by_country("IS").first_page()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(first_page, range(8)))
    assert token_requests(emulator) == 1


def test_each_cloud_has_its_own_token(
    emulator: Emulator, credential: ClientSecretCredential, settings: dict[str, Any]
) -> None:
    tokens = []
    for cloud in (Cloud.GLOBAL, Cloud.CHINA, Cloud.GLOBAL):
        with PartnerCenter(credential, cloud=cloud, **settings) as partner:
            tokens.append(partner.sign_in())
    assert token_requests(emulator) == 2
    assert tokens[0] == tokens[2] != tokens[1]


def test_a_cancelled_sign_in_continues_for_the_next_client(
    emulator: Emulator, credential: ClientSecretCredential, settings: dict[str, Any]
) -> None:
    has_request, may_respond = threading.Event(), threading.Event()

    def wait(request: ReceivedRequest) -> None:
        if request.path.endswith("/token"):
            has_request.set()
            assert may_respond.wait(10)

    emulator.behavior.intercept = wait

    async def cancel_sign_in() -> None:
        call = asyncio.create_task(sign_in(credential, settings))
        await asyncio.to_thread(has_request.wait, 10)
        call.cancel()
        await asyncio.wait([call])

    asyncio.run(cancel_sign_in())
    may_respond.set()
    assert asyncio.run(sign_in(credential, settings))
    assert token_requests(emulator) == 1


def test_a_sign_in_that_fails_after_its_event_loop_has_closed_logs_nothing(
    emulator: Emulator,
    credential: ClientSecretCredential,
    settings: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    has_request, may_respond = threading.Event(), threading.Event()

    def fail(request: ReceivedRequest) -> Response | None:
        if not request.path.endswith("/token"):
            return None
        has_request.set()
        assert may_respond.wait(10)
        return Response(400, {"Content-Type": "application/json"}, b'{"error": "invalid_client"}')

    emulator.behavior.intercept = fail

    async def cancel_sign_in() -> None:
        call = asyncio.create_task(sign_in(credential, settings))
        await asyncio.to_thread(has_request.wait, 10)
        call.cancel()
        await asyncio.wait([call])

    asyncio.run(cancel_sign_in())
    threads = [thread for thread in threading.enumerate() if thread.name == "partner-center"]
    assert threads
    may_respond.set()
    for thread in threads:
        thread.join(10)
    assert caplog.records == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork() on this system")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_process_does_not_wait_for_a_thread_of_its_parent(
    emulator: Emulator, credential: ClientSecretCredential, settings: dict[str, Any]
) -> None:
    has_request, may_respond = threading.Event(), threading.Event()

    def wait_once(request: ReceivedRequest) -> None:
        if request.path.endswith("/token") and not has_request.is_set():
            has_request.set()
            assert may_respond.wait(30)

    emulator.behavior.intercept = wait_once
    with ThreadPoolExecutor(1) as pool, PartnerCenter(credential, **settings) as partner:
        signing_in = pool.submit(partner.sign_in)
        assert has_request.wait(10)
        child = os.fork()
        if not child:
            status = 1
            try:
                with PartnerCenter(credential, **settings) as own:
                    status = 0 if own.sign_in() else 1
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        may_respond.set()
        assert signing_in.result(10)
    assert status == 0
    assert token_requests(emulator) == 2


def credentials_of(emulator: Emulator, tmp_path: Path) -> list[Any]:
    application = {"tenant_id": emulator.tenant_id, "client_id": emulator.client_id, "authority": emulator.authority}
    return [
        ClientSecretCredential(**application, client_secret=emulator.client_secret),
        CertificateCredential(**application, certificate=emulator.certificate.pem),
        RefreshTokenCredential(**application, refresh_token=emulator.issue_refresh_token()),
        RefreshTokenCredential(**application, store=FileTokenStore(tmp_path / "token")),
        DeviceCodeCredential(**application),
        InteractiveBrowserCredential(**application),
    ]


def test_a_copy_is_equal_and_signs_in_separately(emulator: Emulator, tmp_path: Path, settings: dict[str, Any]) -> None:
    for credential in credentials_of(emulator, tmp_path):
        for copied in (copy.copy(credential), copy.deepcopy(credential), pickle.loads(pickle.dumps(credential))):  # noqa: S301
            assert copied == credential
            assert repr(copied) == repr(credential)
    first = credentials_of(emulator, tmp_path)[0]
    with PartnerCenter(first, **settings) as partner:
        partner.sign_in()
    for copied in (copy.copy(first), copy.deepcopy(first), pickle.loads(pickle.dumps(first))):  # noqa: S301
        assert hash(copied) == hash(first)
        assert emulator.client_secret not in repr(copied)
        before = token_requests(emulator)
        with PartnerCenter(copied, **settings) as partner:
            partner.sign_in()
        assert token_requests(emulator) == before + 1
