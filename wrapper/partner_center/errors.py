"""What can go wrong, as a tree of exceptions.

    PartnerCenterError
    ├── CredentialError            no token is available
    ├── TransportError             no complete response arrived
    │   └── RequestTimeoutError    it took too long
    ├── UnsafeLinkError            a link leads outside the API; nothing was sent there
    ├── PagingError                the pages cannot be followed to their end
    ├── ResponseDecodeError        a successful response does not hold a result
    └── ApiError                   the service answered with an error
        ├── BadRequestError        400
        ├── AuthenticationError    401
        │   └── MfaRequiredError   401 with code 900421
        ├── PermissionDeniedError  403
        ├── NotFoundError          404
        ├── ConflictError          409
        ├── ThrottledError         429, or a wait longer than the client's `retry` allows
        └── ServerError            5xx

Invalid arguments raise ``ValueError`` or ``TypeError`` before anything is sent. A client that is closed, or that made
its calls in another process or event loop, raises ``RuntimeError``.
"""

from collections.abc import Sequence
from typing import Any

import httpx


class PartnerCenterError(Exception):
    """The base class of all errors of this client. Their attributes are keyword arguments of their constructors."""

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        for name, value in details.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no attribute {name!r}")
            setattr(self, name, value)


class CredentialError(PartnerCenterError):
    """No token is available."""

    code: str | None = None
    """Microsoft Entra's name of the error, such as ``AADSTS7000215``; None if the error is not Entra's."""
    correlation_id: str | None = None
    """Entra's id of the request, for its support."""
    hint: str | None = None
    """What to do; None if the message says all that is known."""
    retry_after: float | None = None
    """The seconds after which another attempt may help; None if it cannot help, or would ask the user again."""

    def __str__(self) -> str:
        return f"{self.args[0]} {self.hint}" if self.hint else str(self.args[0])


class _CallDetails:
    method: str = "GET"
    url: str = ""
    attempts: int = 1
    """How many times the request was sent."""
    request_id: str | None = None
    """The ``MS-RequestId`` that was sent, or the one in the response."""
    correlation_id: str | None = None
    """The id that the calls of one query share."""


class TransportError(PartnerCenterError, _CallDetails):
    """No complete response arrived."""


class RequestTimeoutError(TransportError):
    """The response took longer than the timeout or the deadline."""


class UnsafeLinkError(PartnerCenterError):
    """A link of the service leads outside the API, or asks for more than a GET. Nothing was sent to it."""

    uri: str = ""
    """The link."""


class PagingError(PartnerCenterError):
    """The pages of a query cannot be followed to their end. The items returned before are valid."""

    items: Sequence[Any] = ()
    """The items so far if ``to_list()`` raised this; empty while iterating, which has returned them already."""


class _ResponseDetails(_CallDetails):
    status: int = 0
    """The HTTP status."""
    headers: httpx.Headers = httpx.Headers()
    """The headers of the response, without cookies and tokens."""
    body: bytes = b""
    """The first 2 KiB of the body, without tokens."""


class ResponseDecodeError(PartnerCenterError, _ResponseDetails):
    """A successful response does not hold what was requested."""


class ApiError(PartnerCenterError, _ResponseDetails):
    """The service answered with an error. Its ``status`` may be 200, if the body describes an error.

    Source: the page on error codes; shapes of bodies that it does not show are known from recorded responses.
    """

    code: str | None = None
    """The service's number of the error, as a string."""
    description: str | None = None
    """The service's description of the error."""
    data: Sequence[Any] = ()
    """Details, as the service sent them."""
    source: str | None = None
    """The part of the service that reports the error."""
    retry_after: float | None = None
    """The seconds that the service asks to wait."""
    hint: str | None = None
    """What to do, for known codes."""


class BadRequestError(ApiError):
    """Status 400: the service does not accept the request."""


class AuthenticationError(ApiError):
    """Status 401: the service does not accept the token."""


class MfaRequiredError(AuthenticationError):
    """Status 401 with code 900421: the user of the token did not use multi-factor authentication."""


class PermissionDeniedError(ApiError):
    """Status 403: the partner or the user may not do this."""


class NotFoundError(ApiError):
    """Status 404: the customer or the resource does not exist."""


class ConflictError(ApiError):
    """Status 409: the state of the resource does not allow this."""


class ThrottledError(ApiError):
    """Status 429: too many calls. ``retry_after`` says how many seconds to wait.

    Also status 408 or 5xx, if the service asks to wait longer than the client's ``retry`` allows. If the call was not
    sent, because the service has asked another call to wait, ``attempts`` and ``status`` are 0.
    """


class ServerError(ApiError):
    """Status 5xx: the service failed."""
