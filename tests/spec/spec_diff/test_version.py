"""The level of the changes decides the next version."""

import pytest

from spec_tools.spec_diff.changes import Level
from spec_tools.spec_diff.version import Version


@pytest.mark.parametrize(
    ("level", "version"),
    [(None, "1.2.3"), (Level.EDITORIAL, "1.2.4"), (Level.ADDITIVE, "1.3.0"), (Level.BREAKING, "2.0.0")],
)
def test_the_level_decides_the_next_version(level: Level | None, version: str) -> None:
    assert str(Version.read("1.2.3").after(level)) == version


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "01.0.0", "1.0.0-beta", ""])
def test_a_text_that_is_not_a_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="three numbers"):
        Version.read(text)
