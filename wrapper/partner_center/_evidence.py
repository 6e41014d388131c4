"""What an error keeps of an answer: the beginning of its body and the ids, without tokens."""

import httpx

from ._http.redaction import without_tokens
from .errors import ResponseDecodeError

_KEPT_BYTES = 2048
# Tokens are found before the cut, or half of one would be kept at the end. The longest in use are some 4 KB.
EVIDENCE_BYTES = _KEPT_BYTES + 16 * 1024
_KEPT_OF_AN_ID = 200
_SHOWN_OF_A_VALUE = 200
_LONGEST_MESSAGE = 2000


def kept_body(response: httpx.Response, content: bytes) -> bytes:
    """Return the first 2 KiB of a body, without tokens."""
    return without_tokens(content[:EVIDENCE_BYTES], sent_token(response.request))[:_KEPT_BYTES]


def sent_token(request: httpx.Request) -> str | None:
    """Return the token that a request carried, or None."""
    return request.headers.get("Authorization", "").removeprefix("Bearer ") or None


def request_id(response: httpx.Response) -> str | None:
    """Return the service's id of the call, or None where it gives none."""
    return _id(response, "MS-RequestId")


def correlation_id(response: httpx.Response) -> str | None:
    """Return the service's id of the undertaking, or None where it gives none."""
    return _id(response, "MS-CorrelationId")


def undecodable(response: httpx.Response, content: bytes, what: str) -> ResponseDecodeError:
    """Return the error for a good answer that is no page.

    Args:
        response: The answer.
        content: The beginning of its body, or all of it.
        what: What is wrong with it, as the end of a sentence that has the answer as its subject.
    """
    request = response.request
    said_id = request_id(response) or request.headers.get("MS-RequestId")
    what = without_tokens(what, sent_token(request))
    return ResponseDecodeError(
        one_line(
            f"The answer {response.status_code} to {request.method} {request.url} {what}. The beginning of its body is "
            "in the error's `body`." + (f" (request id {said_id})" if said_id else "")
        ),
        status=response.status_code,
        body=kept_body(response, content),
        request_id=said_id,
        correlation_id=correlation_id(response) or request.headers.get("MS-CorrelationId"),
    )


def shown_value(value: object, token: str | None = None) -> str:
    """Return how a message shows a value that the service sent: short, and without tokens."""
    try:
        text = repr(value)
    except RecursionError:
        text = f"a {type(value).__name__} nested too deep to show"
    return without_tokens(text, token)[:_SHOWN_OF_A_VALUE]


def one_line(said: str, longest: int = _LONGEST_MESSAGE) -> str:
    """Return the beginning of a text as a single line, without characters that nobody sees. Take tokens out first."""
    # Cut first, too: splitting a megabyte takes long.
    words = " ".join(said[: 4 * longest].split())
    return "".join(character for character in words if character.isprintable())[:longest]


def _id(response: httpx.Response, name: str) -> str | None:
    said: str | None = response.headers.get(name)
    if not said:
        return None
    # Written into logs and messages: whatever else a hostile server puts here, it is one short line.
    return one_line(without_tokens(said, sent_token(response.request)), _KEPT_OF_AN_ID) or None
