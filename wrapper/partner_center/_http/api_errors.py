"""Makes an ApiError from the status, headers and body of a response. No I/O."""

import html
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx

from partner_center_api.models import ApiFault

from .. import errors
from ..retry import is_retryable_status
from .exchange import RawResponse
from .json import JsonError, parse_json
from .members import as_sent
from .redaction import one_line, redact_tokens

if TYPE_CHECKING:
    from .call import CallState

_BY_STATUS: Mapping[int, type[errors.ApiError]] = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    429: errors.ThrottledError,
}
_AUDIENCE_NOT_SUPPORTED = "900420"
_MFA_CLAIM_MISSING = "900421"

# By code, or by status and code if the meaning of the code depends on the status. Source: the page on error codes.
_HINTS: Mapping[str | tuple[int, str] | int, str] = {
    "900420": "The token is for an audience that is no longer accepted. Request one with the scope "
    "https://api.partnercenter.microsoft.com/.default (or that of your cloud).",
    "900421": "The user must sign in again with multi-factor authentication (MFA). A refreshed sign-in does not help.",
    "2100": "The Offers API serves the legacy catalog and renewals only. New commerce has this item under /products: "
    "list the products of the market, then their SKUs and availabilities.",
    "2030": "The partner is not onboarded to sell in this country. Use a market of the partner's own region.",
    "800070": "The offer is not available in this country.",
    "900118": "The customer id is not valid. It is the GUID of the customer's Microsoft Entra tenant.",
    "20002": "The partner has no commerce relationship with this customer.",
    "60003": "The tenant does not exist.",
    "900308": "The application or user lacks a role that this call requires.",
    "900309": "A Conditional Access policy blocks the sign-in.",
    "900329": "This call does not accept an application without a user. Use a credential with a user.",
    "900149": "The status of the partner's program is not active.",
    "900150": "The role of the user lacks the rights for this call.",
    "900124": "The Microsoft Partner Agreement is not accepted.",
    (400, "3000"): "The offer id is not valid.",
    (404, "3000"): "Nothing with this id exists.",
    (404, "1000"): "Nothing with this id exists.",
    (403, "2006"): "The partner may not sell this offer.",
    (401, "800001"): "The token does not name a partner. Sign in to the partner's own tenant.",
    401: "Check that the token is for this cloud, and that its application is registered with Partner Center.",
    407: "This is the response of a proxy, which requires a user name and a password.",
    429: "Wait before the next call, and make fewer calls at once.",
}
_OTHER_NAMES = {
    "code": ("errorCode",),
    "description": ("message", "error_description", "errorMessage", "detail", "title", "reason"),
}
_WEB_PAGE_HINT = "This is a web page, so it may be the response of a proxy and not of Partner Center."


def error_from_response(response: RawResponse, state: "CallState[Any]") -> errors.ApiError:
    """Return the error for a response."""
    # A proxy may write our own request into its response, so tokens are removed before anything is read from it.
    fault = _fault_in(redact_tokens(response.body, state.tokens))
    code, description = _code(fault.code), _description(fault)
    if description is None and not response.is_success:
        description = ": ".join(filter(None, (response.reason, response.headers.get("WWW-Authenticate")))) or None
    retry_after = state.retry_after(response)
    known_code = code or ""
    kind = errors.ServerError if 500 <= response.status <= 599 else _BY_STATUS.get(response.status, errors.ApiError)
    if requires_mfa(response):
        known_code, kind = _MFA_CLAIM_MISSING, errors.MfaRequiredError
    elif is_retryable_status(response.status) and not state.waits_for(retry_after or 0.0):
        kind = errors.ThrottledError
    hint = _HINTS.get((response.status, known_code)) or _HINTS.get(known_code) or _HINTS.get(response.status)
    if hint is None and code is None and "html" in response.headers.get("Content-Type", ""):
        hint = _WEB_PAGE_HINT
    details = state.error_details(response)

    # Each part is cut, so that the hint and the id at the end always fit.
    message = f"{state.call.method} {one_line(str(state.call.url), 500)} returned {response.status}"
    message += f" (code {one_line(code, 100)})" if code else ""
    message += f": {one_line(description, 900).rstrip('.')}." if description else "."
    message += f" {hint}" if hint else ""
    return kind(
        one_line(f"{message} (request id {details['request_id']})"),
        code=code,
        description=description,
        data=tuple(fault.data) if isinstance(fault.data, list) else (),
        source=_code(as_sent(fault, "source")),
        retry_after=retry_after,
        hint=hint,
        **details,
    )


def looks_like_error(members: Mapping[str, Any], *, is_result: bool) -> bool:
    """Tell whether the JSON object of a successful response describes an error. Fact: code 400072 has status 200.

    If it could also be an empty result, it must have a code and a description: either alone may be in a result.
    """
    fault = ApiFault.from_dict(members)
    code, description = _code(fault.code), _description(fault)
    if not is_result:
        return code is not None or description is not None
    return code is not None and code.isdecimal() and int(code[:10]) not in {0, 200} and description is not None


def requires_mfa(response: RawResponse) -> bool:
    """Tell whether a response says that the user of the token did not use multi-factor authentication.

    Facts: code 900421; before that code existed, the reason phrase "Unauthorized - MFA required" without a body.
    """
    if response.status != httpx.codes.UNAUTHORIZED:
        return False
    return _code_in(response) == _MFA_CLAIM_MISSING or "mfa required" in response.reason.lower()


def may_accept_new_token(response: RawResponse) -> bool:
    """Tell whether a response rejects a token, and a fresh one of the same kind may be accepted."""
    if response.status != httpx.codes.UNAUTHORIZED or requires_mfa(response):
        return False
    return _code_in(response) != _AUDIENCE_NOT_SUPPORTED


def _code_in(response: RawResponse) -> str | None:
    return _code(_fault_in(response.body).code)


def _fault_in(body: bytes) -> ApiFault:
    try:
        value, _ = parse_json(body)
    except JsonError:
        value = None
    return ApiFault.from_dict(_flatten(value)) if isinstance(value, dict) else ApiFault()


def _flatten(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of an error under the names of the contract. Other names count only if these are missing.

    Gateways, OAuth (RFC 6749), OData and problem details (RFC 9457) have shapes of their own.
    """
    members = {name[:1].lower() + name[1:]: value for name, value in members.items() if value != ""}
    inner = members.get("errors", members.get("error"))
    inner = inner[0] if isinstance(inner, list) and inner else inner
    if isinstance(inner, dict):
        members = {**_flatten(inner), **members}
    for name, others in _OTHER_NAMES.items():
        found = [members[other] for other in (name, *others) if isinstance(members.get(other), str | int)]
        members |= {name: found[0]} if found else {}
    if isinstance(inner, str):
        members.setdefault("description" if " " in inner else "code", inner)
    return members


def _description(fault: ApiFault) -> str | None:
    for text in (fault.description, fault.message):
        if isinstance(text, str) and text.strip():
            with suppress(ValueError):  # a character reference with thousands of digits
                text = html.unescape(text)
            return text.strip()
    return None


def _code(value: object) -> str | None:
    """Return a code or a source, which is sent as a number or a string, as a string."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None
