"""What it means that no whole answer came."""

import ssl
from collections.abc import Iterator

import httpx

from ._schedule import is_worth_a_retry

NETWORK_FAILURES = (httpx.HTTPError, OSError)
"""What httpx raises where no whole answer came. What TLS says in the middle of an answer comes as it is, an OSError."""


def may_pass(error: httpx.HTTPError | OSError) -> bool:
    """Tell whether a failure of the network may be gone in a moment."""
    if isinstance(error, httpx.LocalProtocolError | httpx.UnsupportedProtocol):
        return False
    if isinstance(error, httpx.ProxyError) and (status := str(error)[:3]).isdecimal():
        return is_worth_a_retry(int(status))
    return not any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes(error))


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, and what led to it."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
