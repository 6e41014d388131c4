"""Compares a page of the documentation with the contract.

``python -m spec_tools.drift PAGE`` ends with status 0 if nothing differs except what decisions explain, 1 if something
differs or is not understood, and 2 if the page was not read completely enough to tell, or the contract is not YAML.
"""

import argparse
import sys
from pathlib import Path

from spec_tools.drift.compare import compare
from spec_tools.drift.difference import MEANINGS
from spec_tools.drift.known_page import explanations, known_page, stale, title_difference
from spec_tools.drift.patch import patch
from spec_tools.drift.report import Report
from spec_tools.drift.report_formats import FORMATS
from spec_tools.drift.statements import statements
from spec_tools.drift.words import accept, words_changes
from spec_tools.pages import UnreadablePage, read_page
from spec_tools.yaml_file import CONTRACT, SOURCES, UnreadableYaml, YamlFile


def drift(page: Path, contract: YamlFile, sources: YamlFile) -> Report:
    """Compare a page with the contract.

    Args:
        page: The page, as text copied from a browser, as HTML or as Markdown.
        contract: The contract.
        sources: Its sources.

    Raises:
        UnreadablePage: The page cannot be read, is not in English, or is not in the sources.
    """
    facts = read_page(page)
    known = known_page(facts, contract, sources)
    words = words_changes(facts, known)
    if not facts.kind:
        return Report(page, known, facts, contract, sources, words=words)
    explained = {(one.kind, one.of): one for one in explanations(sources, known)}
    differences = title_difference(facts, known) + compare(facts, contract, known.describes, explained)
    stated = statements(contract, known.describes)
    return Report(
        page,
        known,
        facts,
        contract,
        sources,
        drift=[one for one in differences if (one.kind, one.of) not in explained],
        decided=[(one, explained[one.kind, one.of]) for one in differences if (one.kind, one.of) in explained],
        stale=stale(explained.values(), differences, [one.label for one in stated], facts.missing),
        words=words,
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The arguments after the command's name, by default those of this process.

    Returns:
        The exit status.
    """
    words = "\n".join(f"  {kind:<9} {meaning}" for kind, meaning in MEANINGS.items())
    parser = argparse.ArgumentParser(
        prog="python -m spec_tools.drift",
        description=__doc__,
        epilog=f"differences:\n{words}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("page", type=Path, help="the page: copied text, saved HTML, or Markdown")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print (default: text)")
    parser.add_argument("--contract", type=Path, default=CONTRACT, help="the contract (default: the project's)")
    parser.add_argument("--sources", type=Path, default=SOURCES, help="its sources (default: the project's)")
    parser.add_argument("--patch", action="store_true", help="write additions into the contract, in place")
    parser.add_argument("--accept", action="store_true", help="write the digests of the page into the sources")
    options = parser.parse_args(arguments)
    try:
        report = drift(options.page, YamlFile.read(options.contract), YamlFile.read(options.sources))
    except UnreadablePage as error:
        print(f"{options.page}: {error}", file=sys.stderr)
        return 2
    except UnreadableYaml as error:
        print(error, file=sys.stderr)
        return 2
    for line in FORMATS[options.format](report):
        print(line)
    if options.patch:
        written, left = patch(report)
        for one in written:
            print(f"written: {one.of}", file=sys.stderr)
        for one, reason in left:
            print(f"left to you: {one.kind} {one.of}: {reason}", file=sys.stderr)
    if options.accept and report.status == 2:
        print("not accepted: the page must be understood first", file=sys.stderr)
    elif options.accept:
        accept(report.page_facts, report.known, options.sources)
        print(f"accepted: {report.known.id}, read today", file=sys.stderr)
        report = drift(options.page, report.contract, YamlFile.read(options.sources))
    return report.status


if __name__ == "__main__":
    sys.exit(main())
