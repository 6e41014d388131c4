"""Writes the contract as one HTML page that works from the file system and loads nothing else.

``python -m spec_tools.spec_docs --to FILE``
"""

import argparse
import os
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from spec_tools.spec_docs.content import content
from spec_tools.yaml_file import CONTRACT, SOURCES, YamlFile

_HERE = Path(__file__).parent


def page(contract: YamlFile, sources: YamlFile) -> str:
    """Return the page.

    Args:
        contract: The contract.
        sources: Its sources.
    """
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    own = {name: Markup((_HERE / file).read_text(encoding="utf-8")) for name, file in _OWN.items()}  # noqa: S704  our files
    template = environment.get_template("page.html.jinja")
    return template.render(page=content(contract, sources), **own).strip() + "\n"


_OWN = {"style": "style.css", "search": "search.js"}


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The arguments after the command's name, by default those of this process.

    Returns:
        The exit status, 0.
    """
    parser = argparse.ArgumentParser(prog="python -m spec_tools.spec_docs", description=__doc__)
    parser.add_argument("--to", type=Path, required=True, help="the file to write")
    parser.add_argument("--contract", type=Path, default=CONTRACT, help="the contract (default: the project's)")
    parser.add_argument("--sources", type=Path, default=SOURCES, help="its sources (default: the project's)")
    options = parser.parse_args(arguments)
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_text(page(YamlFile.read(options.contract), YamlFile.read(options.sources)), encoding="utf-8")
    print(f"Written: {os.path.relpath(options.to)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
