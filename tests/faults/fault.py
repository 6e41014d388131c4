"""A row of the table of faults."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import attrs

from .expectations import Offers, Raises
from .server import Greeting, ReceivedRequest, Step

Question = Callable[[Any], Any]
"""From ``client.offers`` of either client to its pager."""


def offers_of_the_us(offers: Any) -> Any:
    return offers.by_country("US")


@attrs.frozen(kw_only=True)
class Fault:
    """One fault: its name, what the server does, what the caller must see, and what the server must have counted.

    Attributes:
        name: What goes wrong.
        script: What the server does with each request; the last step is for all that follow.
        sees: What the caller must see.
        requests: How many requests the server must have counted.
        connections: How many connections, where that matters.
        waits: What the seconds between the attempts must be, where the server or the limits decide them.
        greetings: What the server does with each new connection in the place of TLS.
        certificate: Which one it shows.
        settings: Arguments of the client.
        renews: Whether the credential has another token after each rejected one.
        ask: What is asked.
        also: What else must hold of the requests.
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
