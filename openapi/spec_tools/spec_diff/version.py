"""The next version after a change."""

import re
from typing import NamedTuple, Self

from spec_tools.spec_diff.changes import Level

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class Version(NamedTuple):
    """A semantic version without a pre-release."""

    major: int
    minor: int
    patch: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a version.

        Raises:
            ValueError: The text is not three numbers with dots.
        """
        match = _VERSION.fullmatch(text)
        if match is None:
            raise ValueError(f"A version must be three numbers such as 1.0.0, got {text!r}.")
        return cls(*(int(number) for number in match.groups()))

    def after(self, level: Level | None) -> "Version":
        """Return the next version after changes of at most this level, or this version if there are none."""
        if level is None:
            return self
        if level is Level.BREAKING:
            return Version(self.major + 1, 0, 0)
        if level is Level.ADDITIVE:
            return Version(self.major, self.minor + 1, 0)
        return Version(self.major, self.minor, self.patch + 1)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"
