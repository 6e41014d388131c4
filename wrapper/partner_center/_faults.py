"""What an answer that reports a failure means: from its status, headers and body to an exception."""

import html
from collections.abc import Mapping
from typing import Any

import attrs
import httpx
from dateutil import parser as dates

from partner_center_api.models import ApiFault

from ._json import JsonError, parse_json
from .errors import (
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

_KINDS: Mapping[int, type[ApiError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    429: ThrottledError,
}
MFA_CLAIM_MISSING = "900421"
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


@attrs.frozen(kw_only=True)
class Exchange:
    """What was sent, as far as an error tells it."""

    method: str
    url: str
    attempts: int
    request_id: str | None
    correlation_id: str | None


def fault_in(response: httpx.Response, exchange: Exchange, *, now: float) -> ApiError | None:
    """Return the error that an answer stands for, or None for an answer that is no failure.

    Args:
        response: The answer, its body read.
        exchange: What was sent.
        now: The time of day in seconds since the epoch, for ``Retry-After`` dates where the answer has no ``Date``.
    """
    fault = _fault_of_body(response)
    if response.is_success and not (fault is not None and _is_nothing_but_a_fault(fault)):
        return None
    status = response.status_code
    code = None if fault is None else _text(fault.code)
    description = _description(response, fault)
    hint = _HINTS.get((status, code or "")) or _HINTS.get(code or "") or _STATUS_HINTS.get(status)
    exception = _kind(status, code)
    request_id = response.headers.get("MS-RequestId") or exchange.request_id
    message = f"{exchange.method} {exchange.url} was answered with {status}"
    if code is not None:
        message += f", code {code}"
    message += f": {_sentence(description)}" if description else "."
    if hint is not None:
        message += f" {hint}"
    if request_id is not None:
        message += f" (request id {request_id})"
    return exception(
        message,
        status=status,
        code=code,
        description=description,
        data=tuple(fault.data) if fault is not None and isinstance(fault.data, list) else (),
        source=None if fault is None else _text(fault.source),
        request_id=request_id,
        correlation_id=response.headers.get("MS-CorrelationId") or exchange.correlation_id,
        retry_after=retry_after(response.headers, now=now),
        method=exchange.method,
        url=exchange.url,
        attempts=exchange.attempts,
        hint=hint,
    )


def fault_code(response: httpx.Response) -> str | None:
    """Return the service's number of the error in an answer, or None where it has none."""
    fault = _fault_of_body(response)
    return None if fault is None else _text(fault.code)


def retry_after(headers: httpx.Headers, *, now: float) -> float | None:
    """Return the seconds that an answer asks to wait, or None where it does not ask.

    A date is measured against the answer's own ``Date``, so that a clock that is off on either side does no harm.
    """
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isdecimal():
        return float(value)
    until = _timestamp(value)
    if until is None:
        return None
    return max(0.0, until - (_timestamp(headers.get("Date", "")) or now))


def _timestamp(value: str) -> float | None:
    try:
        return dates.parse(value).timestamp()
    except (ValueError, OverflowError):
        return None


def _kind(status: int, code: str | None) -> type[ApiError]:
    if status == 401 and code == MFA_CLAIM_MISSING:
        return MfaRequiredError
    if status >= 500:
        return ServerError
    return _KINDS.get(status, ApiError)


def _fault_of_body(response: httpx.Response) -> ApiFault | None:
    try:
        body = parse_json(response.content)
    except JsonError:
        return None
    return ApiFault.from_dict(body) if isinstance(body, dict) else None


def _is_nothing_but_a_fault(fault: ApiFault) -> bool:
    # A page has items; its other members say nothing about a fault. (Fact: code 400072 comes with status 200.)
    return bool(fault.code) and "items" not in fault.additional_properties


def _description(response: httpx.Response, fault: ApiFault | None) -> str | None:
    for said in (fault.description, fault.message) if fault is not None else ():
        if isinstance(said, str) and said.strip():
            return html.unescape(said.strip())
    if response.is_success:
        return None
    # An empty body: all that is said then is in the header or the reason phrase.
    return response.headers.get("WWW-Authenticate") or response.reason_phrase or None


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _text(value: Any) -> str | None:
    """Return a code or a source, which come as number or string, as a string."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None
