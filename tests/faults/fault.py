"""A row of the table of faults."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import attrs

from partner_center import RetryPolicy

from .expectations import Offers, Raises
from .server import Greeting, ReceivedRequest, Step

RETRY = RetryPolicy(max_attempts=4, backoff=0.5, max_backoff=30, max_wait=120, deadline=300)
"""The retry policy of the tests of faults, so that they do not depend on the defaults of the library."""

SETTINGS: Mapping[str, Any] = {"retry": RETRY, "timeout": 5, "max_response_bytes": 16 * 2**20, "max_pages": 100}
"""The arguments of the client that each row has, unless it sets them itself."""

Question = Callable[[Any], Any]
"""A function from ``client.offers`` of either client to its pager."""


def offers_of_the_us(offers: Any) -> Any:
    return offers.by_country("US")


@attrs.frozen(kw_only=True)
class Fault:
    """A row of the table: what the server does, what the caller must get, and what the server must have counted.

    Attributes:
        name: The name of the fault.
        script: What the server does with each request. The last step is for all requests that follow.
        sees: What the caller must get.
        requests: The number of requests.
        connections: The number of connections, if the row is about it.
        waits: The seconds between the attempts, if the row is about them.
        greetings: What the server does with each new connection instead of TLS.
        certificate: The certificate of the server.
        settings: Arguments of the client, which replace those of SETTINGS.
        renews: Whether the credential has another token after each rejected one.
        ask: What the client is asked for.
        also: A condition on the requests.
    """

    name: str
    script: Sequence[Step]
    sees: Offers | Raises
    requests: int
    connections: int | None = None
    waits: Sequence[float] | None = None
    greetings: Sequence[Greeting | None] = ()
    certificate: Literal["good", "of_another_authority", "of_another_name"] = "good"
    settings: Mapping[str, Any] = attrs.field(factory=dict)
    renews: bool = False
    ask: Question = offers_of_the_us
    also: Callable[[Sequence[ReceivedRequest]], bool] = lambda _: True
