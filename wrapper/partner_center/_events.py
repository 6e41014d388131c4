"""One way for events to leave: the logger ``partner_center``, then the user's hook."""

import logging
from collections.abc import Callable

from .events import Event

OnEvent = Callable[[Event], object]

_log = logging.getLogger("partner_center")


def report(event: Event, on_event: OnEvent | None) -> None:
    """Log an event and hand it to the hook. A hook that fails is logged, and fails nothing else."""
    _log.warning("%s", event, extra={"partner_center_event": event})
    if on_event is not None:
        try:
            on_event(event)
        except Exception:  # noqa: BLE001 - the hook is the user's, and its failure is logged with its traceback
            _log.exception("on_event failed on %s", type(event).__name__)
