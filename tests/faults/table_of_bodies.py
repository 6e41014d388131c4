"""Faults in the body of an answer that says all is well."""

import zlib

from .answers import (
    TOKEN,
    answer,
    bomb,
    chunked,
    deflated,
    endless,
    good,
    gzipped,
    head,
    page,
)
from .expectations import offers, raises
from .fault import Fault
from .server import Step

WELL = good("A")
BODY = page("A")
LISTS = b"[" * 90 + b"]" * 90 + b","
GZIP = zlib.MAX_WBITS | 16
CHUNKED_JSON = head(200, [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")])
CHUNKED_GZIP = head(200, [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])


def coded(coding: str, body: bytes) -> Step:
    return answer(200, body, {"Content-Encoding": coding})


def unreadable(name: str, body: bytes, match: str) -> Fault:
    kept = body.replace(TOKEN.encode(), b"[token removed]")[:2048]
    return Fault(
        name=name,
        script=[answer(200, body)],
        sees=raises("ResponseDecodeError", match, status=200, body=kept),
        requests=1,
    )


def readable(name: str, body: bytes, *ids: str) -> Fault:
    return Fault(name=name, script=[answer(200, body)], sees=offers(*ids), requests=1)


def hidden(levels: int) -> bytes:
    """Return a page whose levels are more than its brackets tell, because some of those are in texts."""
    return b'{"items":[{"id":"A","x":' + b'["]",' * levels + b"1" + b',"["]' * levels + b"}]}"


def nested(levels: int) -> bytes:
    """Return a page that is so many levels deep, the deepest where the contract knows nothing."""
    return b'{"items":[{"id":"A","x":' + b"[" * (levels - 3) + b"]" * (levels - 3) + b"}]}"


BODIES = (
    unreadable("nothing", b"", "is not JSON"),
    unreadable("blanks", b" \r\n\t", "is not JSON"),
    unreadable("HTML that says it is JSON", b"<!DOCTYPE html><title>Sign in</title>", "is not JSON"),
    unreadable("JSON that stops in the middle", BODY[:-7], "is not JSON"),
    unreadable("JSON and something behind it", BODY + b"}", "is not JSON"),
    unreadable("a list", b"[1,2]", "not a JSON object"),
    unreadable("null", b"null", "not a JSON object"),
    unreadable("a number", b"12", "not a JSON object"),
    unreadable("an empty object", b"{}", "no list of items"),
    unreadable("items that are text", b'{"items":"none"}', "no list of items"),
    unreadable("items that are an object", b'{"items":{}}', "no list of items"),
    unreadable("brackets without end", b"[" * 200_000, "nested deeper"),
    unreadable("objects within objects", b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "nested deeper"),
    unreadable("one level too many", nested(101), "nested deeper"),
    unreadable("a number of 5,000 digits", b'{"items":[],"totalCount":%b}' % (b"9" * 5000), "is not JSON"),
    unreadable("two megabytes of empty objects", b'{"items":[%b{}]}' % (b"{}," * 700_000), "700003 objects"),
    unreadable("two megabytes of small objects", b'{"items":[%b{}]}' % (b'{"limit":1},' * 200_000), "200003 objects"),
    unreadable("two megabytes of lists within lists", b'{"items":[%b1]}' % (LISTS * 12_000), "objects and lists"),
    unreadable("levels hidden by brackets in texts", hidden(150), "nested deeper"),
    unreadable("a megabyte that says a fault", b'{"code":1,"description":"%b"}' % (b"x" * 2**20), "no list of items"),
    unreadable(
        "a next link with our token in it", page("A", next_link=f"/offers?x={TOKEN}"), "repeats the access token"
    ),
    readable("as many levels as may be", nested(100), "A"),
    readable("brackets in a text", b'{"items":[{"id":"A","name":"' + b"[{" * 300 + b'"}]}', "A"),
    readable("items that are null", b'{"items":null}'),
    readable("no items, but a count", b'{"totalCount":0}'),
    readable("an empty page with a code that is none", b'{"items":[],"code":0,"description":"All is well."}'),
    readable("an empty page with the code of its status", b'{"items":[],"code":200,"message":"OK"}'),
    readable("an empty page with a code in letters", b'{"items":[],"code":"OK","message":"OK"}'),
    readable("an empty page with words", b'{"items":[],"message":"Nothing to sell."}'),
    readable("an empty page with what it does not say", b'{"items":[],"code":null,"description":""}'),
    readable("a byte order mark", b"\xef\xbb\xbf" + BODY, "A"),
    readable("UTF-16", BODY.decode().encode("utf-16"), "A"),
    readable("UTF-32", BODY.decode().encode("utf-32-le"), "A"),
    readable("lone surrogates", b'{"items":[{"id":"A","name":"\\ud83d and \\ude00"}]}', "A"),
    readable("bytes that are no UTF-8", b'{"items":[{"id":"A","name":"caf\xe9"}]}', "A"),
    readable("a byte order mark and no UTF-8", b'\xef\xbb\xbf{"items":[{"id":"A","name":"caf\xe9"}]}', "A"),
    readable("NaN and Infinity", b'{"items":[{"id":"A","rank":NaN,"limit":-Infinity,"term":1e999}]}', "A"),
    readable("a name twice in one object", b'{"items":[{"id":"old","id":"A"}]}', "A"),
    readable("nulls, texts and numbers among the items", b'{"items":["x",{"id":"A"},null,7,[],{"id":"B"}]}', "A", "B"),
    readable("unknown values in every place", b'{"items":[{"id":"A","billing":7,"links":[],"product":"p"}]}', "A"),
    Fault(
        name="a text among the items, where the caller wants none",
        script=[answer(200, b'{"items":["x",{"id":"A"}]}')],
        sees=raises("ResponseDecodeError", "Item 0 of the page is a string, not an object"),
        requests=1,
        settings={"strict": True},
    ),
    Fault(
        name="bytes that are no UTF-8, where the caller wants none",
        script=[answer(200, b'{"items":[{"id":"A","name":"caf\xe9"}]}')],
        sees=raises("ResponseDecodeError", "is not UTF-8"),
        requests=1,
        settings={"strict": True},
    ),
    Fault(
        name="our token among the items",
        script=[answer(200, b'{"items":["%b",{"id":"A"}]}' % TOKEN.encode())],
        sees=offers("A"),
        requests=1,
    ),
    Fault(
        name="a page of HTML with our token in it",
        script=[answer(200, f"<pre>Authorization: Bearer {TOKEN}</pre>".encode())],
        sees=raises("ResponseDecodeError", body=b"<pre>Authorization: Bearer [token removed]</pre>"),
        requests=1,
    ),
    Fault(
        name="JSON that says it is HTML",
        script=[answer(200, BODY, {"Content-Type": "text/html; charset=utf-16"})],
        sees=offers("A"),
        requests=1,
    ),
    Fault(
        name="no Content-Type",
        script=[answer(200, BODY, {"Content-Type": ""})],
        sees=offers("A"),
        requests=1,
    ),
    Fault(name="gzip", script=[coded("gzip", gzipped(BODY))], sees=offers("A"), requests=1),
    Fault(
        name="gzip and a megabyte behind it",
        script=[coded("gzip", gzipped(BODY) + b"x" * 2**20)],
        sees=offers("A"),
        requests=1,
    ),
    Fault(name="x-gzip in capitals", script=[coded("X-GZIP", gzipped(BODY))], sees=offers("A"), requests=1),
    Fault(name="deflate", script=[coded("deflate", deflated(BODY))], sees=offers("A"), requests=1),
    Fault(
        name="gzip that stops in the middle, once",
        script=[coded("gzip", gzipped(BODY)[:-12]), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="gzip that stops after a byte, always",
        script=[coded("gzip", b"\x1f")],
        sees=raises("TransportError", "cut off", attempts=4),
        requests=4,
    ),
    Fault(
        name="gzip that is none, always",
        script=[coded("gzip", BODY)],
        sees=raises("TransportError", "not gzip", attempts=4),
        requests=4,
    ),
    Fault(
        name="a coding that was not asked for",
        script=[coded("br", b"\x1b\x00\x00")],
        sees=raises("ResponseDecodeError", "encoded as 'br'", body=b"\x1b\x00\x00"),
        requests=1,
    ),
    Fault(
        name="a coding within a coding",
        script=[coded("gzip, gzip", gzipped(gzipped(BODY)))],
        sees=raises("ResponseDecodeError", "encoded as 'gzip, gzip'"),
        requests=1,
    ),
    Fault(
        name="a gzip bomb of 100 MB",
        script=[coded("gzip", bomb(100, GZIP))],
        sees=raises("ResponseDecodeError", "more than 16777216 bytes", body=b" " * 2048),
        requests=1,
        settings={"max_response_bytes": 16 * 2**20},
    ),
    Fault(
        name="a deflate bomb of 100 MB",
        script=[coded("deflate", bomb(100, zlib.MAX_WBITS))],
        sees=raises("ResponseDecodeError", "more than 16777216 bytes"),
        requests=1,
        settings={"max_response_bytes": 16 * 2**20},
    ),
    Fault(
        name="a gzip bomb in the place of a 401",
        script=[answer(401, bomb(100, GZIP), {"Content-Encoding": "gzip"}), WELL],
        sees=offers("A"),
        requests=2,
        renews=True,
    ),
    Fault(
        name="a gzip bomb in the place of an error page",
        script=[answer(500, bomb(100, GZIP), {"Content-Encoding": "gzip"}), WELL],
        sees=offers("A"),
        requests=2,
    ),
    Fault(
        name="compressed nothing without end",
        script=[endless(CHUNKED_GZIP + chunked(gzipped(b"")[:10]), chunked(b"\x00\x00\x00\xff\xff" * 10_000))],
        sees=raises("ResponseDecodeError", "more than 1000000 bytes"),
        requests=1,
        settings={"max_response_bytes": 1_000_000},
    ),
    Fault(
        name="a body without end",
        script=[endless(CHUNKED_JSON, chunked(b" " * 65536))],
        sees=raises("ResponseDecodeError", "more than 1000000 bytes"),
        requests=1,
        settings={"max_response_bytes": 1_000_000},
    ),
    Fault(
        name="an error without end",
        script=[endless(head(404, [("Transfer-Encoding", "chunked")]), chunked(b"x" * 65536))],
        sees=raises("NotFoundError", body=b"x" * 2048),
        requests=1,
    ),
    Fault(
        name="a page larger than the caller allows",
        script=[answer(200, page("A", "B", "C", "D"))],
        sees=raises("ResponseDecodeError", "more than 100 bytes", body=page("A", "B", "C", "D")[:100]),
        requests=1,
        settings={"max_response_bytes": 100},
    ),
)
