"""JSON lines: an object a line, with the catalogue and the offer as the service sent it."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ... import Offer
from ..._http.json import parse_json
from .parts import Part


def json_lines(catalogue: str, offers: Iterable[Offer]) -> bytes:
    """Return a line for each offer, each with its end."""
    values = [{"catalogue": catalogue, "offer": offer.to_dict()} for offer in offers]
    return _lines(values) or b"".join(_lines([value]) or _line(value) for value in values)


def _lines(values: list[Any]) -> bytes:
    """Return the lines of values, or nothing where a value is one that msgspec cannot write."""
    try:
        lines = _encoder.encode_lines(values)
    except (UnicodeEncodeError, OverflowError):  # lone surrogates, and integers of more than 64 bits
        return b""
    # It writes NaN as null. Where there is a null, the standard library tells the two apart.
    return b"" if b"null" in lines else lines


def _line(value: Any) -> bytes:
    return json.dumps(value).encode("ascii") + b"\n"


_encoder = msgspec.json.Encoder()


def offers_in(part: Part) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each catalogue and offer of a part."""
    with part.path.open("rb") as lines:
        for line in lines:
            value = parse_json(line)[0]
            yield value["catalogue"], value["offer"]


def write_jsonl(parts: Iterable[Part], destination: Path) -> None:
    """Write parts, which are JSON lines already, into one file."""
    with destination.open("wb") as file:
        for part in parts:
            with part.path.open("rb") as lines:
                shutil.copyfileobj(lines, file, 2**20)
