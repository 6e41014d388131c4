"""How the identity side says no: in the shape of Entra, with an AADSTS code."""

import uuid
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import attrs
from starlette.responses import JSONResponse


@attrs.frozen
class SignInError(Exception):
    """An answer of the identity side that is no success. `number` is that of the AADSTS code.

    `suberror` says why in one word, and `claims` is what the next sign-in has to bring, where Entra says so.
    """

    error: str
    number: int
    description: str
    status: HTTPStatus = HTTPStatus.BAD_REQUEST
    suberror: str | None = None
    claims: str | None = None

    def response(self, *, correlation_id: str, trace_id: str, origin: str, now: float) -> JSONResponse:
        """Return the HTTP answer; `now` is in seconds since 1970."""
        timestamp = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S}Z"
        lines = [
            self.message(),
            f"Trace ID: {trace_id}",
            f"Correlation ID: {correlation_id}",
            f"Timestamp: {timestamp}",
        ]
        body: dict[str, Any] = {
            "error": self.error,
            "error_description": " ".join(lines),
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

    def message(self) -> str:
        """Return the code with the description."""
        return f"AADSTS{self.number}: {self.description}"


def new_id() -> str:
    """Return an id for a trace or a correlation."""
    return str(uuid.uuid4())


def invalid_client(number: int, description: str) -> SignInError:
    """Return the error for an application that did not prove who it is."""
    return SignInError("invalid_client", number, description, HTTPStatus.UNAUTHORIZED)


def invalid_grant(number: int, description: str, *, suberror: str | None = None) -> SignInError:
    """Return the error for a code or a refresh token that is no good."""
    return SignInError("invalid_grant", number, description, suberror=suberror)
