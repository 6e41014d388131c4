"""The directive ``command-line``: the commands and their options, as typer documents the application."""

import re
import subprocess
import sys

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

APPLICATION = "partner_center.cli.app"


class CommandLine(SphinxDirective):
    """``.. command-line::``"""

    def run(self) -> list[nodes.Node]:
        """Return a section for each command, below the section of the directive."""
        command = [sys.executable, "-m", "typer", APPLICATION, "utils", "docs", "--name", "partner-center"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  our own words
        if done.returncode != 0:
            raise ExtensionError(f"typer cannot document {APPLICATION}: {done.stderr}")
        demoted = re.sub("^#", "##", done.stdout, flags=re.MULTILINE)
        return self.parse_text_to_nodes(_options_as_code(demoted), allow_section_headings=True)


def _options_as_code(text: str) -> str:
    """Mark options such as --help as code if they are not, because Sphinx makes a dash of two hyphens in a text."""
    parts = re.split(r"(^```.*?^```|`[^`\n]*`)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("`") else re.sub(r"--[a-z][a-z-]*", r"`\g<0>`", part) for part in parts)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("command-line", CommandLine)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
