"""JSON lines, in which pages are kept until the file is written, and the files of JSON lines and CSV."""

import io
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

import msgspec

from partner_center import Offer, OfferPage

from ..columns import CSV_COLUMNS, KEY, csv_row, excel_text, write_rows

_OFFER = "offer"
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()


class _Items(msgspec.Struct):
    """The items of a page, without looking into them."""

    items: list[msgspec.Raw]


_items = msgspec.json.Decoder(_Items)


def page_lines(key: str, page: OfferPage) -> bytes:
    """Return a line for each offer of a page, with its key, each ended by a line feed.

    Offers are copied from the body of the page, in a seventh of the time that writing them takes.
    """
    items = _raw_items(page.body)
    if page.problems or len(items) != len(page.items):
        return json_lines(key, page.items)
    start = b'{"%b":%b,"%b":' % (KEY.encode(), _encoder.encode(key), _OFFER.encode())
    return b"".join([part for item in items for part in (start, item, b"}\n")])


def json_lines(key: str, offers: Iterable[Offer]) -> bytes:
    """Return a line for each offer, with its key, each ended by a line feed."""
    values = [{KEY: key, _OFFER: offer.to_dict()} for offer in offers]
    return _lines(values) or b"".join(_lines([value]) or _line(value) for value in values)


def offers_in(lines: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the key and the offer in each of some lines."""
    try:
        values: Iterable[Any] = _decoder.decode_lines(lines)
    except (msgspec.DecodeError, UnicodeDecodeError):  # there is a line of the standard library among them
        values = map(json.loads, lines.splitlines())
    for value in values:
        yield value[KEY], value[_OFFER]


def write_jsonl(pages: Iterable[bytes], file: BinaryIO) -> None:
    """Write pages as JSON lines: an object for each offer, with its key and the offer as the service sent it."""
    for page in pages:
        file.write(page)


def write_csv(pages: Iterable[bytes], file: BinaryIO, *, excel: bool = False) -> None:
    """Write pages as CSV in UTF-8: a header, then a row for each offer, with its key in the first column."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="")
    offers = chain.from_iterable(map(offers_in, pages))
    rows = ([excel_text(key) if excel else key, *csv_row(offer, excel=excel)] for key, offer in offers)
    write_rows(text, chain([[KEY, *CSV_COLUMNS]], rows), excel=excel)
    text.detach()


def _raw_items(body: bytes) -> list[msgspec.Raw]:
    """Return the JSON of each item, or nothing if the body is not strict JSON or has more than one line."""
    if b"\n" in body or b"\r" in body:
        return []
    try:
        return _items.decode(body).items
    except msgspec.DecodeError:
        return []


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
