"""Faults that the service, or something on the way to it, says: by status."""

from .answers import TOKEN, answer, close, fault, good, gzipped, head, page, raw, reset, throttled, whole
from .expectations import offers, raises
from .fault import Fault

WELL = good("A")
# Without it the next attempt may go out on a connection that is about to be closed, and never arrive.
LAST = {"Connection": "close"}
HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
FINAL = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    405: "ApiError",
    406: "ApiError",
    409: "ConflictError",
    412: "ApiError",
    417: "ApiError",
    460: "ApiError",
    501: "ServerError",
    511: "ServerError",
}
PASSING = {
    408: "ApiError",
    429: "ThrottledError",
    500: "ServerError",
    502: "ServerError",
    503: "ServerError",
    504: "ServerError",
    520: "ServerError",
    598: "ServerError",
}

ANSWERS = (
    *(
        Fault(
            name=f"status {status}, which no retry cures",
            script=[fault(status, 4711)],
            sees=raises(kind, "It went wrong", status=status, code="4711", attempts=1),
            requests=1,
        )
        for status, kind in FINAL.items()
    ),
    *(
        Fault(name=f"status {status} once", script=[fault(status), WELL], sees=offers("A"), requests=2)
        for status in PASSING
    ),
    *(
        Fault(
            name=f"status {status} always",
            script=[fault(status, "4711")],
            sees=raises(kind, status=status, code="4711", attempts=4),
            requests=4,
        )
        for status, kind in PASSING.items()
    ),
    Fault(
        name="three kinds of failure, then an answer",
        script=[fault(503), reset, throttled(), WELL],
        sees=offers("A"),
        requests=4,
    ),
    Fault(
        name="a failure where the caller wants no retry",
        script=[fault(503), WELL],
        sees=raises("ServerError", attempts=1),
        requests=1,
        settings={"retry": None},
    ),
    Fault(
        name="an expired token that can be renewed",
        script=[fault(401), WELL],
        sees=offers("A"),
        requests=2,
        renews=True,
        also=lambda requests: requests[0].values("Authorization") != requests[1].values("Authorization"),
    ),
    Fault(
        name="a renewed token that is rejected too",
        script=[fault(401)],
        sees=raises("AuthenticationError", attempts=2),
        requests=2,
        renews=True,
    ),
    Fault(
        name="the server fails after a token was renewed",
        script=[fault(401), fault(503), WELL],
        sees=offers("A"),
        requests=3,
        renews=True,
    ),
    Fault(
        name="a missing second factor, which no renewal cures",
        script=[fault(401, 900421)],
        sees=raises("MfaRequiredError", "multi-factor", attempts=1),
        requests=1,
        renews=True,
    ),
    Fault(
        name="a 401 with nothing but a header",
        script=[answer(401, b"", {"WWW-Authenticate": 'Bearer error="invalid_token"'})],
        sees=raises("AuthenticationError", "invalid_token"),
        requests=1,
    ),
    Fault(
        name="a 401 with nothing but a reason, which is a missing second factor",
        script=[
            raw(
                head(
                    401,
                    [("WWW-Authenticate", 'Bearer error="invalid_token"'), ("Content-Length", "0")],
                    reason="Unauthorized - MFA required",
                ),
                then_close=False,
            )
        ],
        sees=raises("MfaRequiredError", "MFA required: Bearer.*multi-factor", attempts=1, code=None),
        requests=1,
        renews=True,
    ),
    Fault(
        name="a token that is rejected again and again, with failures between",
        script=[fault(401), fault(503), fault(401), WELL],
        sees=raises("AuthenticationError", attempts=3),
        requests=3,
        renews=True,
    ),
    Fault(
        name="a redirect to another host",
        script=[answer(302, b"", {"Location": "https://evil.example.com/offers"})],
        sees=raises("ApiError", status=302, attempts=1),
        requests=1,
    ),
    Fault(
        name="a permanent redirect to the same host",
        script=[answer(308, b"", {"Location": "/v1/offers?country=US"})],
        sees=raises("ApiError", status=308),
        requests=1,
    ),
    Fault(
        name="a redirect to what is no address",
        script=[answer(301, b"", {"Location": "https://[::1:x]:99999999/\xff"})],
        sees=raises("ApiError", status=301),
        requests=1,
    ),
    Fault(
        name="status 304",
        script=[raw(b"HTTP/1.1 304 Not Modified\r\n\r\n", then_close=False)],
        sees=raises("ApiError", status=304),
        requests=1,
    ),
    Fault(
        name="status 204",
        script=[raw(b"HTTP/1.1 204 No Content\r\n\r\n", then_close=False)],
        sees=raises("ResponseDecodeError", status=204),
        requests=1,
    ),
    Fault(name="a page with status 206", script=[answer(206, page("A"))], sees=offers("A"), requests=1),
    Fault(
        name="HTML from a gateway",
        script=[answer(502, HTML, {"Content-Type": "text/html"})],
        sees=raises("ServerError", status=502, body=HTML, code=None),
        requests=4,
    ),
    Fault(
        name="a fault with status 200",
        script=[answer(200, b'{"code":400072,"description":"The item is not available."}')],
        sees=raises("ApiError", "not available", status=200, code="400072", attempts=1),
        requests=1,
    ),
    *(
        Fault(
            name=f"a fault with status 200 and {members}",
            script=[answer(200, b'{"code":400072,"description":"The item is not available.",%b}' % members.encode())],
            sees=raises("ApiError", "not available", status=200, code="400072", attempts=1),
            requests=1,
        )
        for members in ('"items":null', '"items":[]', '"totalCount":0', '"links":{}')
    ),
    Fault(
        name="a fault of the other shape with status 200",
        script=[answer(200, b'{"statusCode":500,"message":"Try later."}')],
        sees=raises("ApiError", "Try later", status=200, code=None),
        requests=1,
    ),
    Fault(
        name="an error of 5 MB",
        script=[answer(400, b"<html>" + b"x" * 5_000_000)],
        sees=raises("BadRequestError", body=b"<html>" + b"x" * 2042),
        requests=1,
    ),
    Fault(
        name="an error that is cut off",
        script=[raw(whole(400, HTML)[:-10]), fault(400)],
        sees=raises("BadRequestError", attempts=2),
        requests=2,
    ),
    Fault(
        name="an error page with our token in it",
        script=[answer(403, f"<pre>GET /v1/offers\nAuthorization: Bearer {TOKEN}\n</pre>".encode())],
        sees=raises(
            "PermissionDeniedError", body=b"<pre>GET /v1/offers\nAuthorization: Bearer [token removed]\n</pre>"
        ),
        requests=1,
    ),
    Fault(
        name="an error page in UTF-16 with our token in it",
        script=[answer(400, f"Bearer {TOKEN}".encode("utf-16-be"))],
        sees=raises("BadRequestError"),
        requests=1,
    ),
    Fault(
        name="our token where the kept part of the body ends",
        script=[answer(400, b"." * 2030 + TOKEN.encode())],
        sees=raises("BadRequestError", body=b"." * 2030 + b"[token removed]"),
        requests=1,
    ),
    Fault(
        name="our token in the description of a fault",
        script=[answer(400, b'{"code":1,"description":"bad: %b","data":["%b"]}' % (TOKEN.encode(), TOKEN.encode()))],
        sees=raises("BadRequestError", "bad: .token removed", data=("[token removed]",)),
        requests=1,
    ),
    Fault(
        name="a fault of 100 kB in many lines",
        script=[
            answer(400, b'{"code":"%b","description":"%b"}' % (b"c" * 9000, rb"long\r\n\u0007\u202eline " * 10_000))
        ],
        sees=raises("BadRequestError", "long line long line", description=("long\r\n\a\u202eline " * 10_000).strip()),
        requests=1,
    ),
    Fault(
        name="a character by a number without end in a fault",
        script=[answer(404, b'{"code":3000,"description":"&#%b;","data":["&#%b;"]}' % (b"9" * 5000, b"9" * 5000))],
        sees=raises("NotFoundError", code="3000", description=f"&#{'9' * 5000};"),
        requests=1,
    ),
    Fault(
        name="lists in a fault that hide how deep they are",
        script=[answer(400, b'{"code":1,"data":[%b1%b]}' % (b'["]",' * 900, b',"["]' * 900))],
        sees=raises("BadRequestError", code=None),
        requests=1,
    ),
    Fault(
        name="our token in the headers of an error",
        script=[answer(400, b"", {"WWW-Authenticate": f"echo {TOKEN}", "MS-RequestId": TOKEN})],
        sees=raises("BadRequestError", request_id="[token removed]"),
        requests=1,
    ),
    Fault(
        name="our token as the name of a header",
        script=[answer(400, b"", {TOKEN: "1"})],
        sees=raises("BadRequestError"),
        requests=1,
    ),
    Fault(
        name="a cookie, and a header that is not ASCII",
        script=[answer(200, page("A"), {"Set-Cookie": "session=1", "X-City": "Zürich"})],
        sees=offers("A"),
        requests=1,
    ),
    Fault(
        name="our token in the reason phrase and a header of a page",
        script=[
            raw(
                head(
                    200,
                    [("X-Echo", f"Bearer {TOKEN}"), ("Content-Length", str(len(page("A"))))],
                    reason=f"Bearer {TOKEN}",
                )
                + page("A")
            )
        ],
        sees=offers("A"),
        requests=1,
    ),
    Fault(
        name="our token in the reason phrase of an error",
        script=[raw(head(404, [("Content-Length", "0")], reason=f"No {TOKEN}"))],
        sees=raises("NotFoundError", r"No \[token removed\]"),
        requests=1,
    ),
    Fault(
        name="our token in a compressed error",
        script=[answer(500, gzipped(f"Bearer {TOKEN}".encode()), {"Content-Encoding": "gzip"})],
        sees=raises("ServerError", body=b"Bearer [token removed]"),
        requests=4,
    ),
    Fault(
        name="an id of 50 kB in the headers",
        script=[answer(400, b"", {"MS-RequestId": "i" * 50_000})],
        sees=raises("BadRequestError", request_id="i" * 200),
        requests=1,
    ),
    Fault(
        name="the connection is closed after each failure",
        script=[raw(whole(503, b"", LAST)), close, raw(whole(500, b"", LAST)), WELL],
        sees=offers("A"),
        requests=4,
    ),
)
