"""What has come after an answer on its connection, and would be taken for the answer to the next call.

A proxy that answers twice would shift all answers after that by one, and nobody would see that the offers of one market
are given for another's. httpcore keeps such a connection for the next call, so it is closed here.

httpx shows nobody what reads an answer, so it is taken from where it is. Where it is not there, as in a transport of
the caller's, nothing is known to be left.
"""

import ssl
from operator import attrgetter
from typing import Any

import httpx

_read_ahead = attrgetter("_stream._httpcore_stream._stream._connection._h11_state.trailing_data")


def tls_under(response: httpx.Response) -> ssl.SSLObject | None:
    """Return the TLS of an answer's connection where it reads ahead, as asyncio's does, and None elsewhere."""
    connection = response.extensions.get("network_stream")
    if connection is None or response.request.url.scheme != "https":
        return None
    tls: object = connection.get_extra_info("ssl_object")
    return tls if isinstance(tls, ssl.SSLObject) else None


def are_left(stream: httpx.SyncByteStream | httpx.AsyncByteStream, connection: Any, tls: ssl.SSLObject | None) -> bool:
    """Tell whether more has been read than an answer.

    Args:
        stream: The body of the answer, read to its end and not yet closed.
        connection: The ``network_stream`` of the answer.
        tls: What ``tls_under`` gave for the answer.
    """
    try:
        read_ahead: bytes = _read_ahead(stream)[0]
    except AttributeError:
        return False
    return bool(read_ahead) or _holds_more(tls) or _waits_to_be_read(connection)


def _holds_more(tls: ssl.SSLObject | None) -> bool:
    if tls is None:
        return False
    try:
        tls.read(1)
    except ssl.SSLWantReadError:
        return False
    except ssl.SSLError:
        pass  # it has come to an end
    return True


def _waits_to_be_read(connection: Any) -> bool:
    # asyncio reads four times as much at once as httpcore asks for. What is over is neither in the socket nor in TLS.
    stream = getattr(connection, "_stream", None)
    while (below := getattr(stream, "transport_stream", None)) is not None:
        stream = below
    return bool(getattr(getattr(stream, "_protocol", None), "read_queue", None))
