"""Broken and unusual bodies of responses with status 200."""

import zlib

from .expectations import offers, raises
from .fault import Fault
from .responses import TOKEN, bomb, chunked, deflated, endless, good, gzipped, head, page, respond
from .server import Step

SUCCESS = good("A")
BODY = page("A")
LISTS = b"[" * 90 + b"]" * 90 + b","
GZIP = zlib.MAX_WBITS | 16
CHUNKED_JSON = head(200, [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")])
CHUNKED_GZIP = head(200, [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])


def encoded(coding: str, body: bytes) -> Step:
    return respond(200, body, {"Content-Encoding": coding})


def unreadable(name: str, body: bytes, match: str) -> Fault:
    excerpt = body.replace(TOKEN.encode(), b"[token removed]")[:2048]
    return Fault(
        name=name,
        script=[respond(200, body)],
        expected=raises("ResponseDecodeError", match, status=200, body=excerpt),
        requests=1,
    )


def readable(name: str, body: bytes, *ids: str) -> Fault:
    return Fault(name=name, script=[respond(200, body)], expected=offers(*ids), requests=1)


def hidden(levels: int) -> bytes:
    """Return a page whose depth cannot be counted from brackets alone, because some are in strings."""
    return b'{"items":[{"id":"A","x":' + b'["]",' * levels + b"1" + b',"["]' * levels + b"}]}"


def nested(levels: int) -> bytes:
    """Return a page that is nested to a depth, in a member that the contract does not have."""
    return b'{"items":[{"id":"A","x":' + b"[" * (levels - 3) + b"]" * (levels - 3) + b"}]}"


BODIES = (
    unreadable("an empty body", b"", "is not JSON"),
    unreadable("only blanks", b" \r\n\t", "is not JSON"),
    unreadable("HTML with the media type of JSON", b"<!DOCTYPE html><title>Sign in</title>", "is not JSON"),
    unreadable("truncated JSON", BODY[:-7], "is not JSON"),
    unreadable("JSON with trailing data", BODY + b"}", "is not JSON"),
    unreadable("a list", b"[1,2]", "not a JSON object"),
    unreadable("null", b"null", "not a JSON object"),
    unreadable("a number", b"12", "not a JSON object"),
    unreadable("an empty object", b"{}", "no list of items"),
    unreadable("items that are a string", b'{"items":"none"}', "no list of items"),
    unreadable("items that are an object", b'{"items":{}}', "no list of items"),
    unreadable("brackets without end", b"[" * 200_000, "nested deeper"),
    unreadable("objects within objects", b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "nested deeper"),
    unreadable("one level more than the maximum depth", nested(101), "nested deeper"),
    unreadable("a number of 5,000 digits", b'{"items":[],"totalCount":%b}' % (b"9" * 5000), "is not JSON"),
    unreadable("two megabytes of empty objects", b'{"items":[%b{}]}' % (b"{}," * 700_000), "700003 objects"),
    unreadable("two megabytes of small objects", b'{"items":[%b{}]}' % (b'{"limit":1},' * 200_000), "200003 objects"),
    unreadable("two megabytes of lists within lists", b'{"items":[%b1]}' % (LISTS * 12_000), "objects and lists"),
    unreadable("depth hidden by brackets in strings", hidden(150), "nested deeper"),
    unreadable("a fault of one megabyte", b'{"code":1,"description":"%b"}' % (b"x" * 2**20), "no list of items"),
    unreadable(
        "a next link with our token in it", page("A", next_link=f"/offers?x={TOKEN}"), "repeats the access token"
    ),
    readable("the maximum depth", nested(100), "A"),
    readable("brackets in a string", b'{"items":[{"id":"A","name":"' + b"[{" * 300 + b'"}]}', "A"),
    readable("items that are null", b'{"items":null}'),
    readable("a count without items", b'{"totalCount":0}'),
    readable("an empty page with code 0", b'{"items":[],"code":0,"description":"All is well."}'),
    readable("an empty page with code 200", b'{"items":[],"code":200,"message":"OK"}'),
    readable("an empty page with code OK", b'{"items":[],"code":"OK","message":"OK"}'),
    readable("an empty page with a message", b'{"items":[],"message":"Nothing to sell."}'),
    readable("an empty page with an empty description", b'{"items":[],"code":null,"description":""}'),
    readable("a byte order mark", b"\xef\xbb\xbf" + BODY, "A"),
    readable("UTF-16", BODY.decode().encode("utf-16"), "A"),
    readable("UTF-32", BODY.decode().encode("utf-32-le"), "A"),
    readable("lone surrogates", b'{"items":[{"id":"A","name":"\\ud83d and \\ude00"}]}', "A"),
    readable("invalid UTF-8", b'{"items":[{"id":"A","name":"caf\xe9"}]}', "A"),
    readable("a byte order mark and invalid UTF-8", b'\xef\xbb\xbf{"items":[{"id":"A","name":"caf\xe9"}]}', "A"),
    readable("NaN and Infinity", b'{"items":[{"id":"A","rank":NaN,"limit":-Infinity,"term":1e999}]}', "A"),
    readable("a duplicate member name", b'{"items":[{"id":"old","id":"A"}]}', "A"),
    readable(
        "nulls, strings and numbers among the items", b'{"items":["x",{"id":"A"},null,7,[],{"id":"B"}]}', "A", "B"
    ),
    readable("values of other types", b'{"items":[{"id":"A","billing":7,"links":[],"product":"p"}]}', "A"),
    Fault(
        name="a string among the items, if the client is strict",
        script=[respond(200, b'{"items":["x",{"id":"A"}]}')],
        expected=raises("ResponseDecodeError", "Item 0 of the page is a string, not an object"),
        requests=1,
        settings={"strict": True},
    ),
    Fault(
        name="invalid UTF-8, if the client is strict",
        script=[respond(200, b'{"items":[{"id":"A","name":"caf\xe9"}]}')],
        expected=raises("ResponseDecodeError", "is not UTF-8"),
        requests=1,
        settings={"strict": True},
    ),
    Fault(
        name="our token among the items",
        script=[respond(200, b'{"items":["%b",{"id":"A"}]}' % TOKEN.encode())],
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="an HTML page with our token in it",
        script=[respond(200, f"<pre>Authorization: Bearer {TOKEN}</pre>".encode())],
        expected=raises("ResponseDecodeError", body=b"<pre>Authorization: Bearer [token removed]</pre>"),
        requests=1,
    ),
    Fault(
        name="JSON with the media type of HTML",
        script=[respond(200, BODY, {"Content-Type": "text/html; charset=utf-16"})],
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="no Content-Type",
        script=[respond(200, BODY, {"Content-Type": ""})],
        expected=offers("A"),
        requests=1,
    ),
    Fault(name="gzip", script=[encoded("gzip", gzipped(BODY))], expected=offers("A"), requests=1),
    Fault(
        name="gzip with a megabyte of trailing data",
        script=[encoded("gzip", gzipped(BODY) + b"x" * 2**20)],
        expected=offers("A"),
        requests=1,
    ),
    Fault(name="X-GZIP in upper case", script=[encoded("X-GZIP", gzipped(BODY))], expected=offers("A"), requests=1),
    Fault(name="deflate", script=[encoded("deflate", deflated(BODY))], expected=offers("A"), requests=1),
    Fault(
        name="truncated gzip, once",
        script=[encoded("gzip", gzipped(BODY)[:-12]), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="gzip truncated after one byte, always",
        script=[encoded("gzip", b"\x1f")],
        expected=raises("TransportError", "cut off", attempts=4),
        requests=4,
    ),
    Fault(
        name="a body that is not gzip, always",
        script=[encoded("gzip", BODY)],
        expected=raises("TransportError", "not gzip", attempts=4),
        requests=4,
    ),
    Fault(
        name="a content coding that was not requested",
        script=[encoded("br", b"\x1b\x00\x00")],
        expected=raises("ResponseDecodeError", "encoded as 'br'", body=b"\x1b\x00\x00"),
        requests=1,
    ),
    Fault(
        name="a body that is compressed twice",
        script=[encoded("gzip, gzip", gzipped(gzipped(BODY)))],
        expected=raises("ResponseDecodeError", "encoded as 'gzip, gzip'"),
        requests=1,
    ),
    Fault(
        name="a gzip bomb of 100 MB",
        script=[encoded("gzip", bomb(100, GZIP))],
        expected=raises("ResponseDecodeError", "more than 16777216 bytes", body=b" " * 2048),
        requests=1,
        settings={"max_response_bytes": 16 * 2**20},
    ),
    Fault(
        name="a deflate bomb of 100 MB",
        script=[encoded("deflate", bomb(100, zlib.MAX_WBITS))],
        expected=raises("ResponseDecodeError", "more than 16777216 bytes"),
        requests=1,
        settings={"max_response_bytes": 16 * 2**20},
    ),
    Fault(
        name="a gzip bomb as the body of a 401",
        script=[respond(401, bomb(100, GZIP), {"Content-Encoding": "gzip"}), SUCCESS],
        expected=offers("A"),
        requests=2,
        renews=True,
    ),
    Fault(
        name="a gzip bomb as the body of an error",
        script=[respond(500, bomb(100, GZIP), {"Content-Encoding": "gzip"}), SUCCESS],
        expected=offers("A"),
        requests=2,
    ),
    Fault(
        name="empty gzip blocks without end",
        script=[endless(CHUNKED_GZIP + chunked(gzipped(b"")[:10]), chunked(b"\x00\x00\x00\xff\xff" * 10_000))],
        expected=raises("ResponseDecodeError", "more than 1000000 bytes"),
        requests=1,
        settings={"max_response_bytes": 1_000_000},
    ),
    Fault(
        name="a body without end",
        script=[endless(CHUNKED_JSON, chunked(b" " * 65536))],
        expected=raises("ResponseDecodeError", "more than 1000000 bytes"),
        requests=1,
        settings={"max_response_bytes": 1_000_000},
    ),
    Fault(
        name="an error without end",
        script=[endless(head(404, [("Transfer-Encoding", "chunked")]), chunked(b"x" * 65536))],
        expected=raises("NotFoundError", body=b"x" * 2048),
        requests=1,
    ),
    Fault(
        name="a page larger than the caller allows",
        script=[respond(200, page("A", "B", "C", "D"))],
        expected=raises("ResponseDecodeError", "more than 100 bytes", body=page("A", "B", "C", "D")[:100]),
        requests=1,
        settings={"max_response_bytes": 100},
    ),
)
