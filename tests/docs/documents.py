"""The documents for users, and their blocks of code."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
URLS: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Yield the file with the line, and the text, of each block in a language."""
    for document in DOCUMENTS:
        text = document.read_text("utf-8")
        for block in re.finditer(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            yield f"{document.name}:{text.count(chr(10), 0, block.start()) + 1}", block[1]
