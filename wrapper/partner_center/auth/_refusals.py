"""What Microsoft Entra means when it gives no token: from its answer to an error that says what to do."""

import re
from collections.abc import Mapping
from typing import Any

from .._http.redaction import one_line
from ..errors import CredentialError

_LONGEST_REASON = 1200  # of 2,000 characters that a message may have
SIGN_IN_AGAIN = (
    "The user has to sign in again, with a second factor (MFA): run 'partner-center login', or use "
    "InteractiveBrowserCredential or DeviceCodeCredential."
)
_CHECK_TENANT = "Check the tenant id, and that the cloud is the tenant's own."
_CHECK_SECRET = "Check the client secret: it is the secret's value, not its id."  # noqa: S105  a hint, no secret

# Source: Microsoft Entra authentication and authorization error codes.
_HINTS: Mapping[str, str] = {
    "AADSTS50034": "There is no such user in the tenant.",
    "AADSTS50057": "The user's account is disabled.",
    "AADSTS50058": SIGN_IN_AGAIN,
    "AADSTS50072": SIGN_IN_AGAIN,
    "AADSTS50074": SIGN_IN_AGAIN,
    "AADSTS50076": SIGN_IN_AGAIN,
    "AADSTS50078": SIGN_IN_AGAIN,
    "AADSTS50079": SIGN_IN_AGAIN,
    "AADSTS50173": f"The sign-in was revoked, as after a change of password. {SIGN_IN_AGAIN}",
    "AADSTS53003": "A Conditional Access policy blocks the sign-in: ask the tenant's administrator.",
    "AADSTS65001": "Nobody has consented to the application: an administrator of the tenant has to, once.",
    "AADSTS65004": "The user declined the consent.",
    "AADSTS70000": f"The refresh token is not valid any more, or belongs to another application. {SIGN_IN_AGAIN}",
    "AADSTS70008": f"The refresh token or code has expired. {SIGN_IN_AGAIN}",
    "AADSTS700082": f"The refresh token was not used for 90 days. {SIGN_IN_AGAIN}",
    "AADSTS70016": "Nobody has entered the code yet.",
    "AADSTS70020": "The code was not entered in time: start again.",
    "AADSTS90002": f"There is no such tenant. {_CHECK_TENANT}",
    "AADSTS900023": f"The tenant id is not valid. {_CHECK_TENANT}",
    "AADSTS500011": "The tenant does not know Partner Center. Sign in to the partner's own tenant, in the right cloud.",
    "AADSTS700016": "The tenant does not know the application. Check the client id, and that it is of this tenant.",
    "AADSTS700027": "The certificate is not the application's: upload it there, or use the one that is registered.",
    "AADSTS7000112": "The application is disabled in the tenant.",
    "AADSTS7000215": _CHECK_SECRET,
    "AADSTS7000218": "The application is no public client: give its secret or certificate.",
    "AADSTS7000222": "The client secret has expired: make a new one in the application's registration.",
}
_HINTS_BY_ERROR: Mapping[str, str] = {
    "invalid_client": "Check what the application proves itself with: its secret or certificate.",
    "invalid_grant": SIGN_IN_AGAIN,
    "interaction_required": SIGN_IN_AGAIN,
    "access_denied": "The user declined.",
    "authorization_declined": "The user declined.",
    "expired_token": "The code was not entered in time: start again.",
}


def refusal(answer: Mapping[str, Any], *, authority: str, tenant_id: str, client_id: str) -> CredentialError:
    """Return the error for an answer of Entra that holds no token.

    Only Entra's own words go into the message: what was sent holds secrets.
    """
    error = _text(answer.get("error"))
    description = answer.get("error_description")
    said = description if isinstance(description, str) and description.strip() else error or "it gave no reason"
    found = re.search(r"AADSTS\d{1,10}", said[:_LONGEST_REASON])
    code = found[0] if found else error
    return CredentialError(
        f"Microsoft Entra at {authority} gave no token to the application {client_id} in the tenant {tenant_id}: "
        f"{_reason(said)}",
        code=code,
        correlation_id=_text(answer.get("correlation_id")),
        hint=_HINTS.get(code or "") or _HINTS_BY_ERROR.get(error or ""),
    )


def asks_for_a_new_sign_in(error: CredentialError) -> bool:
    """Tell whether a refresh token is of no more use, and only the user can help."""
    return error.hint is not None and SIGN_IN_AGAIN in error.hint


def _text(value: object) -> str | None:
    return one_line(value, _LONGEST_REASON) or None if isinstance(value, str) else None


def _reason(said: str) -> str:
    # What follows repeats the ids, which the error carries, and a time stamp.
    reason = one_line(said.partition("Trace ID:")[0], _LONGEST_REASON)
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
