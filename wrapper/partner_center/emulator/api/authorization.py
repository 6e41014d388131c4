"""The check of the access token of a request, and the report about multi-factor authentication (MFA)."""

from collections.abc import Mapping
from typing import Any

import attrs
from starlette.datastructures import Headers

from partner_center.emulator.api.faults import FaultCode, token_refused
from partner_center.emulator.behavior import Behavior, MfaRefusal, MfaReport
from partner_center.emulator.identity.tokens import (
    AudienceRefusedError,
    TokenIssuer,
    TokenRefusedError,
    resources_of_host,
)
from partner_center.emulator.server.https_server import Addresses

MFA_COMPLIANT = "isMfaCompliant"
"""The name of the header or property in which the API reports whether a token has MFA."""


@attrs.frozen
class BearerTokenCheck:
    """Checks whether a request may call the API."""

    tokens: TokenIssuer
    addresses: Addresses
    behavior: Behavior

    def check(self, token: str, headers: Headers) -> dict[str, Any]:
        """Return the claims of the token of a request.

        Args:
            token: The access token.
            headers: The headers of the request. `Host` selects the clouds whose tokens are accepted.

        Raises:
            Fault: The token is not valid, is for another service, or has no MFA although it is required.
        """
        resources = resources_of_host(self.addresses.host(headers.get("Host")))
        try:
            claims = self.tokens.check(token, resources=resources)
        except AudienceRefusedError as error:
            raise token_refused(FaultCode.AUDIENCE_NOT_SUPPORTED, str(error)) from error
        except TokenRefusedError as error:
            raise token_refused(FaultCode.ACCESS_DENIED, str(error)) from error
        if self.behavior.mfa_required and _has_mfa(claims) is False:
            description = "MFA required: the access token of a user must have 'mfa' in its claim 'amr'."
            fault = token_refused(FaultCode.MFA_MISSING, description)
            raise fault.without_body() if self.behavior.mfa_refusal is MfaRefusal.CHALLENGE else fault
        return claims


def mfa_report(
    claims: Mapping[str, Any], headers: Headers, report: MfaReport
) -> tuple[dict[str, str], dict[str, bool]]:
    """Return the headers and the properties of the body that report MFA.

    Both are empty if the request has no header `ValidateMfa: true`, or if the token has no user.

    Args:
        claims: The claims of the token of the request.
        headers: The headers of the request.
        report: Where the report goes.
    """
    compliant = _has_mfa(claims)
    if compliant is None or headers.get("ValidateMfa", "").lower() != "true":
        return {}, {}
    if report is MfaReport.BODY:
        return {}, {MFA_COMPLIANT: compliant}
    return {MFA_COMPLIANT: str(compliant).lower()}, {}


def _has_mfa(claims: Mapping[str, Any]) -> bool | None:
    """Return whether the user of a token signed in with MFA; None if the token has no user."""
    return "mfa" in claims.get("amr", ()) if "scp" in claims else None
