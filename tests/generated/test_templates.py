"""The templates derive from those of the pinned generator, and must change if the originals change."""

import hashlib
import re
from importlib import resources
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "openapi" / "templates"
DERIVED = sorted(TEMPLATES.rglob("*.jinja"))
OPENING = re.compile(
    r"\{#\nDerived from (?P<original>\S+) of openapi-python-client (?P<version>\S+)\.\n"
    r"sha256 of the original: (?P<sha256>[0-9a-f]{64})\n\n"
    r"Changed, each place marked with its number:\n(?P<changes>.*?)#\}\n",
    re.DOTALL,
)


def _opening(template: Path) -> re.Match[str]:
    opening = OPENING.match(template.read_text(encoding="utf-8"))
    assert opening is not None, f"{template.name} must begin with the name of its original and the list of its changes"
    return opening


def test_only_three_templates_differ() -> None:
    assert [template.name for template in DERIVED] == ["endpoint_module.py.jinja", "model.py.jinja", "types.py.jinja"]


@pytest.mark.parametrize("template", DERIVED, ids=lambda template: template.name)
def test_the_original_is_the_one_that_the_template_derives_from(template: Path) -> None:
    opening = _opening(template)
    original = resources.files("openapi_python_client") / "templates" / opening["original"]

    assert template.relative_to(TEMPLATES).as_posix() == opening["original"]
    assert hashlib.sha256(original.read_bytes()).hexdigest() == opening["sha256"], (
        f"The installed {opening['original']} is not that of version {opening['version']}, the base of the template. "
        "Compare the two, apply the changes to the template, and set its version and hash."
    )


@pytest.mark.parametrize("template", DERIVED, ids=lambda template: template.name)
def test_each_change_is_explained_and_marked(template: Path) -> None:
    opening = _opening(template)
    explained = re.findall(r"^ (\d)\. ", opening["changes"], re.MULTILINE)
    body = template.read_text(encoding="utf-8")[opening.end() :]

    assert explained == [str(number + 1) for number in range(len(explained))]
    assert set(re.findall(r"\{# change (\d)", body)) == set(explained)


@pytest.mark.parametrize("template", DERIVED, ids=lambda template: template.name)
def test_the_version_is_the_pinned_one(template: Path) -> None:
    pyproject = (TEMPLATES.parents[1] / "pyproject.toml").read_text(encoding="utf-8")

    assert f'"openapi-python-client=={_opening(template)["version"]}"' in pyproject
