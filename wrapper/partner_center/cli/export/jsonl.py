"""JSON lines: an object a line, with the catalogue and the offer as the service sent it."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ... import CatalogueOffer
from ..._json import parse_json
from .parts import Part


def line_of(found: CatalogueOffer) -> bytes:
    """Return the line of an offer, its end included."""
    value = {"catalogue": found.catalogue, "offer": found.offer.to_dict()}
    try:
        line = msgspec.json.encode(value)
    except (UnicodeEncodeError, OverflowError):  # lone surrogates, and integers of more than 64 bits
        line = b""
    # msgspec writes NaN as null. Where there is a null, the slower library tells the two apart.
    if not line or b"null" in line:
        line = json.dumps(value).encode("ascii")
    return line + b"\n"


def offers_in(part: Part) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each catalogue and offer of a part."""
    with part.path.open("rb") as lines:
        for line in lines:
            value = parse_json(line).value
            yield value["catalogue"], value["offer"]


def write_jsonl(parts: Iterable[Part], destination: Path) -> None:
    """Write parts, which are JSON lines already, into one file."""
    with destination.open("wb") as file:
        for part in parts:
            with part.path.open("rb") as lines:
                shutil.copyfileobj(lines, file, 2**20)
