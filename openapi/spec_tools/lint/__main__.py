"""Checks the contract and its sources against the project's rules.

``python -m spec_tools.lint`` prints one line for each finding, with its file and line, and ends with status 1.
Status 2 means that a file cannot be read.
"""

import argparse
import sys
from pathlib import Path

from spec_tools.lint import RULES, describe, run
from spec_tools.yaml_file import CONTRACT, SOURCES, UnreadableYaml, YamlFile


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The arguments after the command's name, by default those of this process.

    Returns:
        The exit status: 0, 1 if a rule is broken, or 2 if a file is not YAML.
    """
    parser = argparse.ArgumentParser(prog="python -m spec_tools.lint", description=__doc__)
    parser.add_argument("--rules", action="store_true", help="print each rule with its reason, and check nothing")
    parser.add_argument("--contract", type=Path, default=CONTRACT, help="the contract (default: the project's)")
    parser.add_argument("--sources", type=Path, default=SOURCES, help="its sources (default: the project's)")
    options = parser.parse_args(arguments)
    if options.rules:
        for rule in RULES:
            print(f"{rule.name}: {rule.reason}")
        return 0
    try:
        contract, sources = YamlFile.read(options.contract), YamlFile.read(options.sources)
    except UnreadableYaml as error:
        print(error, file=sys.stderr)
        return 2
    findings = list(run(RULES, contract, sources))
    for rule, finding in findings:
        print(describe(rule, finding), file=sys.stderr)
    if not findings:
        print(f"{len(RULES)} rules checked, no findings.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
