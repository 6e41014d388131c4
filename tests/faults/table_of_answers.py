"""Error responses of the service or of a gateway, by status."""

from .expectations import offers, raises
from .fault import Fault
from .responses import TOKEN, close, fault, good, gzipped, head, page, raw, reset, respond, response_bytes, throttled

SUCCESS = good("A")
# Without this header, the next attempt may be sent on a connection that is about to close, and be lost.
LAST = {"Connection": "close"}
HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
PERMANENT = {
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
TRANSIENT = {
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
            name=f"status {status}, which is not retried",
            script=[fault(status, 4711)],
            expected=raises(kind, "It went wrong", status=status, code="4711", attempts=1),
            requests=1,
        )
        for status, kind in PERMANENT.items()
    ),
    *(
        Fault(name=f"status {status} once", script=[fault(status), SUCCESS], expected=offers("A"), requests=2)
        for status in TRANSIENT
    ),
    *(
        Fault(
            name=f"status {status} always",
            script=[fault(status, "4711")],
            expected=raises(kind, status=status, code="4711", attempts=4),
            requests=4,
        )
        for status, kind in TRANSIENT.items()
    ),
    Fault(
        name="three kinds of failure, then a page",
        script=[fault(503), reset, throttled(), SUCCESS],
        expected=offers("A"),
        requests=4,
    ),
    Fault(
        name="a failure with retries turned off",
        script=[fault(503), SUCCESS],
        expected=raises("ServerError", attempts=1),
        requests=1,
        settings={"retry": None},
    ),
    Fault(
        name="an expired token that can be renewed",
        script=[fault(401), SUCCESS],
        expected=offers("A"),
        requests=2,
        renews=True,
        check_requests=lambda requests: requests[0].values("Authorization") != requests[1].values("Authorization"),
    ),
    Fault(
        name="a renewed token that is rejected too",
        script=[fault(401)],
        expected=raises("AuthenticationError", attempts=2),
        requests=2,
        renews=True,
    ),
    Fault(
        name="a server error after a token was renewed",
        script=[fault(401), fault(503), SUCCESS],
        expected=offers("A"),
        requests=3,
        renews=True,
    ),
    Fault(
        name="a token without MFA, which is not renewed",
        script=[fault(401, 900421)],
        expected=raises("MfaRequiredError", "multi-factor", attempts=1),
        requests=1,
        renews=True,
    ),
    Fault(
        name="a 401 with only a header",
        script=[respond(401, b"", {"WWW-Authenticate": 'Bearer error="invalid_token"'})],
        expected=raises("AuthenticationError", "invalid_token"),
        requests=1,
    ),
    Fault(
        name="a 401 whose reason phrase says that MFA is missing",
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
        expected=raises("MfaRequiredError", "MFA required: Bearer.*multi-factor", attempts=1, code=None),
        requests=1,
        renews=True,
    ),
    Fault(
        name="a token that is rejected twice, with a failure in between",
        script=[fault(401), fault(503), fault(401), SUCCESS],
        expected=raises("AuthenticationError", attempts=3),
        requests=3,
        renews=True,
    ),
    Fault(
        name="a redirect to another host",
        script=[respond(302, b"", {"Location": "https://evil.example.com/offers"})],
        expected=raises("ApiError", status=302, attempts=1),
        requests=1,
    ),
    Fault(
        name="a permanent redirect to the same host",
        script=[respond(308, b"", {"Location": "/v1/offers?country=US"})],
        expected=raises("ApiError", status=308),
        requests=1,
    ),
    Fault(
        name="a redirect to an invalid address",
        script=[respond(301, b"", {"Location": "https://[::1:x]:99999999/\xff"})],
        expected=raises("ApiError", status=301),
        requests=1,
    ),
    Fault(
        name="status 304",
        script=[raw(b"HTTP/1.1 304 Not Modified\r\n\r\n", then_close=False)],
        expected=raises("ApiError", status=304),
        requests=1,
    ),
    Fault(
        name="status 204",
        script=[raw(b"HTTP/1.1 204 No Content\r\n\r\n", then_close=False)],
        expected=raises("ResponseDecodeError", status=204),
        requests=1,
    ),
    Fault(name="a page with status 206", script=[respond(206, page("A"))], expected=offers("A"), requests=1),
    Fault(
        name="HTML from a gateway",
        script=[respond(502, HTML, {"Content-Type": "text/html"})],
        expected=raises("ServerError", status=502, body=HTML, code=None),
        requests=4,
    ),
    Fault(
        name="a fault with status 200",
        script=[respond(200, b'{"code":400072,"description":"The item is not available."}')],
        expected=raises("ApiError", "not available", status=200, code="400072", attempts=1),
        requests=1,
    ),
    *(
        Fault(
            name=f"a fault with status 200 and {members}",
            script=[respond(200, b'{"code":400072,"description":"The item is not available.",%b}' % members.encode())],
            expected=raises("ApiError", "not available", status=200, code="400072", attempts=1),
            requests=1,
        )
        for members in ('"items":null', '"items":[]', '"totalCount":0', '"links":{}')
    ),
    Fault(
        name="a fault of the other form with status 200",
        script=[respond(200, b'{"statusCode":500,"message":"Try later."}')],
        expected=raises("ApiError", "Try later", status=200, code=None),
        requests=1,
    ),
    Fault(
        name="an error of 5 MB",
        script=[respond(400, b"<html>" + b"x" * 5_000_000)],
        expected=raises("BadRequestError", body=b"<html>" + b"x" * 2042),
        requests=1,
    ),
    Fault(
        name="an error that is cut off",
        script=[raw(response_bytes(400, HTML)[:-10]), fault(400)],
        expected=raises("BadRequestError", attempts=2),
        requests=2,
    ),
    Fault(
        name="an error page with our token in it",
        script=[respond(403, f"<pre>GET /v1/offers\nAuthorization: Bearer {TOKEN}\n</pre>".encode())],
        expected=raises(
            "PermissionDeniedError", body=b"<pre>GET /v1/offers\nAuthorization: Bearer [token removed]\n</pre>"
        ),
        requests=1,
    ),
    Fault(
        name="an error page in UTF-16 with our token in it",
        script=[respond(400, f"Bearer {TOKEN}".encode("utf-16-be"))],
        expected=raises("BadRequestError"),
        requests=1,
    ),
    Fault(
        name="our token in the place where the body excerpt ends",
        script=[respond(400, b"." * 2030 + TOKEN.encode())],
        expected=raises("BadRequestError", body=b"." * 2030 + b"[token removed]"),
        requests=1,
    ),
    Fault(
        name="our token in the description of a fault",
        script=[respond(400, b'{"code":1,"description":"bad: %b","data":["%b"]}' % (TOKEN.encode(), TOKEN.encode()))],
        expected=raises("BadRequestError", "bad: .token removed", data=("[token removed]",)),
        requests=1,
    ),
    Fault(
        name="a fault of 100 kB in many lines",
        script=[
            respond(400, b'{"code":"%b","description":"%b"}' % (b"c" * 9000, rb"long\r\n\u0007\u202eline " * 10_000))
        ],
        expected=raises(
            "BadRequestError", "long line long line", description=("long\r\n\a\u202eline " * 10_000).strip()
        ),
        requests=1,
    ),
    Fault(
        name="an endless numeric character reference in a fault",
        script=[respond(404, b'{"code":3000,"description":"&#%b;","data":["&#%b;"]}' % (b"9" * 5000, b"9" * 5000))],
        expected=raises("NotFoundError", code="3000", description=f"&#{'9' * 5000};"),
        requests=1,
    ),
    Fault(
        name="a deeply nested list in a fault, hidden by brackets in strings",
        script=[respond(400, b'{"code":1,"data":[%b1%b]}' % (b'["]",' * 900, b',"["]' * 900))],
        expected=raises("BadRequestError", code=None),
        requests=1,
    ),
    Fault(
        name="our token in the headers of an error",
        script=[respond(400, b"", {"WWW-Authenticate": f"echo {TOKEN}", "MS-RequestId": TOKEN})],
        expected=raises("BadRequestError", request_id="[token removed]"),
        requests=1,
    ),
    Fault(
        name="our token as the name of a header",
        script=[respond(400, b"", {TOKEN: "1"})],
        expected=raises("BadRequestError"),
        requests=1,
    ),
    Fault(
        name="a cookie, and a header that is not ASCII",
        script=[respond(200, page("A"), {"Set-Cookie": "session=1", "X-City": "Zürich"})],
        expected=offers("A"),
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
        expected=offers("A"),
        requests=1,
    ),
    Fault(
        name="our token in the reason phrase of an error",
        script=[raw(head(404, [("Content-Length", "0")], reason=f"No {TOKEN}"))],
        expected=raises("NotFoundError", r"No \[token removed\]"),
        requests=1,
    ),
    Fault(
        name="our token in a compressed error",
        script=[respond(500, gzipped(f"Bearer {TOKEN}".encode()), {"Content-Encoding": "gzip"})],
        expected=raises("ServerError", body=b"Bearer [token removed]"),
        requests=4,
    ),
    Fault(
        name="an id of 50 kB in the headers",
        script=[respond(400, b"", {"MS-RequestId": "i" * 50_000})],
        expected=raises("BadRequestError", request_id="i" * 200),
        requests=1,
    ),
    Fault(
        name="the connection is closed after each failure",
        script=[raw(response_bytes(503, b"", LAST)), close, raw(response_bytes(500, b"", LAST)), SUCCESS],
        expected=offers("A"),
        requests=4,
    ),
)
