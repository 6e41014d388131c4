"""The directive ``project-file``: a page that is kept beside the code it is about, such as SECURITY.md."""

import re
from pathlib import Path, PurePosixPath

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
PAGES = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "openapi/README.md": "contract.md",
    "wrapper/partner_center/emulator/README.md": "emulator.md",
}


class ProjectFile(SphinxDirective):
    """``.. project-file:: FILE``, with the path from the root of the project."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the content of the file, with links that fit the site."""
        file = ROOT / self.arguments[0]
        self.env.note_dependency(str(file))
        return self.parse_text_to_nodes(self._with_links_of_the_site(file), allow_section_headings=True)

    def _with_links_of_the_site(self, file: Path) -> str:
        def page(link: re.Match[str]) -> str:
            path, anchor = link[1], link[2] or ""
            target = (file.parent / path).resolve().relative_to(ROOT)
            if target.parts[0] == "docs":
                return f"]({target.relative_to('docs').as_posix()}{anchor})"
            if target.as_posix() not in PAGES:
                raise self.error(f"{self.arguments[0]} links to {path}, which is not a page of the site")
            return f"]({PAGES[PurePosixPath(target).as_posix()]}{anchor})"

        # Relative links only: neither addresses of the web nor anchors of the same page.
        return re.sub(r"\]\((?![a-z]+:|#)([^)#]+)(#[^)]*)?\)", page, file.read_text("utf-8"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("project-file", ProjectFile)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
