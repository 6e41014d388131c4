"""The offers of a snapshot, on disk, with an index in memory."""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec

from ..bulk import BatchOffer

Identity = tuple[bytes, int]
"""The id of an offer as JSON, and how many offers with that id precede it in its market."""


class Position(NamedTuple):
    """Where an offer is in the file, and a digest of its JSON text."""

    offset: int
    digest: bytes


class _Line(msgspec.Struct):
    key: str
    offer: msgspec.Raw


class _Identified(msgspec.Struct):
    id: msgspec.Raw = msgspec.Raw(b"")


_decode_line = msgspec.json.Decoder(_Line).decode
_decode_id = msgspec.json.Decoder(_Identified).decode


class Snapshot:
    """A file of JSON lines as ``partner-center offers export`` writes it, and where each offer is in it."""

    def __init__(self, file: BinaryIO, *, name: str) -> None:
        self._file = file
        self._offers: dict[str, dict[Identity, Position]] = {}
        offset = 0
        file.seek(0)
        for number, line in enumerate(file, 1):
            try:
                key, offer_id, digest = _identify(line)
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                raise ValueError(
                    f"{name} must be an export in JSON lines, with the members 'key' and 'offer' in each line, but "
                    f"line {number} is not."
                ) from error
            self._add(key, offer_id, Position(offset, digest))
            offset += len(line)

    def keys(self) -> Iterable[str]:
        """Return the markets or customers that have offers."""
        return self._offers.keys()

    def offers(self, key: str) -> Mapping[Identity, Position]:
        """Return where the offers of a market or customer are."""
        return self._offers.get(key, {})

    def read(self, position: Position) -> dict[str, Any]:
        """Return the members of an offer."""
        self._file.seek(position.offset)
        offer: dict[str, Any] = json.loads(self._file.readline())["offer"]
        return offer

    def _add(self, key: str, offer_id: bytes, position: Position) -> None:
        offers = self._offers.setdefault(key, {})
        repeated = 0
        while (offer_id, repeated) in offers:
            repeated += 1
        offers[offer_id, repeated] = position


def _identify(line: bytes) -> tuple[str, bytes, bytes]:
    """Return the key and the id in a line, and a digest of its offer."""
    try:
        entry = _decode_line(line)
        offer, offer_id = bytes(entry.offer), bytes(_decode_id(entry.offer).id)
        key = entry.key
    except ValueError:  # the standard library reads more: lone surrogates, for example
        members = json.loads(line)
        key, offer = members["key"], json.dumps(members["offer"]).encode()
        if not isinstance(key, str):
            raise TypeError(f"the member 'key' must be a string, got {key!r}") from None
        offer_id = json.dumps(members["offer"].get("id")).encode()
    return key, offer_id, hashlib.blake2b(offer, digest_size=16).digest()


@contextmanager
def open_snapshot(source: str | Path | Iterable[BatchOffer]) -> Iterator[Snapshot]:
    """Open a file of JSON lines, or write the offers of a Parquet file or of an iterable to a temporary one."""
    if isinstance(source, str | Path):
        path = Path(source)
        if path.suffix == ".jsonl":
            with path.open("rb") as file:
                yield Snapshot(file, name=str(path))
            return
        if path.suffix != ".parquet":
            raise ValueError(f"an export must end in .jsonl or .parquet, got {str(path)!r}")
        offers = _parquet_offers(path)
    else:
        offers = ((entry.key, entry.offer.to_dict()) for entry in source)
    with tempfile.TemporaryFile() as copy:
        for key, offer in offers:
            copy.write(json.dumps({"key": key, "offer": offer}).encode() + b"\n")
        yield Snapshot(copy, name="the copy")


def _parquet_offers(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise ValueError(
            "Parquet needs pyarrow. Install it with: pip install 'partner-center-offers[arrow]'"
        ) from error

    from ..arrow import members_of
    from .columns import KEY

    with pq.ParquetFile(path) as file:
        if KEY not in file.schema_arrow.names:
            raise ValueError(f"{path} must be an export, with a column {KEY!r}, but it has none.")
        for batch in file.iter_batches():
            for row in batch.to_pylist():
                yield row[KEY], members_of(row)
