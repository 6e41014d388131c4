"""The body of an answer as it arrives: decompressed here, as httpx would inflate a bomb before anyone counts."""

import zlib
from collections.abc import AsyncIterator, Callable, Iterator

import httpx

from .._evidence import EVIDENCE_BYTES, undecodable
from .._leftovers import are_left, tls_under

ACCEPTED_CODINGS = "gzip, deflate"
ON_CHUNK = "partner_center.on_chunk"
"""The extension of a request that holds what to call whenever a part of its answer arrives."""

_PIECE = 256 * 2**10
# An error needs no more of its body than this, so a huge one is cut, not refused.
MOST_BYTES_OF_AN_ERROR = 2**20


class BodyReader:
    """Decompresses and counts a body, part by part. No I/O."""

    def __init__(self, response: httpx.Response, limit: int) -> None:
        self._response = response
        self._limit = limit if response.is_success else min(limit, MOST_BYTES_OF_AN_ERROR)
        self._on_chunk: Callable[[], None] | None = response.request.extensions.get(ON_CHUNK)
        self._coding = response.headers.get("Content-Encoding", "").strip().lower()
        self.is_coded = self._coding not in {"", "identity"}
        """Whether the body is compressed, or at least said to be."""
        self._received = 0
        self._decoded = 0
        self._evidence = b""
        self._head = b""
        self._inflate: zlib._Decompress | None = None
        self.is_full = False
        """Whether nothing more is wanted."""

    def pieces(self, part: bytes) -> Iterator[bytes]:
        """Yield what a part of the body holds, in pieces of bounded size.

        Raises:
            ResponseDecodeError: The body is larger than the limit, or coded in a way that was not asked for.
            httpx.DecodingError: It is not what its coding says.
        """
        if self._on_chunk is not None:
            self._on_chunk()
        self._received += len(part)
        if self._received > self._limit:
            self._evidence = self._evidence or part[:EVIDENCE_BYTES]
            self._overflow()
            return
        for piece in self._decoded_pieces(part):
            self._decoded += len(piece)
            if len(self._evidence) < EVIDENCE_BYTES:
                self._evidence += piece[:EVIDENCE_BYTES]
            if self._decoded > self._limit:
                self._overflow()
                return
            yield piece

    def end(self) -> None:
        """Take note that nothing more comes.

        Raises:
            httpx.RemoteProtocolError: The compressed body stops in the middle.
        """
        stops_early = bool(self._head) if self._inflate is None else not self._inflate.eof
        if stops_early:
            raise httpx.RemoteProtocolError("the compressed body is cut off")

    def _overflow(self) -> None:
        self.is_full = True
        if self._response.is_success:
            raise undecodable(
                self._response,
                self._evidence,
                f"has a body of more than {self._limit} bytes. Ask for less with a page size, or allow more with "
                "max_response_bytes",
            )

    def _decoded_pieces(self, part: bytes) -> Iterator[bytes]:
        if not self.is_coded:
            yield part
            return
        if self._inflate is None:
            self._head += part
            if len(self._head) < 2:
                return
            part, self._head = self._head, b""
            window_bits = self._window_bits(part)
            if window_bits is None:
                return
            self._inflate = zlib.decompressobj(window_bits)
        if self._inflate.eof:
            return  # zlib would keep whatever follows
        try:
            piece = self._inflate.decompress(part, _PIECE)
            yield piece
            # A full piece may leave something in zlib, also where it has taken all of the part.
            while not self._inflate.eof and (self._inflate.unconsumed_tail or len(piece) == _PIECE):
                piece = self._inflate.decompress(self._inflate.unconsumed_tail, _PIECE)
                yield piece
        except zlib.error as error:
            raise httpx.DecodingError(f"the body is not {self._coding}: {error}") from error

    def _window_bits(self, head: bytes) -> int | None:
        """Return what zlib is to expect, or None for the body of an error that cannot be read."""
        if self._coding in {"gzip", "x-gzip"}:
            return zlib.MAX_WBITS | 16
        if self._coding == "deflate":
            # Some servers leave out the two bytes that RFC 9110 wants in front: the method, 8, and a check of both.
            is_wrapped = head[0] & 15 == 8 and int.from_bytes(head[:2], "big") % 31 == 0
            return zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS
        self.is_full = True
        if self._response.is_success:
            raise undecodable(
                self._response, head, f"is coded as {self._coding[:40]!r}, though only {ACCEPTED_CODINGS} was asked for"
            )
        return None


def read_bounded(response: httpx.Response, *, limit: int) -> None:
    """Have the body of an answer, not yet read, come through a BodyReader."""
    reader = BodyReader(response, limit)
    stream = response.stream
    if isinstance(stream, httpx.SyncByteStream):
        response.stream = _BoundedStream(stream, reader, response)
    elif isinstance(stream, httpx.AsyncByteStream):
        response.stream = _AsyncBoundedStream(stream, reader, response)
    if reader.is_coded:
        # What httpx sees from here on is not.
        del response.headers["Content-Encoding"]


class _BoundedStream(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, reader: BodyReader, response: httpx.Response) -> None:
        self._stream = stream
        self._reader = reader
        self._connection = response.extensions.get("network_stream")
        self._tls = tls_under(response)

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            yield from self._reader.pieces(part)
            if self._reader.is_full:
                return
        self._reader.end()

    def close(self) -> None:
        try:
            if self._connection is not None and are_left(self._stream, self._connection, self._tls):
                self._connection.close()
        finally:
            self._stream.close()
        # They know the response, and it knows this stream: in such a circle a body outlives its page.
        del self._stream, self._reader


class _AsyncBoundedStream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, reader: BodyReader, response: httpx.Response) -> None:
        self._stream = stream
        self._reader = reader
        self._connection = response.extensions.get("network_stream")
        self._tls = tls_under(response)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            for piece in self._reader.pieces(part):
                yield piece
            if self._reader.is_full:
                return
        self._reader.end()

    async def aclose(self) -> None:
        try:
            if self._connection is not None and are_left(self._stream, self._connection, self._tls):
                await self._connection.aclose()
        finally:
            await self._stream.aclose()
        del self._stream, self._reader
