"""HTTP/2, where it is asked for: spoken with servers that do, and on a bad day no different from HTTP/1.1."""

import asyncio
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest
from hypercorn.asyncio import serve
from hypercorn.config import Config

from partner_center import AsyncPartnerCenter, Offer, PartnerCenter, ResponseDecodeError
from partner_center.auth import AccessTokenCredential

from .answers import TOKEN, good, page
from .clock import QuickClock
from .conftest import Ask
from .fault import offers_of_the_us
from .server import Certificates, FaultServer

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class End(Enum):
    """What follows on the body."""

    WHOLE = auto()
    CUT = auto()
    NOTHING = auto()
    """Neither an end nor more of it."""


@attrs.frozen
class Answer:
    """What the server sends."""

    status: int = 200
    body: bytes = page("A")
    end: End = End.WHOLE


@attrs.define
class Http2Server:
    """Follows a script, and notes in which version of HTTP it was asked."""

    script: list[Answer]
    port: int = 0
    versions: list[str] = attrs.field(factory=list)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        self.versions.append(scope["http_version"])
        answer = self.script.pop(0)
        # No length: in HTTP/2 the frames say where the body ends.
        await send({"type": "http.response.start", "status": answer.status, "headers": []})
        await send({"type": "http.response.body", "body": answer.body, "more_body": answer.end is not End.WHOLE})
        if answer.end is End.CUT:
            raise ConnectionError
        if answer.end is End.NOTHING:
            while (await receive())["type"] != "http.disconnect":
                pass


@contextmanager
def serving(certificates: Certificates, folder: Path, script: list[Answer]) -> Iterator[Http2Server]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = Http2Server(script, listening.getsockname()[1])
    config = Config()
    config.bind = [f"fd://{listening.detach()}"]
    config.loglevel = "CRITICAL"
    config.keep_alive_timeout = config.graceful_timeout = 0.1
    config.h2_max_concurrent_streams = 3
    config.certfile, config.keyfile = str(folder / "certificates.pem"), str(folder / "key.pem")
    for certificate in certificates.good.cert_chain_pems:
        certificate.write_to_path(config.certfile, append=True)
    certificates.good.private_key_pem.write_to_path(config.keyfile)
    loop = asyncio.new_event_loop()
    done = asyncio.Event()
    thread = threading.Thread(
        target=loop.run_until_complete,
        args=(serve(server, config, shutdown_trigger=done.wait),),  # type: ignore[arg-type]
    )
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()


@pytest.fixture
def settings(ca_bundle: str) -> dict[str, Any]:
    return {"credential": AccessTokenCredential(token=TOKEN), "verify": ca_bundle, "http2": True}


def test_it_is_spoken_where_the_server_does(
    certificates: Certificates, settings: dict[str, Any], ask: Ask, tmp_path: Path
) -> None:
    with serving(certificates, tmp_path, [Answer()]) as server:
        outcome = ask(offers_of_the_us, base_url=f"https://localhost:{server.port}/v1", **settings)
    assert ids(outcome) == ["A"]
    assert server.versions == ["2"]


def test_it_is_not_spoken_unless_asked_for(
    certificates: Certificates, settings: dict[str, Any], ask: Ask, tmp_path: Path
) -> None:
    with serving(certificates, tmp_path, [Answer()]) as server:
        outcome = ask(offers_of_the_us, base_url=f"https://localhost:{server.port}/v1", **settings | {"http2": False})
    assert ids(outcome) == ["A"]
    assert server.versions == ["1.1"]


def test_a_server_that_speaks_none_is_understood(
    certificates: Certificates, settings: dict[str, Any], ask: Ask
) -> None:
    with FaultServer(certificates.good, [good("A")]) as server:
        outcome = ask(offers_of_the_us, base_url=f"https://localhost:{server.port}/v1", **settings)
    assert ids(outcome) == ["A"]


@pytest.mark.parametrize(
    "broken", [Answer(503, b""), Answer(429, b""), Answer(200, page("A")[:20], End.CUT)], ids=["503", "429", "cut"]
)
def test_a_bad_answer_is_asked_for_again(
    broken: Answer,
    certificates: Certificates,
    settings: dict[str, Any],
    ask: Ask,
    tmp_path: Path,
    quick_clock: QuickClock,
) -> None:
    with serving(certificates, tmp_path, [broken, Answer()]) as server:
        outcome = ask(offers_of_the_us, base_url=f"https://localhost:{server.port}/v1", **settings)
    assert ids(outcome) == ["A"]
    assert server.versions == ["2", "2"]


def test_a_whole_answer_that_is_no_page_is_not(
    certificates: Certificates, settings: dict[str, Any], ask: Ask, tmp_path: Path
) -> None:
    with serving(certificates, tmp_path, [Answer(200, b'{"items": [')]) as server:
        outcome = ask(offers_of_the_us, base_url=f"https://localhost:{server.port}/v1", **settings)
    assert isinstance(outcome, ResponseDecodeError)
    assert len(server.versions) == 1


def test_an_answer_that_is_too_large_is_refused(
    certificates: Certificates, settings: dict[str, Any], ask: Ask, tmp_path: Path
) -> None:
    with serving(certificates, tmp_path, [Answer(200, page("A") + b" " * 10_000)]) as server:
        base_url = f"https://localhost:{server.port}/v1"
        outcome = ask(offers_of_the_us, base_url=base_url, max_response_bytes=5000, **settings)
    assert isinstance(outcome, ResponseDecodeError)


@pytest.fixture
def left_early(certificates: Certificates, tmp_path: Path) -> Iterator[Http2Server]:
    """A server of which more answers are too large than a connection has streams."""
    too_large = Answer(200, b" " * 10_000, End.NOTHING)
    with serving(certificates, tmp_path, [*[too_large] * 4, Answer()]) as server:
        yield server


def test_answers_that_are_left_early_wear_out_no_connection_for_good(
    left_early: Http2Server, settings: dict[str, Any], quick_clock: QuickClock
) -> None:
    base_url = f"https://localhost:{left_early.port}/v1"
    with PartnerCenter(base_url=base_url, max_response_bytes=5000, **settings) as partner:
        offers = partner.offers.by_country("US")
        for _ in range(4):
            with pytest.raises(ResponseDecodeError):
                offers.to_list()
        assert ids(offers.to_list()) == ["A"]


def test_nor_do_those_that_tasks_leave(
    left_early: Http2Server, settings: dict[str, Any], quick_clock: QuickClock
) -> None:
    async def ask() -> None:
        base_url = f"https://localhost:{left_early.port}/v1"
        async with AsyncPartnerCenter(base_url=base_url, max_response_bytes=5000, **settings) as partner:
            offers = partner.offers.by_country("US")
            for _ in range(4):
                with pytest.raises(ResponseDecodeError):
                    await offers.to_list()
            assert ids(await offers.to_list()) == ["A"]

    anyio.run(ask)


def test_what_it_takes_is_named_where_it_is_missing(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "h2", None)
    with pytest.raises(ValueError, match=r"pip install 'partner-center-offers\[http2\]'"):
        PartnerCenter(**settings)


def ids(outcome: object) -> list[object]:
    assert isinstance(outcome, list), outcome
    return [offer.id for offer in outcome if isinstance(offer, Offer)]
