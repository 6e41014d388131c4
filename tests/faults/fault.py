"""A row of the table of faults."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import attrs

from partner_center import RetryPolicy

from .expectations import Offers, Raises
from .server import Handshake, ReceivedRequest, Step

RETRY = RetryPolicy(max_attempts=4, backoff=0.5, max_backoff=30, max_wait=120, deadline=300)
"""The retry policy of these tests, which do not depend on the defaults of the library."""

SETTINGS: Mapping[str, Any] = {"retry": RETRY, "timeout": 5, "max_response_bytes": 16 * 2**20, "max_pages": 100}
"""The default arguments of the client. A row can replace them."""

Query = Callable[[Any], Any]
"""Returns a pager of ``client.offers``, of either client."""


def offers_of_the_us(offers: Any) -> Any:
    return offers.by_country("US")


@attrs.frozen(kw_only=True)
class Fault:
    """A row of the table: what the server does, and the outcome that the test expects.

    Attributes:
        name: The name of the fault.
        script: What the server does with each request. The last step serves all later requests.
        expected: The offers or the error that the caller gets.
        requests: The number of requests.
        connections: The number of connections, if the row checks it.
        waits: The seconds between the attempts, if the row checks them.
        handshakes: What the server does with each new connection in place of the TLS handshake.
        certificate: The certificate of the server.
        settings: Arguments of the client that replace those of SETTINGS.
        renews: Whether the credential returns a new token each time.
        query: Returns the pager to read from ``client.offers``.
        check_requests: A further condition on the requests.
    """

    name: str
    script: Sequence[Step]
    expected: Offers | Raises
    requests: int
    connections: int | None = None
    waits: Sequence[float] | None = None
    handshakes: Sequence[Handshake | None] = ()
    certificate: Literal["good", "of_another_authority", "of_another_name"] = "good"
    settings: Mapping[str, Any] = attrs.field(factory=dict)
    renews: bool = False
    query: Query = offers_of_the_us
    check_requests: Callable[[Sequence[ReceivedRequest]], bool] = lambda _: True
