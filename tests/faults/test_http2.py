"""The asynchronous client works over HTTP/2 (extra http2) as over HTTP/1.1."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
from hypercorn.asyncio import serve
from hypercorn.config import Config

from partner_center import Offer, ResponseDecodeError
from partner_center.auth import AccessTokenCredential

from .clock import QuickClock
from .conftest import read_with_tasks
from .fault import offers_of_the_us
from .responses import TOKEN, good, page
from .server import Certificates, FaultServer

Send = Callable[[dict[str, Any]], Awaitable[None]]


@attrs.frozen
class ScriptedResponse:
    """A response of the server, and whether it is cut off."""

    status: int = 200
    body: bytes = page("A")
    is_cut: bool = False


@attrs.define
class Http2Server:
    """Sends scripted responses, and records the HTTP version of each request."""

    script: list[ScriptedResponse]
    port: int = 0
    versions: list[str] = attrs.field(factory=list)

    async def __call__(self, scope: dict[str, Any], _receive: object, send: Send) -> None:
        if scope["type"] != "http":
            return
        self.versions.append(scope["http_version"])
        response = self.script.pop(0)
        # No Content-Length: in HTTP/2 the frames mark the end of the body.
        await send({"type": "http.response.start", "status": response.status, "headers": []})
        await send({"type": "http.response.body", "body": response.body, "more_body": response.is_cut})
        if response.is_cut:
            raise ConnectionError


@contextmanager
def serving(certificates: Certificates, folder: Path, script: list[ScriptedResponse]) -> Iterator[Http2Server]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = Http2Server(script, listening.getsockname()[1])
    config = Config()
    config.bind = [f"fd://{listening.detach()}"]
    config.loglevel = "CRITICAL"
    config.keep_alive_timeout = config.graceful_timeout = 0.1
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


def read_offers(port: int, ca_bundle: str, *, http2: bool = True, **settings: Any) -> object:
    trusted = ssl.create_default_context(cafile=ca_bundle)
    return read_with_tasks(
        offers_of_the_us,
        credential=AccessTokenCredential(token=TOKEN),
        base_url=f"https://localhost:{port}/v1",
        transport=httpx.AsyncHTTPTransport(http2=http2, verify=trusted),
        **settings,
    )


@pytest.mark.parametrize(("http2", "version"), [(True, "2"), (False, "1.1")])
def test_http2_is_used_if_the_transport_supports_it(
    certificates: Certificates, ca_bundle: str, tmp_path: Path, http2: bool, version: str
) -> None:
    with serving(certificates, tmp_path, [ScriptedResponse()]) as server:
        assert ids(read_offers(server.port, ca_bundle, http2=http2)) == ["A"]
    assert server.versions == [version]


def test_a_server_without_http2_is_called_with_http_1_1(certificates: Certificates, ca_bundle: str) -> None:
    with FaultServer(certificates.good, [good("A")]) as server:
        assert ids(read_offers(server.port, ca_bundle)) == ["A"]


@pytest.mark.parametrize(
    "broken",
    [ScriptedResponse(503, b""), ScriptedResponse(429, b""), ScriptedResponse(200, page("A")[:20], is_cut=True)],
    ids=["503", "429", "cut"],
)
def test_a_failed_call_is_retried(
    certificates: Certificates, ca_bundle: str, tmp_path: Path, quick_clock: QuickClock, broken: ScriptedResponse
) -> None:
    with serving(certificates, tmp_path, [broken, ScriptedResponse()]) as server:
        assert ids(read_offers(server.port, ca_bundle)) == ["A"]
    assert server.versions == ["2", "2"]


def test_a_complete_response_that_is_not_json_is_not_retried(
    certificates: Certificates, ca_bundle: str, tmp_path: Path
) -> None:
    with serving(certificates, tmp_path, [ScriptedResponse(200, b'{"items": [')]) as server:
        assert isinstance(read_offers(server.port, ca_bundle), ResponseDecodeError)
    assert len(server.versions) == 1


def test_a_response_that_is_too_large_is_an_error(certificates: Certificates, ca_bundle: str, tmp_path: Path) -> None:
    with serving(certificates, tmp_path, [ScriptedResponse(200, page("A") + b" " * 10_000)]) as server:
        assert isinstance(read_offers(server.port, ca_bundle, max_response_bytes=5000), ResponseDecodeError)


def ids(outcome: object) -> list[object]:
    assert isinstance(outcome, list), outcome
    return [offer.id for offer in outcome if isinstance(offer, Offer)]
