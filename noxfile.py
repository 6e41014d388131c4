"""Tests in environments of their own: with each supported Python, and with the lowest declared versions.

``make test-pythons`` and ``make test-lowest`` run it.
"""

from pathlib import Path

import nox
from packaging.requirements import Requirement

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False  # nox names each one that is missing

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)
USER_EXTRAS = [extra for extra in PROJECT["project"]["optional-dependencies"] if extra != "spark"]  # it needs Java
INSTALLED = f".[{','.join(USER_EXTRAS)}]"
# What users run. The other tests are of tools for developers, whose versions are pinned.
TESTS = ("tests/wrapper", "tests/faults", "tests/cli", "tests/emulator", "tests/generated/test_round_trip.py")


@nox.session(python=PYTHONS)
def pythons(session: nox.Session) -> None:
    """Run the tests with each Python of the classifiers, with the versions of constraints.txt."""
    session.install("--constraint", "constraints.txt", "--editable", INSTALLED, "--group", "dev")
    session.run("pytest", "--numprocesses", "auto", "--dist", "loadfile", *(session.posargs or TESTS))


@nox.session(python=[PYTHONS[0], PYTHONS[-1]])
def lowest(session: nox.Session) -> None:
    """Run the tests with the lowest version that each dependency and extra declares."""
    resolve = ("uv", "pip", "compile", "--quiet", "--resolution", "lowest-direct", "--no-header", "--no-annotate")
    extras = [f"--extra={extra}" for extra in USER_EXTRAS]
    pins = session.run(*resolve, *extras, "pyproject.toml", silent=True)
    declared = "".join(f"{pin}\n" for pin in str(pins).splitlines() if _name(pin) in _declared())
    # Not in session.create_tmp(), which also moves the temporary folders of tests into the project.
    constraints = Path(session.virtualenv.location, "lowest.txt")
    constraints.write_text(declared, encoding="utf-8")
    session.log(f"With {', '.join(declared.split())}")
    session.install("--constraint", str(constraints), "--editable", INSTALLED, "--group", "test")
    session.run("pytest", "--numprocesses", "auto", "--dist", "loadfile", *(session.posargs or TESTS))


def _declared() -> set[str]:
    requirements = [*PROJECT["project"]["dependencies"]]
    for extra in PROJECT["project"]["optional-dependencies"].values():
        requirements += extra
    return {_name(requirement) for requirement in requirements}


def _name(requirement: str) -> str:
    return Requirement(requirement).name
