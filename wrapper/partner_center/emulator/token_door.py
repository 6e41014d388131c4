"""Who may call the API: what the service looks for in the access token of a request."""

from typing import Any

import attrs
from starlette.datastructures import Headers

from partner_center.emulator.addresses import Addresses
from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.faults import FaultCode, token_refused
from partner_center.emulator.mfa import refuse_without_mfa
from partner_center.emulator.resources import resources_at
from partner_center.emulator.tokens import AudienceRefusedError, TokenMint, TokenRefusedError


@attrs.frozen
class TokenDoor:
    """Lets a request in, or turns it away."""

    mint: TokenMint
    addresses: Addresses
    behaviour: Behaviour

    def check(self, token: str, headers: Headers) -> dict[str, Any]:
        """Return the claims of a token. Raises Fault where it is no good for the host that was asked."""
        resources = resources_at(self.addresses.host(headers.get("Host")))
        try:
            claims = self.mint.check(token, resources=resources)
        except AudienceRefusedError as error:
            raise token_refused(FaultCode.AUDIENCE_NOT_SUPPORTED, str(error)) from error
        except TokenRefusedError as error:
            raise token_refused(FaultCode.ACCESS_DENIED, str(error)) from error
        refuse_without_mfa(claims, self.behaviour)
        return claims
