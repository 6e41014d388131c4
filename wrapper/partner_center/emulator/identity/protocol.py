"""The requests of the identity side, the scopes that they ask for, and its errors."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import attrs
from starlette.responses import JSONResponse

OPENID_SCOPES = frozenset({"openid", "profile", "offline_access", "email"})
"""Scopes that ask for no access to an API."""
DEFAULT_SCOPE = ".default"


@attrs.frozen
class SignInError(Exception):
    """An error response of the identity side, in the form of Entra."""

    error: str
    number: int
    """The number of the AADSTS code."""
    description: str
    status: HTTPStatus = HTTPStatus.BAD_REQUEST
    suberror: str | None = None
    claims: str | None = None
    """The claims that the next sign-in must request, as JSON."""

    @property
    def message(self) -> str:
        """The code and the description."""
        return f"AADSTS{self.number}: {self.description}"

    def response(self, *, correlation_id: str, trace_id: str, origin: str, now: float) -> JSONResponse:
        """Return the HTTP response; `now` is in seconds since 1970."""
        timestamp = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S}Z"
        ids = f"Trace ID: {trace_id} Correlation ID: {correlation_id} Timestamp: {timestamp}"
        body: dict[str, Any] = {
            "error": self.error,
            "error_description": f"{self.message} {ids}",
            "error_codes": [self.number],
            "timestamp": timestamp,
            "trace_id": trace_id,
            "correlation_id": correlation_id,
            "error_uri": f"{origin}/error?code={self.number}",
        }
        if self.suberror:
            body["suberror"] = self.suberror
        if self.claims:
            body["claims"] = self.claims
        return JSONResponse(body, self.status)


def invalid_client(number: int, description: str) -> SignInError:
    """Return the error for an application that does not authenticate."""
    return SignInError("invalid_client", number, description, HTTPStatus.UNAUTHORIZED)


def invalid_grant(number: int, description: str, *, suberror: str | None = None) -> SignInError:
    """Return the error for a code or a refresh token that is not valid."""
    return SignInError("invalid_grant", number, description, suberror=suberror)


def new_id() -> str:
    """Return an id for a trace, a correlation or a session."""
    return str(uuid.uuid4())


@attrs.frozen
class RequestedScopes:
    """The scopes that a request asks for."""

    resource: str
    """The API that the access token is for."""
    permissions: tuple[str, ...]
    """The permissions in that API, such as `user_impersonation` or `.default`."""
    openid: frozenset[str] = frozenset()
    """The scopes that are not for an API, such as `openid`."""

    @classmethod
    def parse(cls, scope: str, *, resources: Sequence[str]) -> "RequestedScopes":
        """Parse the parameter `scope`.

        Raises:
            SignInError: The scopes are not all for the same API, or not for one of the resources.
        """
        names = scope.split()
        api_scopes = [name for name in names if name not in OPENID_SCOPES]
        found = {name.rpartition("/")[0] for name in api_scopes}
        if len(found) != 1 or not all(found):
            description = f"scope must ask for one API, such as {resources[0]}/{DEFAULT_SCOPE}, got '{scope}'."
            raise SignInError("invalid_scope", 70011, description)
        resource = found.pop()
        if resource not in resources:
            description = f"The resource principal named {resource} was not found in the tenant. Check the cloud."
            raise SignInError("invalid_resource", 500011, description)
        permissions = tuple(name.rpartition("/")[2] for name in api_scopes)
        return cls(resource, permissions, OPENID_SCOPES & frozenset(names))


@attrs.frozen
class IdentityRequest:
    """A request of the identity side: its parameters, from the form or the query, and the address it was sent to."""

    parameters: Mapping[str, str]
    origin: str
    """`https://host` or `https://host:port`, as the client wrote it."""
    resources: Sequence[str]
    """The APIs that this address issues tokens for."""

    def required(self, name: str) -> str:
        """Return a parameter. Raises SignInError if it is missing or empty."""
        value = self.parameters.get(name)
        if not value:
            raise SignInError("invalid_request", 900144, f"The request must have the parameter '{name}'.")
        return value

    def scopes(self) -> RequestedScopes:
        """Return the scopes that the parameter `scope` asks for. Raises SignInError if it is not valid."""
        return RequestedScopes.parse(self.required("scope"), resources=self.resources)
