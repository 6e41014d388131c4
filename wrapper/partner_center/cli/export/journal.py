"""The journal of an export: what has been read, appended to one file.

A journal is a sequence of records: the query, then pages, and an end after the last page of each key. If the process is
killed, or the machine crashes, the last records may be incomplete. Their checksums show it, and they are dropped: a key
counts as read only if its end is there.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

import attrs

from .own_files import open_own
from .query import ExportQuery

# The kind, the number of the key in the query, the number of the page, its offers, and the bytes of the body. A CRC-32
# of these and of the body follows, then the body.
_HEADER = struct.Struct(">cIIIQ")
_CHECKSUM = struct.Struct(">I")
_QUERY, _PAGE, _END = b"Q", b"P", b"E"


@attrs.frozen
class _Record:
    kind: bytes
    key: int
    page: int
    offers: int
    start: int
    body: bytes

    @property
    def end(self) -> int:
        """Where the next record begins."""
        return self.start + len(self.body)


@attrs.define
class _Part:
    """The pages of a key.

    Attributes:
        spans: Where each page starts in the file, and where it ends.
        offers: How many offers the pages have.
    """

    spans: list[tuple[int, int]] = attrs.field(factory=list)
    offers: int = 0


class Journal:
    """What an export has read so far. Use ``create`` or ``load``."""

    def __init__(self, query: ExportQuery, file: BinaryIO) -> None:
        self._keys = query.keys
        self._numbers = {key: number for number, key in enumerate(query.keys)}
        self._file = file
        self._position = 0
        self._complete: dict[int, _Part] = {}
        self._growing: dict[int, _Part] = {}

    @classmethod
    def create(cls, path: Path, query: ExportQuery, new: Path) -> Self:
        """Return the journal of a new export. It is written as ``new``, and renamed when it has its query.

        Raises:
            OSError: The file cannot be created.
        """
        journal = cls(query, open_own(new, new=True))
        try:
            journal._append(_QUERY, 0, 0, 0, query.to_json().encode())
            journal.sync()
            new.rename(path)
        except BaseException:
            journal.close()
            raise
        return journal

    @classmethod
    def load(cls, path: Path, query: ExportQuery) -> Self:
        """Return the journal of an interrupted export.

        Raises:
            ValueError: The export has another query, or the journal cannot be read.
            OSError: The file cannot be read.
        """
        journal = cls(query, open_own(path))
        try:
            journal._load(query)
        except BaseException:
            journal.close()
            raise
        return journal

    @property
    def keys(self) -> list[str]:
        """The keys that have been read, in the order of the query."""
        return [self._keys[number] for number in sorted(self._complete)]

    @property
    def offers(self) -> int:
        """How many offers these keys have."""
        return sum(part.offers for part in self._complete.values())

    def has_pages(self, key: str) -> bool:
        """Tell whether pages of a key have been read, but not all of them."""
        return self._numbers[key] in self._growing

    def add_page(self, key: str, lines: bytes, *, offers: int) -> None:
        """Append a page of a key."""
        number = self._numbers[key]
        page = len(self._growing[number].spans) if number in self._growing else 0
        self._append(_PAGE, number, page, offers, lines)

    def end_key(self, key: str) -> None:
        """Append the end of a key."""
        self._append(_END, self._numbers[key], 0, 0, b"")

    def drop_key(self, key: str) -> None:
        """Forget the pages of a key that cannot be read to its end."""
        self._growing.pop(self._numbers[key], None)

    def pages(self) -> Iterator[bytes]:
        """Yield the pages of all keys that have been read, in the order of the query."""
        for number in sorted(self._complete):
            for start, end in self._complete[number].spans:
                self._file.seek(start)
                yield _read_exactly(self._file, end - start)

    def sync(self) -> None:
        """Write everything to the disk, so that a crash of the machine does not lose it. A thread may do this."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _load(self, query: ExportQuery) -> None:
        records = _records(self._file)
        first = next(records, None)
        if first is None or first.kind != _QUERY:
            raise ValueError("its journal cannot be read. Delete the folder to start again.")
        query.check_same(ExportQuery.from_json(first.body.decode()))
        self._take(first)
        for record in records:
            self._take(record)
        self._file.truncate(self._position)
        self._growing.clear()  # the keys in which the last run was interrupted

    def _append(self, kind: bytes, key: int, page: int, offers: int, body: bytes) -> None:
        head = _encode_head(kind, key, page, offers, body)
        _append(self._file, head)
        _append(self._file, body)  # apart, because joining them would copy the body
        start = self._position + len(head)
        self._take(_Record(kind, key, page, offers, start, body))

    def _take(self, record: _Record) -> None:
        self._position = record.end
        if record.kind == _QUERY:
            return
        if record.kind == _END:
            self._complete[record.key] = self._growing.pop(record.key, _Part())
            return
        # The first page of a key begins anew: an earlier run may have been interrupted within the key.
        part = self._growing.setdefault(record.key, _Part()) if record.page else _Part()
        self._growing[record.key] = part
        part.spans.append((record.start, record.end))
        part.offers += record.offers


def _encode_head(kind: bytes, key: int, page: int, offers: int, body: bytes) -> bytes:
    """Return what comes before the body of a record."""
    header = _HEADER.pack(kind, key, page, offers, len(body))
    return header + _CHECKSUM.pack(zlib.crc32(body, zlib.crc32(header)))


def _append(file: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _records(file: BinaryIO) -> Iterator[_Record]:
    """Yield the records of a file, up to the first that is incomplete."""
    size = file.seek(0, os.SEEK_END)
    position = file.seek(0)
    while size - position >= _HEADER.size + _CHECKSUM.size:
        header = _read_exactly(file, _HEADER.size)
        kind, key, page, offers, length = _HEADER.unpack(header)
        (checksum,) = _CHECKSUM.unpack(_read_exactly(file, _CHECKSUM.size))
        start = position + _HEADER.size + _CHECKSUM.size
        if length > size - start:
            return
        body = _read_exactly(file, length)
        if zlib.crc32(body, zlib.crc32(header)) != checksum:
            return
        yield _Record(kind, key, page, offers, start, body)
        position = start + length


def _read_exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    while len(data) < size:
        more = file.read(size - len(data))
        if not more:
            raise OSError(f"The file ends {size - len(data)} bytes too early.")
        data += more
    return data
