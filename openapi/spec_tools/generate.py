"""Generates the client from the contract, or checks that the committed client is up to date.

``python -m spec_tools.generate`` writes, ``python -m spec_tools.generate --check`` compares.
"""

import argparse
import difflib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from spec_tools.generation_lock import lock_text
from spec_tools.generator import GenerationError, refuse_another_version, write_package
from spec_tools.lint import RULES, describe, run
from spec_tools.yaml_file import CONTRACT, SOURCES, UnreadableYaml, YamlFile

_ROOT = CONTRACT.parents[1]
_CONFIG = CONTRACT.with_name("generator.yaml")
_TEMPLATES = CONTRACT.with_name("templates")
_CLIENT = _ROOT / "generated_client"

_PACKAGE = "partner_center_api"
_LOCK = "generation.lock.json"


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The arguments after the name of the command, by default those of this process.

    Returns:
        The exit status: 0, or 1 if generating failed or the committed client differs.
    """
    parser = argparse.ArgumentParser(prog="python -m spec_tools.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="generate elsewhere, and name each file that differs")
    parser.add_argument("--contract", type=Path, default=CONTRACT, help="the contract (default: the project's)")
    parser.add_argument("--sources", type=Path, default=SOURCES, help="its sources (default: the project's)")
    parser.add_argument("--client", type=Path, default=_CLIENT, help="its client (default: the project's)")
    options = parser.parse_args(arguments)
    try:
        refuse_another_version(_ROOT / "pyproject.toml")
        _refuse_broken_contract(options.contract, options.sources)
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder)
            write_package(spec=options.contract, config=_CONFIG, templates=_TEMPLATES, package=fresh / _PACKAGE)
            lock = lock_text(spec=options.contract, config=_CONFIG, templates=_TEMPLATES)
            (fresh / _LOCK).write_text(lock, encoding="utf-8")
            return _report_differences(fresh, options.client) if options.check else _replace(fresh, options.client)
    except (GenerationError, UnreadableYaml) as error:
        print(error, file=sys.stderr)
        return 1


def _refuse_broken_contract(contract: Path, sources: Path) -> None:
    """Check the rules that the generator needs, because its own messages are long and unclear.

    Raises:
        GenerationError: The contract breaks one of these rules. Each line of the message is a finding.
        UnreadableYaml: A file is not YAML.
    """
    first = [rule for rule in RULES if rule.first]
    findings = list(run(first, YamlFile.read(contract), YamlFile.read(sources)))
    if findings:
        raise GenerationError("\n".join(describe(rule, finding) for rule, finding in findings))


def _replace(fresh: Path, client: Path) -> int:
    shutil.rmtree(client / _PACKAGE, ignore_errors=True)
    shutil.copytree(fresh, client, dirs_exist_ok=True)
    print(f"Generated {len(_generated_files(client))} files in {os.path.relpath(client)}.")
    return 0


def _report_differences(fresh: Path, client: Path) -> int:
    wanted, committed = _generated_files(fresh), _generated_files(client)
    problems = [
        *((name, "missing") for name in wanted.keys() - committed.keys()),
        *((name, "no longer generated") for name in committed.keys() - wanted.keys()),
        *((name, "differs") for name in wanted.keys() & committed.keys() if wanted[name] != committed[name]),
    ]
    if not problems:
        print(f"The generated client is up to date ({len(wanted)} files).")
        return 0
    for name, problem in sorted(problems):
        print(f"{os.path.relpath(client / name)}: {problem}", file=sys.stderr)
    _explain(committed.get(_LOCK, b""), wanted[_LOCK])
    print("The generated client does not match the contract. Run: make generate", file=sys.stderr)
    return 1


def _explain(committed_lock: bytes, fresh_lock: bytes) -> None:
    """Print the lines in which the lock files differ: they name the input or tool that changed."""
    before, after = committed_lock.decode().splitlines(), fresh_lock.decode().splitlines()
    for line in difflib.unified_diff(before, after, "generated from", "would be generated from", n=1, lineterm=""):
        print(f"    {line}", file=sys.stderr)


def _generated_files(folder: Path) -> dict[str, bytes]:
    """Return the content of each generated file in a folder by its name."""
    files = [folder / _LOCK, *(folder / _PACKAGE).rglob("*")]
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in files
        if file.is_file() and "__pycache__" not in file.parts
    }


if __name__ == "__main__":
    sys.exit(main())
