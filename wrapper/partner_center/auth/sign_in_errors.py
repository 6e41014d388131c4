"""The errors of a sign-in, and what to do about them."""

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from .._http.redaction import one_line, redact_tokens
from ..errors import CredentialError
from ..retry import NETWORK_ERRORS, causes, is_transient

if TYPE_CHECKING:
    from .entra import EntraApplication

_LONGEST_REASON = 900  # of the 2,000 characters that a message may have, with its hint
SIGN_IN_AGAIN = (
    "The user must sign in again, with multi-factor authentication (MFA): run 'partner-center login', or use "
    "InteractiveBrowserCredential or DeviceCodeCredential."
)
_NO_TENANT = "The tenant does not exist. Check the tenant id, and that the tenant belongs to this cloud."
_ASK = "Ask the administrator of the tenant: signing in again does not help."
_POLICY = f"A Conditional Access policy of the tenant blocks the sign-in. {_ASK}"
_DEVICE = f"A policy of the tenant does not allow sign-in on this device. Use another one that complies. {_ASK}"
_RISK = f"Microsoft Entra blocks the user because of a risk. {_ASK}"
_OTHER_TENANT = "The user does not exist in the tenant. Sign in as a user of the partner's own tenant."
_CLOCK = "The time of the application's assertion is wrong. Check the clock of this machine."

# Source: Microsoft Entra authentication and authorization error codes; 700007 is known from reports of users.
_HINTS: Mapping[str, str] = {
    **dict.fromkeys(("AADSTS50005", "AADSTS50097", "AADSTS53000", "AADSTS53001"), _DEVICE),
    **dict.fromkeys(("AADSTS50131", "AADSTS53002", "AADSTS53003", "AADSTS530034", "AADSTS530035"), _POLICY),
    **dict.fromkeys(("AADSTS53004", "AADSTS53011"), _RISK),
    **dict.fromkeys(("AADSTS50020", "AADSTS50034", "AADSTS500341", "AADSTS90072"), _OTHER_TENANT),
    **dict.fromkeys(("AADSTS700024", "AADSTS500133"), _CLOCK),
    **dict.fromkeys(("AADSTS50053", "AADSTS50057"), f"The user's account is locked or disabled. {_ASK}"),
    "AADSTS50105": f"The user is not assigned to the application. {_ASK}",
    "AADSTS50173": f"The sign-in was revoked, as after a change of password. {SIGN_IN_AGAIN}",
    "AADSTS65001": "Nobody has consented to the application. An administrator of the tenant must consent once.",
    "AADSTS65004": "The user declined to consent.",
    "AADSTS70000": f"The refresh token is not valid any more, or belongs to another application. {SIGN_IN_AGAIN}",
    "AADSTS700007": f"The refresh token was issued to another application. Check the client id. {SIGN_IN_AGAIN}",
    **dict.fromkeys(("AADSTS70008", "AADSTS700082"), f"The refresh token or code has expired. {SIGN_IN_AGAIN}"),
    **dict.fromkeys(("AADSTS90002", "AADSTS900023"), _NO_TENANT),
    "AADSTS500011": "The tenant does not know Partner Center. Sign in to the partner's own tenant, in the right cloud.",
    "AADSTS700016": "The tenant does not know the application. Check the client id, and that it is of this tenant.",
    "AADSTS700025": "The application is a public client. Leave its secret or certificate out.",
    "AADSTS700027": "The certificate is not registered for the application. Upload it there, or use the one that is.",
    "AADSTS7000112": "The application is disabled in the tenant.",
    "AADSTS7000215": "Check the client secret: it is the secret's value, not its id.",
    "AADSTS7000218": "The application is not a public client. Give its secret or certificate.",
    "AADSTS7000222": "The client secret has expired. Make a new one in the application's registration.",
}
_HINTS_BY_ERROR: Mapping[str, str] = {
    "invalid_client": "Check the secret or certificate of the application.",
    **dict.fromkeys(("invalid_grant", "interaction_required", "login_required"), SIGN_IN_AGAIN),
    **dict.fromkeys(("access_denied", "authorization_declined"), "The user declined."),
    **dict.fromkeys(("authorization_pending", "slow_down", "expired_token"), "Start again."),
}


def refusal(
    application: "EntraApplication", answer: Mapping[str, Any], secrets: Collection[str] = (), wait: float | None = None
) -> CredentialError:
    """Return the error for an answer of Entra, in its own words without the secrets that were sent."""
    words = {name: redact_tokens(text, secrets) for name, text in answer.items() if isinstance(text, str)}
    error = one_line(words.get("error", ""), 100) or None
    description = words.get("error_description", "").strip() or error or "it gave no reason"
    found = re.search(r"AADSTS\d{1,10}", description[:_LONGEST_REASON])
    code = found[0] if found else error
    # What follows the trace id repeats the correlation id, which the error has, and a time.
    reason = one_line(description.partition("Trace ID:")[0], _LONGEST_REASON)
    subject = f"the application {application.client_id} in the tenant {application.tenant_id}"
    return CredentialError(
        f"Microsoft Entra at {application.authority} gave no token to {subject}: {reason.rstrip('.')}.",
        code=code,
        correlation_id=one_line(words.get("correlation_id", ""), 100) or None,
        hint=_HINTS.get(code or "") or _HINTS_BY_ERROR.get(error or ""),
        retry_after=wait,
    )


def unreachable(application: "EntraApplication", error: Exception, secrets: Collection[str]) -> CredentialError:
    """Return the error for a failure of the network."""
    reason = one_line(redact_tokens(str(error), secrets), _LONGEST_REASON) or type(error).__name__
    return CredentialError(
        f"{application.authority} could not be reached for a token: {reason.rstrip('.')}.",
        hint="Check the network, the proxy, the CA bundle and the name of the authority.",
        retry_after=0 if isinstance(error, NETWORK_ERRORS) and is_transient(error) else None,
    )


def failure(subject: str, error: Exception, *, secrets: Collection[str] = ()) -> CredentialError:
    """Return the error for an exception of a credential or a store: one line without tokens, as are its causes."""

    def clean(text: object, longest: int = 500) -> str | None:
        return None if text is None else one_line(redact_tokens(str(text), secrets), longest)

    cause: BaseException | None = error
    if isinstance(error, CredentialError):
        cause = error.__cause__
        details = {name: clean(getattr(error, name)) for name in ("code", "correlation_id", "hint")}
        failed = CredentialError(clean(error.args[0], 1400) or subject, retry_after=error.retry_after, **details)
    else:
        reason = clean(error, _LONGEST_REASON) or type(error).__name__
        failed = CredentialError(f"{subject}: {reason.rstrip('.')}.")
    if all(redact_tokens(str(each), secrets) == str(each) for each in causes(cause)):
        failed.__cause__ = cause
    return failed
