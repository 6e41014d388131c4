"""Puts the page of ``make spec-docs`` and the contract itself beside the pages of the site."""

import shutil

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from spec_tools.spec_docs.__main__ import main
from spec_tools.yaml_file import CONTRACT


def _write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        if main(["--to", str(app.outdir / "openapi.html")]) != 0:
            raise ExtensionError("the page of the contract cannot be written: run `make spec-docs`")
        shutil.copy(CONTRACT, app.outdir)


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the files when the pages are written."""
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
