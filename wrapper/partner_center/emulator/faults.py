"""How the API side says no: the documented fault, and which code goes with which mistake.

The codes are those that the error page of Partner Center lists. Where it lists none, the choice is named here.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from http import HTTPStatus

import attrs
from starlette.responses import JSONResponse, Response

CONTENT_TYPE = "application/json; charset=utf-8"


class FaultCode(IntEnum):
    """The number in the `code` of a fault."""

    ACCESS_DENIED = 400
    """401: the token is malformed, unknown or expired."""
    NOT_FOUND = 1000
    """404: no such path."""
    TENANT_NOT_FOUND = 60003
    """404: no such customer, whose id is that of its tenant."""
    INVALID_INPUT = 800002
    """400: a parameter is missing or has a value that it cannot have. Also, as nothing is listed for them: an
    unsupported locale, and (405) a method that the path does not know."""
    UNEXPECTED = 800003
    """500: the emulator itself failed, or answered against the contract."""
    TOKEN_MISSING = 800001
    """401: there is no bearer token."""
    NOT_IN_COUNTRY = 800070
    """400: the partner does not sell in this country."""
    AUDIENCE_NOT_SUPPORTED = 900420
    """401: the token is for another service, as those for Azure AD Graph were."""
    MFA_MISSING = 900421
    """401: the user of the token has signed in without multi-factor authentication."""


@attrs.frozen
class Fault(Exception):  # noqa: N818 - the documentation calls it ApiFault, and it is an answer before it is an error
    """An answer of the API side that is no success; raise it anywhere in an operation."""

    status: HTTPStatus
    code: FaultCode
    description: str
    data: Iterable[str] = ()
    """Particulars, such as the name of the parameter."""
    headers: Mapping[str, str] = attrs.field(factory=dict)
    has_body: bool = True

    def without_body(self) -> "Fault":
        """Return the fault as an answer that says no more than its status and its headers."""
        return attrs.evolve(self, has_body=False)

    def response(self) -> Response:
        """Return the HTTP answer."""
        if not self.has_body:
            return Response(status_code=self.status, headers=self.headers)
        body = {
            "code": int(self.code),
            "description": self.description,
            "data": list(self.data),
            "source": "PartnerFD",
        }
        return JSONResponse(body, self.status, {**self.headers, "Content-Type": CONTENT_TYPE})


def invalid_input(description: str, *names: str) -> Fault:
    """Return the fault for a parameter with a value that it cannot have; `names` says which one."""
    return Fault(HTTPStatus.BAD_REQUEST, FaultCode.INVALID_INPUT, description, names)


def token_missing() -> Fault:
    """Return the fault for a request without a bearer token."""
    description = "The request has no access token. Send one in the header Authorization, as 'Bearer <token>'."
    return Fault(HTTPStatus.UNAUTHORIZED, FaultCode.TOKEN_MISSING, description, headers={"WWW-Authenticate": "Bearer"})


def token_refused(code: FaultCode, description: str) -> Fault:
    """Return the fault for a request with a token that is no good."""
    challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return Fault(HTTPStatus.UNAUTHORIZED, code, description, headers=challenge)
