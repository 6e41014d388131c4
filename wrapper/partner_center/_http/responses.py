"""What an answer that reports a failure means: from its status, headers and body to an exception."""

import html
from collections.abc import Mapping
from typing import Any

import attrs
import httpx

from partner_center_api.models import ApiFault

from .._evidence import correlation_id, kept_body, one_line, request_id, sent_token
from .._json import JsonError, parse_json
from .._retry_after import retry_after
from .._schedule import is_worth_a_retry
from ..errors import (
    ApiError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    MfaRequiredError,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
    ThrottledError,
)
from .redaction import without_tokens

_KINDS: Mapping[int, type[ApiError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    429: ThrottledError,
}
_MFA_CLAIM_MISSING = "900421"
AUDIENCE_NOT_SUPPORTED = "900420"

# By code, or by status and code where a number means different things under different statuses.
_HINTS: Mapping[str | tuple[int, str], str] = {
    "900420": "The token is for an audience that is no longer accepted: ask for one with the scope "
    "https://api.partnercenter.microsoft.com/.default (or that of your cloud).",
    "900421": "The user has to sign in again with a second factor (MFA); refreshing the same sign-in does not help.",
    "2100": "The Offers API does not serve this item. Look for it under products and SKUs, the new-commerce catalogue.",
    "2030": "The partner is not onboarded to sell in this country. Ask for a market of its own region.",
    "800070": "The offer is not available in this country.",
    "900118": "The customer id is not valid. It is the GUID of the customer's Microsoft Entra tenant.",
    "20002": "The partner has no commerce relation with this customer.",
    "60003": "There is no such tenant.",
    "900308": "The application or user lacks a role that this call needs.",
    "900309": "A Conditional Access policy blocks the sign-in.",
    "900329": "This call does not accept an application without a user: use a credential with a user.",
    "900149": "The partner's programme status is not active.",
    "900150": "The role of the user lacks the rights for this call.",
    "900124": "The Microsoft Partner Agreement is not accepted.",
    (400, "3000"): "The id of the offer is not valid.",
    (404, "3000"): "There is nothing of that id.",
    (404, "1000"): "There is nothing of that id.",
    (403, "2006"): "The partner may not sell this offer.",
    (401, "800001"): "The token does not say for which partner it is. Sign in to the partner's own tenant.",
}
_STATUS_HINTS: Mapping[int, str] = {
    401: "Check that the token is for this cloud, and that its application is registered with Partner Center.",
    429: "Wait before the next call, and make fewer at once.",
}
# What a message holds of each, so that the hint and the id at its end are always in it. The error keeps the rest.
_SHOWN_OF_A_URL = 500
_SHOWN_OF_A_CODE = 100
_SHOWN_OF_A_DESCRIPTION = 900


@attrs.frozen(kw_only=True)
class Exchange:
    """What was sent, as far as an error tells it."""

    method: str
    url: str
    attempts: int
    request_id: str | None
    correlation_id: str | None
    patience: float
    """The longest Retry-After that is waited for, in seconds."""


def fault_of(response: httpx.Response, exchange: Exchange, *, now: float) -> ApiError:
    """Return the error that an answer stands for.

    Args:
        response: The answer, its body read.
        exchange: What was sent.
        now: The time of day in seconds since the epoch, for ``Retry-After`` dates where the answer has no ``Date``.
    """
    # A proxy may write our request into its answer, so tokens are taken out before anything is read from it.
    token = sent_token(response.request)
    fault = _fault_in(without_tokens(response.content, token))
    status = response.status_code
    code = None if fault is None else _without_tokens(_text(fault.code), token)
    description = _description(response, fault, token)
    data = fault.data if fault is not None and isinstance(fault.data, list) else []
    known_code = _MFA_CLAIM_MISSING if misses_a_second_factor(response) else code or ""
    hint = _HINTS.get((status, known_code)) or _HINTS.get(known_code) or _STATUS_HINTS.get(status)
    wait = retry_after(response.headers, now=now)
    is_for_later = is_worth_a_retry(status) and wait is not None and wait > exchange.patience
    exception = ThrottledError if is_for_later else _kind(response)
    said_id = request_id(response) or exchange.request_id
    message = f"{exchange.method} {one_line(exchange.url, _SHOWN_OF_A_URL)} was answered with {status}"
    if code is not None:
        message += f", code {one_line(code, _SHOWN_OF_A_CODE)}"
    message += f": {_sentence(one_line(description, _SHOWN_OF_A_DESCRIPTION))}" if description else "."
    if hint is not None:
        message += f" {hint}"
    if said_id is not None:
        message += f" (request id {said_id})"
    return exception(
        one_line(message),
        status=status,
        code=code,
        description=description,
        data=tuple(_without_tokens(value, token) for value in data),
        source=None if fault is None else _without_tokens(_text(fault.source), token),
        request_id=said_id,
        correlation_id=correlation_id(response) or exchange.correlation_id,
        retry_after=wait,
        method=exchange.method,
        url=exchange.url,
        attempts=exchange.attempts,
        hint=hint,
        body=kept_body(response, response.content),
    )


def fault_code(response: httpx.Response) -> str | None:
    """Return the service's number of the error in an answer, or None where it has none."""
    fault = _fault_in(response.content)
    return None if fault is None else _text(fault.code)


def says_a_fault(body: Mapping[str, Any], *, is_a_page: bool) -> bool:
    """Tell whether the JSON object of a good answer says what went wrong.

    Fact: code 400072 comes with status 200.

    Args:
        body: The JSON object.
        is_a_page: Whether it is an empty page too. Then a code and words are wanted: either alone may say that all is
            well.
    """
    fault = ApiFault.from_dict(body)
    code, words = _text(fault.code), _text(fault.description) or _text(fault.message)
    if is_a_page:
        return code is not None and code.isdecimal() and int(code[:10]) not in {0, 200} and words is not None
    return code is not None or words is not None


def misses_a_second_factor(response: httpx.Response) -> bool:
    """Tell whether an answer says that the user of the token signed in without a second factor.

    Facts: code 900421; and before that code was there, the reason phrase "Unauthorized - MFA required" and no body.
    """
    return response.status_code == httpx.codes.UNAUTHORIZED and (
        fault_code(response) == _MFA_CLAIM_MISSING or "mfa required" in response.reason_phrase.lower()
    )


def _kind(response: httpx.Response) -> type[ApiError]:
    if misses_a_second_factor(response):
        return MfaRequiredError
    if response.is_server_error:
        return ServerError
    return _KINDS.get(response.status_code, ApiError)


def _fault_in(body: bytes) -> ApiFault | None:
    try:
        value = parse_json(body).value
    except JsonError:
        return None
    return ApiFault.from_dict(value) if isinstance(value, dict) else None


def _description(response: httpx.Response, fault: ApiFault | None, token: str | None) -> str | None:
    for said in (fault.description, fault.message) if fault is not None else ():
        if isinstance(said, str) and said.strip():
            return without_tokens(_unescaped(said.strip()), token)
    if response.is_success:
        return None
    # An empty body: all that is said then is in the header or the reason phrase.
    said = ": ".join(filter(None, (response.reason_phrase, response.headers.get("WWW-Authenticate"))))
    return without_tokens(said, token) or None


def _without_tokens(value: Any, token: str | None) -> Any:
    """Return a value of JSON without tokens, also those that HTML's escapes hide; what holds none is as it came."""
    if isinstance(value, str):
        text = _unescaped(value)
        scrubbed = without_tokens(text, token)
        return value if scrubbed == text else scrubbed
    if isinstance(value, list):
        return [_without_tokens(inner, token) for inner in value]
    if isinstance(value, dict):
        return {_without_tokens(name, token): _without_tokens(inner, token) for name, inner in value.items()}
    return value


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a character by a number of thousands of digits
        return text


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _text(value: Any) -> str | None:
    """Return a code or a source, which come as number or string, as a string."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None
