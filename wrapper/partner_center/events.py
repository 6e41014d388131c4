"""What a client reports while it works: each event is one log record, and one call of ``on_event``."""

import attrs

__all__ = ["CallDelayed", "Event", "ItemSkipped", "RetryScheduled"]


@attrs.frozen(kw_only=True)
class RetryScheduled:
    """An attempt failed, and the call will be sent again.

    Attributes:
        method: The method of the call.
        url: Its address, without what identifies a customer.
        status: The HTTP status; None where no whole answer came, or there was no token to ask with.
        error: The name of the exception that would have been raised, had this been the last attempt.
        attempt: How many attempts have failed, from 1.
        wait: The seconds until the next.
        request_id: The ``MS-RequestId``, the same in all attempts.
        correlation_id: The ``MS-CorrelationId`` of the enumeration.
    """

    method: str
    url: str
    status: int | None
    error: str
    attempt: int
    wait: float
    request_id: str
    correlation_id: str

    def __str__(self) -> str:
        outcome = f"was answered with {self.status}"
        if self.status is None:
            outcome = "had no token" if self.error == "CredentialError" else "got no whole answer"
        return (
            f"{self.method} {self.url} {outcome} ({self.error}) in attempt {self.attempt}; "
            f"trying again in {self.wait:.1f} s (request id {self.request_id})"
        )


@attrs.frozen(kw_only=True)
class CallDelayed:
    """A call waits before it is sent, because the service asked this client to slow down.

    Attributes:
        method: The method of the call.
        url: Its address, without what identifies a customer.
        wait: The seconds until it is sent.
        request_id: Its ``MS-RequestId``.
        correlation_id: The ``MS-CorrelationId`` of the enumeration.
    """

    method: str
    url: str
    wait: float
    request_id: str
    correlation_id: str

    def __str__(self) -> str:
        return (
            f"{self.method} {self.url} waits {self.wait:.1f} s, because the service asked this client to slow down "
            f"(request id {self.request_id})"
        )


@attrs.frozen(kw_only=True)
class ItemSkipped:
    """Something in a page could not be used; the rest of the page was.

    Attributes:
        problem: What, and where.
        url: The address of the page, without what identifies a customer.
        request_id: The ``MS-RequestId`` of the call.
        correlation_id: The ``MS-CorrelationId`` of the enumeration.
    """

    problem: str
    url: str
    request_id: str
    correlation_id: str

    def __str__(self) -> str:
        return f"{self.problem}, in the answer to {self.url} (request id {self.request_id})"


Event = RetryScheduled | CallDelayed | ItemSkipped
