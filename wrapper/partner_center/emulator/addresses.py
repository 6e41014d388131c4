"""Under which addresses the emulator is reached, and which one it names in an answer."""

from collections.abc import Sequence

import attrs


@attrs.frozen
class Addresses:
    """The port on loopback, and the host names that lead to it besides localhost."""

    port: int
    hosts: Sequence[str] = ()

    @property
    def local(self) -> str:
        """The address that always leads here."""
        return f"https://localhost:{self.port}"

    def origin(self, host: str | None) -> str:
        """Return the address for the links of an answer.

        `host` is the header Host of the request. A caller who used one of the host names is answered with it; all
        others, with localhost.
        """
        return f"https://{host.lower()}" if host and self._name(host) in self.hosts else self.local

    def host(self, host: str | None) -> str:
        """Return which of the hosts a request was for: one of the host names, or localhost."""
        name = self._name(host or "")
        return name if name in self.hosts else "localhost"

    @staticmethod
    def _name(host: str) -> str:
        return host.partition(":")[0].lower()
