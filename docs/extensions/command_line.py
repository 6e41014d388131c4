"""The directive ``command-line``: the commands and their options, as typer documents the application."""

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
        demoted = [f"#{line}" if line.startswith("#") else line for line in done.stdout.splitlines()]
        return self.parse_text_to_nodes("\n".join(demoted), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("command-line", CommandLine)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
