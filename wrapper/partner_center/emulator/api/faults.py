"""The faults of the API side: the documented body, and the code for each mistake.

The codes are from the error page of Partner Center. If the page has no code for a case, the choice is documented here.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from http import HTTPStatus

import attrs
from starlette.responses import JSONResponse, Response

CONTENT_TYPE = "application/json; charset=utf-8"


class FaultCode(IntEnum):
    """The `code` of a fault."""

    ACCESS_DENIED = 400
    """401: the token is malformed, unknown or expired."""
    NOT_FOUND = 1000
    """404: the path does not exist. Chosen here: also for an offer that does not exist."""
    TENANT_NOT_FOUND = 60003
    """404: the customer, whose id is that of its tenant, does not exist."""
    INVALID_INPUT = 800002
    """400: a parameter is missing or has an invalid value. Chosen here: also for an unsupported locale, and with status
    405 for a method that the path does not support."""
    UNEXPECTED = 800003
    """500: the emulator failed, or its response does not match the contract. 501: it does not serve the operation."""
    TOKEN_MISSING = 800001
    """401: the request has no bearer token."""
    NOT_IN_COUNTRY = 800070
    """400: the partner does not sell in the country."""
    AUDIENCE_NOT_SUPPORTED = 900420
    """401: the token is for another service, such as Azure AD Graph."""
    MFA_MISSING = 900421
    """401: the user of the token signed in without multi-factor authentication."""


@attrs.frozen
class Fault(Exception):  # noqa: N818 - the name of the documentation is ApiFault
    """A response that reports an error. An operation raises it."""

    status: HTTPStatus
    code: FaultCode
    description: str
    data: Iterable[str] = ()
    """Details, such as the name of the parameter."""
    headers: Mapping[str, str] = attrs.field(factory=dict)
    has_body: bool = True

    def without_body(self) -> "Fault":
        """Return the fault with an empty body."""
        return attrs.evolve(self, has_body=False)

    def response(self) -> Response:
        """Return the HTTP response."""
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
    """Return the fault for parameters, with these names, that have an invalid value."""
    return Fault(HTTPStatus.BAD_REQUEST, FaultCode.INVALID_INPUT, description, names)


def token_missing() -> Fault:
    """Return the fault for a request without a bearer token."""
    description = "The request has no access token. Send the header 'Authorization: Bearer <token>'."
    return Fault(HTTPStatus.UNAUTHORIZED, FaultCode.TOKEN_MISSING, description, headers={"WWW-Authenticate": "Bearer"})


def token_refused(code: FaultCode, description: str) -> Fault:
    """Return the fault for a request whose token is not valid."""
    challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return Fault(HTTPStatus.UNAUTHORIZED, code, description, headers=challenge)
