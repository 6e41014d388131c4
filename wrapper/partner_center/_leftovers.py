"""What has come after an answer on its connection, and would be taken for the answer to the next call.

A proxy that answers twice would shift all answers after that by one, and nobody would see that the offers of one market
are given for another's. httpcore keeps such a connection for the next call, so it is closed here.

httpx shows nobody what reads an answer, so it is taken from where it is. Where it is not there, as in a transport of
the caller's, nothing is known to be left.
"""

import ssl
from typing import Any

import httpx


def are_left(stream: httpx.SyncByteStream | httpx.AsyncByteStream, connection: Any) -> bool:
    """Tell whether more has been read than an answer.

    Args:
        stream: The body of the answer, read to its end and not yet closed.
        connection: The ``network_stream`` of the answer, or None.
    """
    reader: Any = stream
    for name in ("_stream", "_httpcore_stream", "_stream", "_connection", "_h11_state"):
        reader = getattr(reader, name, None)
    if reader is None or connection is None:
        return False
    return bool(reader.trailing_data[0]) or _holds_more(connection.get_extra_info("ssl_object"))


def _holds_more(tls: Any) -> bool:
    # asyncio reads ahead of TLS, so what has come may be here, and not in the socket, where httpcore looks.
    if not isinstance(tls, ssl.SSLObject):
        return False
    try:
        tls.read(1)
    except ssl.SSLWantReadError:
        return False
    except ssl.SSLError:
        pass  # it has come to an end
    return True
