"""How long a client is quiet as a whole, because the service told one of its calls to wait."""

import threading

# A mistaken Retry-After must not silence a service that runs for months.
LONGEST_QUIET = 3600.0


class Throttle:
    """Shared by all calls of a client, in threads or tasks. It knows until when to wait; others do the waiting."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self.status = 429
        """The status of the answer that asked for the quiet that runs."""

    def hold(self, seconds: float, *, now: float, status: int) -> None:
        """Let no call begin for some seconds from now. What was asked before and lasts longer stays."""
        until = now + min(seconds, LONGEST_QUIET)
        with self._lock:
            if until > self._until:
                self._until = until
                self.status = status

    def remaining(self, now: float) -> float:
        """Return the seconds until calls may begin, 0 where they may."""
        return max(0.0, self._until - now)
