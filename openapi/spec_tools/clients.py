"""Generates clients in other languages with OpenAPI Generator, and builds those whose tools are at hand.

``python -m spec_tools.clients`` writes to ``build/clients``. It ends with status 0 if each client that could be built
was built, 1 if one was not generated or does not compile, and 2 if the generator or Java is not installed. It names
what was left out.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spec_tools.yaml_file import CONTRACT

_GENERATOR = "openapi-generator-cli"
_UNREACHABLE = ("could not be resolved", "Could not transfer", "ENOTFOUND", "EAI_AGAIN", "dial tcp")
_SHOWN = 10


@dataclass(frozen=True)
class Language:
    """A language to generate a client in.

    Attributes:
        name: Its name.
        generator: The name of its generator.
        options: The options that the contract needs, and those of the build.
        build: The command that compiles the client, run in its folder.
    """

    name: str
    generator: str
    options: tuple[str, ...]
    build: tuple[str, ...]


LANGUAGES = (
    Language(
        "TypeScript",
        "typescript-fetch",
        (),
        (
            *("npx", "--yes", "--package", "typescript@5", "tsc", "--noEmit", "--strict", "index.ts"),
            *("--target", "es2022", "--lib", "es2022,dom", "--moduleResolution", "node16", "--module", "node16"),
        ),
    ),
    Language(
        "Java",
        "java",
        ("--library", "native", "--additional-properties", "openApiNullable=false"),
        ("mvn", "-q", "-B", "-DskipTests", "compile"),
    ),
    Language("C#", "csharp", (), ("dotnet", "build", "--nologo", "src/Org.OpenAPITools")),
    Language("Go", "go", ("--additional-properties", "enumClassPrefix=true"), ("go", "build", "./...")),
)


def missing_tools(find: Callable[[str], str | None], *tools: str) -> list[str]:
    """Return the tools that are not installed.

    Args:
        find: Returns the path of a tool, or None.
        tools: The names of the tools.
    """
    return [tool for tool in tools if find(tool) is None]


def clients(contract: Path, to: Path, generator: str) -> Iterator[tuple[str, str, bool]]:
    """Generate the clients one after another.

    Yields:
        The language, what was done, and whether it went well.
    """
    for language in LANGUAGES:
        folder = to / language.generator
        command = [generator, "generate", "-i", str(contract), "-g", language.generator, "-o", str(folder)]
        failure = _failure([*command, *language.options], Path.cwd())
        missing = missing_tools(shutil.which, language.build[0])
        if failure:
            yield language.name, f"not generated:\n{failure}", False
        elif missing:
            yield language.name, f"generated, not compiled: {missing[0]} is not installed", True
        elif not (failure := _failure(language.build, folder)):
            yield language.name, "generated and compiled", True
        elif any(sign in failure for sign in _UNREACHABLE):
            yield language.name, f"generated, not compiled: {language.build[0]} cannot download what it needs", True
        else:
            yield language.name, f"generated, does not compile:\n{failure}", False


def _failure(command: list[str] | tuple[str, ...], folder: Path) -> str:
    """Run a command, and return what it printed if it failed, or an empty text."""
    done = subprocess.run(  # noqa: S603  the commands above
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return "\n".join(done.stdout.splitlines()[-_SHOWN:] or ["no output"]) if done.returncode else ""


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The arguments after the name of the command, by default those of this process.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m spec_tools.clients", description=__doc__)
    parser.add_argument("--contract", type=Path, default=CONTRACT, help="the contract (default: the project's)")
    parser.add_argument("--to", type=Path, default=Path("build/clients"), help="the folder (default: build/clients)")
    options = parser.parse_args(arguments)
    generator = shutil.which(_GENERATOR, path=str(Path(sys.executable).parent)) or shutil.which(_GENERATOR)
    missing = [*([] if generator else [_GENERATOR]), *missing_tools(shutil.which, "java")]
    if generator is None or missing:
        print(f"no client was generated: {' and '.join(missing)} must be installed", file=sys.stderr)
        return 2
    well = True
    for language, what, went_well in clients(options.contract.resolve(), options.to.resolve(), generator):
        print(f"{language}: {what}", flush=True)
        well = well and went_well
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
