"""What can go wrong, as a tree of exceptions.

    PartnerCenterError
    ├── CredentialError            no token could be had
    ├── TransportError             no answer, or not all of it
    │   └── RequestTimeoutError    it took too long
    ├── UnsafeLinkError            the service named a place that is not its own; nothing was sent there
    ├── PagingError                the pages do not come to an end
    ├── ResponseDecodeError        an answer that is no page; keeps the body
    └── ApiError                   the service answered with a fault
        ├── BadRequestError        400
        ├── AuthenticationError    401
        │   └── MfaRequiredError   401 with code 900421
        ├── PermissionDeniedError  403
        ├── NotFoundError          404
        ├── ConflictError          409
        ├── ThrottledError         429, or a wait longer than the client's `retry` allows
        └── ServerError            5xx

Arguments that cannot be right are a ``ValueError`` or a ``TypeError``, before anything is sent. To go on with a client
that was closed, or that has made its calls in another process or event loop, is a ``RuntimeError``.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partner_center_api.models import Offer

__all__ = [
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "CredentialError",
    "MfaRequiredError",
    "NotFoundError",
    "PagingError",
    "PartnerCenterError",
    "PermissionDeniedError",
    "RequestTimeoutError",
    "ResponseDecodeError",
    "ServerError",
    "ThrottledError",
    "TransportError",
    "UnsafeLinkError",
]


class PartnerCenterError(Exception):
    """The root of all errors of this client."""

    def __reduce__(self) -> tuple[Any, ...]:
        # The default calls the class with the message alone, which the keyword-only arguments below refuse:
        # errors have to cross process boundaries all the same.
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[PartnerCenterError], args: tuple[Any, ...], state: dict[str, Any]) -> PartnerCenterError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class CredentialError(PartnerCenterError):
    """No token could be had.

    Attributes:
        code: What Microsoft Entra calls the error, such as ``invalid_client`` or ``AADSTS7000215``; None where the
            error is not Entra's.
        correlation_id: Entra's id of the request, for its support; None where there is none.
        hint: What to do; None where nothing better than the message is known.
        retry_after: The seconds after which it may help to ask again, 0 for any time; None where it would not, where it
            is not known, and where a user would be asked again.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        correlation_id: str | None = None,
        hint: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message if hint is None else f"{message} {hint}")
        self.code = code
        self.correlation_id = correlation_id
        self.hint = hint
        self.retry_after = retry_after


class TransportError(PartnerCenterError):
    """No answer came, or not all of it.

    Attributes:
        method: The method of the request.
        url: Its address.
        attempts: How many times it was sent, also with a renewed token.
        request_id: The ``MS-RequestId`` that was sent.
    """

    def __init__(self, message: str, *, method: str, url: str, attempts: int, request_id: str | None) -> None:
        super().__init__(message)
        self.method = method
        self.url = url
        self.attempts = attempts
        self.request_id = request_id


class RequestTimeoutError(TransportError):
    """The answer took longer than the time-out allows."""


class UnsafeLinkError(PartnerCenterError):
    """The service named a place outside its own base, or a call that is not for reading; nothing was sent.

    Attributes:
        uri: The place it named.
    """

    def __init__(self, message: str, *, uri: str) -> None:
        super().__init__(message)
        self.uri = uri


class PagingError(PartnerCenterError):
    """The pages of an enumeration cannot be followed to their end. The offers handed out until then are good.

    Attributes:
        offers: The offers so far, where ``to_list()`` raises this; empty where you iterate, and have them already.
    """

    offers: "Sequence[Offer]" = ()


class ResponseDecodeError(PartnerCenterError):
    """An answer says that all is well, but is not a page of offers.

    Attributes:
        status: The HTTP status.
        body: The first 2 KiB of the body, without tokens.
        request_id: The service's id of the call, or the one that was sent.
        correlation_id: The id of the undertaking that the call was a part of.
    """

    def __init__(
        self, message: str, *, status: int, body: bytes, request_id: str | None, correlation_id: str | None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = body
        self.request_id = request_id
        self.correlation_id = correlation_id


class ApiError(PartnerCenterError):
    """The service answered with a fault.

    Attributes:
        status: The HTTP status. It may be 200, for an answer that carries a fault.
        code: The service's number of the error, as a string; None where the answer has none.
        description: What the service says went wrong; None where it says nothing.
        data: Particulars, as they came.
        source: The part of the service that reports the error; None where the answer does not say.
        request_id: The service's id of the call: quote it to Microsoft's support.
        correlation_id: The id of the undertaking that the call was a part of.
        retry_after: The seconds that the service asks to wait; None where it does not ask.
        method: The method of the request.
        url: Its address.
        attempts: How many times it was sent, also with a renewed token.
        hint: What to do, for known codes; None for others.
        body: The first 2 KiB of the body, without tokens.

    Source: the page on error codes; the shapes of bodies that it does not show are from recorded answers.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str | None,
        description: str | None,
        data: Sequence[Any],
        source: str | None,
        request_id: str | None,
        correlation_id: str | None,
        retry_after: float | None,
        method: str,
        url: str,
        attempts: int,
        hint: str | None,
        body: bytes,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.description = description
        self.data = data
        self.source = source
        self.request_id = request_id
        self.correlation_id = correlation_id
        self.retry_after = retry_after
        self.method = method
        self.url = url
        self.attempts = attempts
        self.hint = hint
        self.body = body


class BadRequestError(ApiError):
    """Status 400: the service does not accept what was asked."""


class AuthenticationError(ApiError):
    """Status 401: the service does not accept the token."""


class MfaRequiredError(AuthenticationError):
    """Status 401 with code 900421: the user of the token did not sign in with a second factor."""


class PermissionDeniedError(ApiError):
    """Status 403: the partner or the user may not do this."""


class NotFoundError(ApiError):
    """Status 404: there is no such customer, or no such thing."""


class ConflictError(ApiError):
    """Status 409: the state of the resource forbids this."""


class ThrottledError(ApiError):
    """Status 429: too many calls. ``retry_after`` says how long to wait, in seconds.

    Status 408 or 5xx too, where the service asks to wait longer than the client's ``retry`` allows.
    ``attempts`` is 0 where the call was not sent at all, because a wait that another call was told is not over.
    """


class ServerError(ApiError):
    """Status 5xx: the service failed. See ``ThrottledError`` for one that asks to wait long."""
