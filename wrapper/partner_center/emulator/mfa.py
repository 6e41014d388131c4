"""What the API makes of multi-factor authentication: whether a token has it, and what it says about that."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.faults import FaultCode, token_refused
from partner_center.emulator.switch_values import MfaRefusal, MfaReport

NAME = "isMfaCompliant"
"""The header of an answer, or the member of its body."""


def refuse_without_mfa(claims: Mapping[str, Any], behaviour: Behaviour) -> None:
    """Raise Fault for the token of a user without MFA, where MFA is required. Tokens without a user are exempt."""
    if not behaviour.mfa_required or _has_mfa(claims) is not False:
        return
    description = "MFA required: the access token of a user has to have 'mfa' in its claim 'amr'."
    fault = token_refused(FaultCode.MFA_MISSING, description)
    raise fault.without_body() if behaviour.mfa_refusal is MfaRefusal.CHALLENGE else fault


def report(claims: Mapping[str, Any], asked: Headers, behaviour: Behaviour) -> tuple[dict[str, str], dict[str, bool]]:
    """Return what is added to the headers and to the body of an answer, if the caller asked with `ValidateMfa`.

    Nothing is said of tokens without a user.
    """
    compliant = _has_mfa(claims)
    if compliant is None or asked.get("ValidateMfa", "").lower() != "true":
        return {}, {}
    if behaviour.mfa_report is MfaReport.BODY:
        return {}, {NAME: compliant}
    return {NAME: str(compliant).lower()}, {}


def _has_mfa(claims: Mapping[str, Any]) -> bool | None:
    """Tell whether the user of a token signed in with MFA; None where it has no user."""
    return "mfa" in claims.get("amr", ()) if "scp" in claims else None
