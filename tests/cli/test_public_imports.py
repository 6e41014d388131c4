"""The command line imports only public names of the package."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import partner_center.cli

ROOT = Path(partner_center.cli.__file__).parent
PUBLIC_MODULES = {
    "partner_center",
    "partner_center.arrow",
    "partner_center.auth",
    "partner_center.clouds",
    "partner_center.errors",
    "partner_center.events",
    "partner_center.markets",
    "partner_center.snapshots",
    "partner_center.retry",
}


def imports(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the absolute name of each module that a file imports from, and the names that it imports from it."""
    package = ["partner_center", "cli", *file.relative_to(ROOT).parts[:-1]]
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package[: len(package) + 1 - node.level] if node.level else []
            yield ".".join([*parents, *filter(None, [node.module])]), [alias.name for alias in node.names]


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_imports_public_names_only(file: Path) -> None:
    for module, names in imports(file):
        if module.split(".")[0] not in {"partner_center", "partner_center_api"}:
            continue
        is_own = module == "partner_center.cli" or module.startswith("partner_center.cli.")
        assert is_own or module in PUBLIC_MODULES, f"{module} is not public"
        assert is_own or not [name for name in names if name.startswith("_") and name != "__version__"]
