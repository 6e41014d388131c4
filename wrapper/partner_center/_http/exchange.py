"""One request and its response: sent once, and read within a bound. The API and the sign-in both go through here.

httpx.Client would keep cookies, log addresses with ids of customers, and decompress a body without a bound.
"""

import zlib
from collections.abc import Callable, Collection

import attrs
import httpx

from .redaction import hide_in_logs, one_line, redact_tokens

OnPart = Callable[[httpx.Request, httpx.Response], None]
"""Called when the headers of a response have arrived, and with each part of its body. It may raise."""
LONGEST_ERROR_BODY = 2**20  # an error needs no more of its body, so a longer one is cut and not rejected
_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32


@attrs.frozen(kw_only=True, eq=False)
class RawResponse:
    """A response as it arrived, with its body decompressed and without secrets in its headers.

    The body of an error may be cut. If that of a success cannot be read, ``problem`` is the end of a sentence about it.
    """

    status: int
    reason: str
    headers: httpx.Headers
    http_version: str
    body: bytes
    problem: str | None

    @property
    def is_success(self) -> bool:
        return 200 <= self.status <= 299

    @property
    def is_framed(self) -> bool:
        """Whether the response says where its body ends. If only the end of the connection does, it may be cut off."""
        is_delimited = "Content-Length" in self.headers or "Transfer-Encoding" in self.headers
        return is_delimited or self.http_version == "HTTP/2" or self.status == httpx.codes.NO_CONTENT

    def ids(self) -> dict[str, str]:
        """Return the ids that the service put into headers."""
        ids = {"request_id": self.headers.get("MS-RequestId"), "correlation_id": self.headers.get("MS-CorrelationId")}
        return {name: text for name, value in ids.items() if value and (text := one_line(value, 200))}


class _BodyReader:
    """Collects a body of at most ``limit`` bytes, before and after decompression.

    httpx would decompress a part completely before anyone could count its bytes.
    """

    def __init__(self, response: httpx.Response, limit: int) -> None:
        # httpx.MockTransport and the like have read and decompressed the body already.
        encoding = "" if response.is_stream_consumed else response.headers.get("Content-Encoding", "")
        self._encoding = encoding.strip().lower()
        is_compressed = self._encoding in {"gzip", "x-gzip", "deflate"}
        self._inflate = zlib.decompressobj(_ZLIB_OR_GZIP) if is_compressed else None
        self._limit = limit if response.is_success else min(limit, LONGEST_ERROR_BODY)
        self._received = 0
        self._body = bytearray()
        self._problem: str | None = None

    def feed(self, part: bytes) -> bool:
        """Take a part, and return whether more is wanted. Raise an httpx.DecodingError if it cannot be decompressed."""
        self._received += len(part)
        if self._inflate is not None:
            try:  # bytes after the end of the compressed body are dropped
                part = b"" if self._inflate.eof else self._inflate.decompress(part, self._limit + 1 - len(self._body))
            except zlib.error as error:
                raise httpx.DecodingError(f"the body is not {self._encoding}: {error}") from error
        elif self._encoding not in {"", "identity"}:
            self._problem = f"is encoded as {self._encoding[:40]!r}, but only gzip and deflate are supported"
        if max(self._received, len(self._body) + len(part)) > self._limit:
            advice = "Request less with a page size, or allow more with max_response_bytes"
            self._problem = f"has a body of more than {self._limit} bytes. {advice}"
        self._body += part[: self._limit - len(self._body)]
        return self._problem is None

    def finish(self) -> None:
        """Raise an httpx.RemoteProtocolError if the compressed body ends in the middle."""
        if self._inflate is not None and self._received and not self._inflate.eof:
            raise httpx.RemoteProtocolError("the compressed body is cut off")

    def result(self, response: httpx.Response, secrets: Collection[str]) -> RawResponse:
        """Return the response with the body so far. A proxy may have written our own request into its headers."""
        raw = response.headers.raw  # bytes: httpx.Headers encodes texts as ASCII, but services also send UTF-8
        shown = [
            (redact_tokens(name, secrets), redact_tokens(value, secrets))
            for name, value in raw
            if name.lower() != b"set-cookie"
        ]
        return RawResponse(
            status=response.status_code,
            reason=redact_tokens(response.reason_phrase, secrets),
            headers=response.headers if shown == raw else httpx.Headers(shown),
            http_version=response.http_version,
            body=bytes(self._body),
            problem=self._problem if response.is_success else None,
        )


def exchange(
    http: httpx.BaseTransport, request: httpx.Request, *, secrets: Collection[str], limit: int, on_part: OnPart
) -> RawResponse:
    """Send a request that holds some secrets, and return its response with a body of at most ``limit`` bytes.

    Raises one of ``retry.NETWORK_ERRORS`` if no complete response arrives.
    """
    hide_in_logs(secrets)
    response = http.handle_request(request)
    try:
        on_part(request, response)
        reader = _BodyReader(response, limit)
        for part in response.iter_bytes() if response.is_stream_consumed else response.iter_raw():
            on_part(request, response)
            if not reader.feed(part):
                break
        else:
            reader.finish()
    finally:
        response.close()
    return reader.result(response, secrets)


async def exchange_async(
    http: httpx.AsyncBaseTransport, request: httpx.Request, *, secrets: Collection[str], limit: int, on_part: OnPart
) -> RawResponse:
    """Send a request, and return its response. See ``exchange``."""
    hide_in_logs(secrets)
    response = await http.handle_async_request(request)
    try:
        on_part(request, response)
        reader = _BodyReader(response, limit)
        async for part in response.aiter_bytes() if response.is_stream_consumed else response.aiter_raw():
            on_part(request, response)
            if not reader.feed(part):
                break
        else:
            reader.finish()
    finally:
        await response.aclose()
    return reader.result(response, secrets)
