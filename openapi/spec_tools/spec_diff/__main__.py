"""Prints what changed between two contracts, what it means for a Python caller, and which version is next.

``python -m spec_tools.spec_diff BASE`` ends with status 1 if the version or the changelog does not fit the changes, and
with 2 if BASE is not a contract.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from spec_tools.spec_diff.changelog import changelog_problems
from spec_tools.spec_diff.changes import Change, changes
from spec_tools.spec_diff.contract_at import DatedContract, UnknownContract, contract_at
from spec_tools.yaml_file import CONTRACT


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The arguments after the command's name, by default those of this process.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m spec_tools.spec_diff", description=__doc__)
    parser.add_argument("base", help="the older contract: a git revision or a file")
    parser.add_argument("revision", nargs="?", default=str(CONTRACT), help="the newer one (default: the project's)")
    parser.add_argument("--changelog", type=Path, default=CONTRACT.with_name("CHANGELOG.md"), help="its changelog")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")
    options = parser.parse_args(arguments)
    try:
        base, revision = contract_at(options.base), contract_at(options.revision)
    except UnknownContract as error:
        print(error, file=sys.stderr)
        return 2
    found = changes(base.contract, revision.contract)
    problems = problems_of(base, revision, found, options.changelog)
    if options.format == "json":
        print(json.dumps(_as_json(base, revision, found, problems), indent=2))
    else:
        _print(base, revision, found)
        for problem in problems:
            print(problem, file=sys.stderr)
    return 1 if problems else 0


def problems_of(base: DatedContract, revision: DatedContract, found: Sequence[Change], changelog: Path) -> list[str]:
    """Return what is wrong with the version and the changelog of the newer contract.

    Args:
        base: The older contract.
        revision: The newer one.
        found: What changed between them.
        changelog: The changelog of the newer one.
    """
    level = max((change.level for change in found), default=None)
    problems = []
    if revision.version < base.version.after(level):
        problems.append(f"info.version must be at least {base.version.after(level)}, got {revision.version}.")
    if base.distribution and revision.distribution and revision.distribution < base.distribution.after(level):
        wanted = base.distribution.after(level)
        problems.append(f"The version of the distribution must be at least {wanted}, got {revision.distribution}.")
    text = changelog.read_text(encoding="utf-8")
    about = os.path.relpath(changelog)
    return problems + [f"{about}: {one}" for one in changelog_problems(text, found, base.version, revision.version)]


def _print(base: DatedContract, revision: DatedContract, found: Sequence[Change]) -> None:
    print(f"From {base.name} ({base.version}) to {os.path.relpath(revision.name)} ({revision.version})")
    for change in sorted(found, key=lambda change: -change.level):
        print(f"  {change.level.name.lower():<9} {change.name}: {change.what}")
        print(f"            {_place(change)}")
    level = max((change.level for change in found), default=None)
    if level is None:
        print("Nothing changed.")
        return
    print(f"The highest level is {level.name.lower()}. info.version must be at least {base.version.after(level)}.")
    if base.distribution:
        print(f"The version of the distribution must be at least {base.distribution.after(level)}.")


def _place(change: Change) -> str:
    path = change.file.path
    name = os.path.relpath(path) if path.exists() else str(path)
    return f"{name}:{change.file.line(change.pointer)}"


def _as_json(
    base: DatedContract, revision: DatedContract, found: Sequence[Change], problems: Sequence[str]
) -> dict[str, object]:
    level = max((change.level for change in found), default=None)
    return {
        "base": str(base.version),
        "revision": str(revision.version),
        "level": level.name.lower() if level is not None else None,
        "follows": str(base.version.after(level)),
        "problems": list(problems),
        "changes": [
            {"level": one.level.name.lower(), "name": one.name, "what": one.what, "place": _place(one)} for one in found
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
