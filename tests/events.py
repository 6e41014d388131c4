"""Callbacks for ``on_event``."""

from collections.abc import Callable

from partner_center import Event, RequestSent, ResponseReceived


def without_traffic(callback: Callable[[Event], object]) -> Callable[[Event], object]:
    """Pass on all events but those of each request and response."""
    return lambda event: None if isinstance(event, RequestSent | ResponseReceived) else callback(event)
