"""JSON lines: an object for each offer, with the key and the offer as the service sent it."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from partner_center import Offer

from ..columns import KEY
from .parts import Part


def json_lines(key: str, offers: Iterable[Offer]) -> bytes:
    """Return a line for each offer, each ended by a line feed."""
    values = [{KEY: key, "offer": offer.to_dict()} for offer in offers]
    return _lines(values) or b"".join(_lines([value]) or _line(value) for value in values)


def _lines(values: list[Any]) -> bytes:
    """Return the lines of values, or nothing if msgspec cannot write one of them."""
    try:
        lines = _encoder.encode_lines(values)
    except (UnicodeEncodeError, OverflowError):  # lone surrogates, and integers of more than 64 bits
        return b""
    # msgspec writes NaN as null. If there is a null, the standard library tells the two apart.
    return b"" if b"null" in lines else lines


def _line(value: Any) -> bytes:
    return json.dumps(value).encode("ascii") + b"\n"


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()


def offers_in(part: Part) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the key and each offer of a part."""
    with part.path.open("rb") as lines:
        for line in lines:
            value = _value(line)
            yield value[KEY], value["offer"]


def _value(line: bytes) -> Any:
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):  # what the standard library wrote
        return json.loads(line)


def write_jsonl(parts: Iterable[Part], destination: Path) -> None:
    """Write parts, which are JSON lines, to one file."""
    with destination.open("wb") as file:
        for part in parts:
            with part.path.open("rb") as lines:
                shutil.copyfileobj(lines, file, 2**20)
