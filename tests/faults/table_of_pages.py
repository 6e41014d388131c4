"""Faults in paging: unsafe links, repeated pages and endless pages."""

import json
from collections.abc import Sequence
from typing import Any

from .expectations import offers, raises
from .fault import Fault
from .responses import Step, fault, good, page, respond
from .server import Connection, ReceivedRequest

UNSAFE_URIS = {
    "another host": "https://evil.example.com/v1/offers",
    "another port": "https://localhost:1/v1/offers",
    "another scheme": "http://localhost/v1/offers",
    "no scheme": "//evil.example.com/v1/offers",
    "a user name": "https://localhost@evil.example.com/v1/offers",
    "backslashes": "/\\evil.example.com/offers",
    "a path outside the base": "/v1/../../admin",
    "an encoded path outside the base": "/v1/%2e%2e/admin",
    "a path outside the base, encoded twice": "/v1/%252e%252e/admin",
    "a line break": "/offers?a=b\r\nX-Evil: 1",
    "a script": "javascript:alert(1)",
    "a file": "file:///etc/passwd",
    "a host with full-width letters": "https://\uff4cocalhost/v1/offers",
    "70 kB": "/offers?a=" + "b" * 70_000,
    "a lone surrogate": "/offers?a=\ud800",
}
HOSTILE_HEADERS = {
    "Authorization": "Bearer stolen",
    "authorization": "Bearer stolen",
    "Host": "evil.example.com",
    "Cookie": "a=b",
    "Content-Length": "5",
    "Transfer-Encoding": "chunked",
    "Connection": "close",
    "Accept": "text/xml",
    "Accept-Encoding": "br",
    "X-HTTP-Method-Override": "DELETE",
    "x-locale": "xx-XX",
    "ms-requestid": "theirs",
    "MS-CorrelationId": "theirs",
    "MS-ContinuationToken": "AAA=",
}


def numbered(*, body: bytes, name: str) -> Step:
    """Respond with the same body each time, except for the number of the request in place of a name."""
    count = 0

    def step(connection: Connection) -> None:
        nonlocal count
        count += 1
        respond(200, body.replace(name.encode(), str(count).encode()))(connection)

    return step


def sends_only_allowed_headers(requests: Sequence[ReceivedRequest]) -> bool:
    first, second = requests
    same = ("Authorization", "Host", "Accept", "Accept-Encoding", "X-Locale", "MS-CorrelationId")
    return (
        all(first.values(name) == second.values(name) and len(second.values(name)) == 1 for name in same)
        and second.values("MS-ContinuationToken") == ["AAA="]
        and second.values("MS-RequestId") != ["theirs"]
        and len(second.values("MS-RequestId")) == 1
        and not any(
            second.values(name)
            for name in ("Connection", "Content-Length", "Cookie", "Transfer-Encoding", "X-HTTP-Method-Override")
        )
    )


def link(**members: Any) -> dict[str, Any]:
    return {"uri": "/offers?offset=1", "method": "GET", "headers": [], **members}


def unsafe(name: str, next_link: Any, match: str = "") -> Fault:
    return Fault(
        name=f"a next link {name}",
        script=[good("A", next_link=next_link)],
        expected=raises("UnsafeLinkError", match or "not followed"),
        requests=1,
    )


PAGES = (
    *(unsafe(f"with {name}", uri) for name, uri in UNSAFE_URIS.items()),
    unsafe("with a number as its address", link(uri=7)),
    unsafe("with the method POST", link(method="POST"), "only GET"),
    unsafe("with a body", link(body="<xml/>"), "body"),
    unsafe("with a line break in a header", link(headers=[{"key": "X", "value": "a\r\nHost: evil"}])),
    unsafe("with a line break in the name of a header", link(headers=[{"key": "X\r\nY", "value": "a"}])),
    unsafe("with a header without a value", link(headers=[{"key": "MS-ContinuationToken"}])),
    unsafe("with 1,000 headers", link(headers=[{"key": f"X-{n}", "value": "a"} for n in range(1000)])),
    Fault(
        name="a next link with headers that are not its own",
        script=[
            good("A", next_link=link(headers=[{"key": key, "value": value} for key, value in HOSTILE_HEADERS.items()])),
            good("B"),
        ],
        expected=offers("A", "B"),
        requests=2,
        check_requests=sends_only_allowed_headers,
    ),
    Fault(
        name="cookies, which are not kept",
        script=[
            respond(200, page("A", next_link="/offers?offset=1"), {"Set-Cookie": "session=1; Path=/"}),
            good("B"),
        ],
        expected=offers("A", "B"),
        requests=2,
        check_requests=lambda requests: not requests[1].values("Cookie"),
    ),
    Fault(
        name="a next link to a page that was read",
        script=[good("A", next_link="/offers?offset=1"), good("B", next_link="/v1/offers?offset=1")],
        expected=raises("PagingError", "second time"),
        requests=2,
    ),
    Fault(
        name="next links that differ only in their headers",
        script=[
            *(
                good(name, next_link=link(headers=[{"key": "MS-ContinuationToken", "value": f"after {name}"}]))
                for name in "ABC"
            ),
            good("D"),
        ],
        expected=offers("A", "B", "C", "D"),
        requests=4,
    ),
    Fault(
        name="a next link to a page that was read, with the same headers",
        script=[
            good(name, next_link=link(headers=[{"key": "MS-ContinuationToken", "value": value}]))
            for name, value in (("A", "1"), ("B", "2"), ("C", "1"))
        ],
        expected=raises("PagingError", "second time"),
        requests=3,
    ),
    Fault(
        name="the same page again and again, each with a new link",
        script=[numbered(body=page("A", next_link="/offers?token=NUMBER"), name="NUMBER")],
        expected=raises("PagingError", "same page"),
        requests=2,
    ),
    Fault(
        name="a page without offers again and again",
        script=[respond(200, b'{"items":["x",7]}')],
        expected=raises("PagingError", "same page of 2 items"),
        requests=2,
        query=lambda offers: offers.by_country("US", page_size=2),
    ),
    Fault(
        name="two alternating pages, each with a new link",
        script=[
            good("A", "B", next_link="/offers?token=1"),
            good("C", "D", next_link="/offers?token=2"),
            good("A", "B", next_link="/offers?token=3"),
        ],
        expected=raises("PagingError", "same page"),
        requests=3,
    ),
    Fault(
        name="empty pages without end",
        script=[numbered(body=page(next_link="/offers?token=NUMBER"), name="NUMBER")],
        expected=raises("PagingError", "more than 7 pages"),
        requests=7,
        settings={"max_pages": 7},
    ),
    Fault(
        name="new pages without end",
        script=[numbered(body=page("offer-NUMBER", next_link="/offers?token=NUMBER"), name="NUMBER")],
        expected=raises("PagingError", "more than 7 pages"),
        requests=7,
        settings={"max_pages": 7},
    ),
    Fault(
        name="a service that ignores the offset",
        script=[good("A", "B")],
        expected=raises("PagingError", "same page"),
        requests=2,
        query=lambda offers: offers.by_country("US", page_size=2),
    ),
    Fault(
        name="an empty page before the last",
        script=[good("A", next_link="/offers?offset=1"), good(next_link="/offers?offset=2"), good("B")],
        expected=offers("A", "B"),
        requests=3,
    ),
    Fault(
        name="links that are a string",
        script=[good("A", links="/offers?offset=1")],
        expected=raises("PagingError", "must be an object"),
        requests=1,
    ),
    Fault(
        name="a next link that is a string",
        script=[respond(200, json.dumps({"items": [{"id": "A"}], "links": {"next": "/offers"}}).encode())],
        expected=raises("PagingError", "must be an object"),
        requests=1,
    ),
    Fault(
        name="a next link without an address, which ends the paging",
        script=[good("A", next_link=link(uri=None))],
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="a second page that fails once",
        script=[good("A", next_link="/offers?offset=1"), fault(502), good("B")],
        expected=offers("A", "B"),
        requests=3,
    ),
    Fault(
        name="a second page that fails always",
        script=[good("A", next_link="/offers?offset=1"), fault(502)],
        expected=raises("ServerError", attempts=4),
        requests=5,
    ),
    Fault(
        name="a token that expires between two pages",
        script=[good("A", next_link="/offers?offset=1"), fault(401), good("B")],
        expected=offers("A", "B"),
        requests=3,
        renews=True,
    ),
)
