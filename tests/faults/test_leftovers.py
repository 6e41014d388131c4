"""What comes behind an answer is never taken for the next one, wherever asyncio and httpcore cut what they read.

The server runs in the event loop of the client, so all that it writes at once is there when the client reads.
"""

import asyncio
import ssl

import pytest

from partner_center import AsyncPartnerCenter
from partner_center.auth import AccessTokenCredential

from .answers import TOKEN, page, whole
from .server import Certificates

READ_AT_ONCE = 2**16


def answer_of(length: int) -> bytes:
    """Return an answer with a page, of so many bytes as a whole."""
    too_short = whole(200, page("A").ljust(length - 1000))
    return whole(200, page("A").ljust(2 * length - 1000 - len(too_short)))


@pytest.mark.parametrize("has_tls", [False, True], ids=["without TLS", "with TLS"])
@pytest.mark.parametrize(
    "length",
    [
        *range(READ_AT_ONCE - 2, READ_AT_ONCE + 3),
        3 * READ_AT_ONCE,
        READ_AT_ONCE - 4 * 22,  # what four records of TLS 1.3 add
        20_000,
    ],
)
def test_an_answer_too_many(certificates: Certificates, ca_bundle: str, length: int, has_tls: bool) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates.good.configure_cert(tls)
    first = answer_of(length)
    assert len(first) == length
    connections: list[asyncio.BaseTransport] = []

    class Server(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self._transport = transport
            connections.append(transport)

        def data_received(self, data: bytes) -> None:
            assert data.endswith(b"\r\n\r\n")
            is_first = len(connections) == 1
            self._transport.write(first + whole(200, page("EVIL")) if is_first else whole(200, page("B")))

    async def ask() -> list[str]:
        loop = asyncio.get_running_loop()
        async with await loop.create_server(Server, "127.0.0.1", 0, ssl=tls if has_tls else None) as server:
            base_url = f"http{'s' * has_tls}://localhost:{server.sockets[0].getsockname()[1]}/v1"
            credential = AccessTokenCredential(token=TOKEN)
            async with AsyncPartnerCenter(credential, base_url=base_url, verify=ca_bundle) as partner:
                answers = [await partner.offers.by_country(country).to_list() for country in ("US", "DE", "DE")]
            for connection in connections:
                connection.close()
        return [str(offer.id) for offers in answers for offer in offers]

    assert asyncio.run(ask()) == ["A", "B", "B"]
    assert len(connections) == 2  # and the second is kept
