"""The clients of other generators, generated from the same contract in build/, with their own environment."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "benchmark"
PACKAGES = FOLDER / "peers"
_BIN = FOLDER / "venv" / "bin"
_CONTRACT = ROOT / "openapi" / "partner-center-offers.yaml"
_SPEC = FOLDER / "spec.json"

_NEEDS = (
    "openapi-python-client==0.29.1",
    "openapi-generator-cli==7.26.0",
    "datamodel-code-generator==0.89.0",
)
# The requirements of the clients of OpenAPI Generator.
_NEEDS_OF_CLIENTS = ("pydantic>=2.11", "python-dateutil", "typing-extensions", "urllib3>=2.1,<3")


@attrs.frozen
class Peers:
    """The clients to compare with.

    Attributes:
        python: The interpreter in which this project and the peers can be imported.
        left_out: For each missing peer, the reason.
    """

    python: Path
    left_out: dict[str, str]


def no_peers(reason: str) -> Peers:
    """Return no peers, if only this project is measured."""
    return Peers(Path(sys.executable), dict.fromkeys(_GENERATE, reason))


def prepare() -> Peers:
    """Generate the clients that are missing, and return those that are available."""
    key = hashlib.sha256(_CONTRACT.read_bytes() + repr(_NEEDS).encode() + Path(__file__).read_bytes()).hexdigest()
    stamp = FOLDER / "made-from"
    if not stamp.exists() or stamp.read_text() != key:
        shutil.rmtree(FOLDER, ignore_errors=True)
        PACKAGES.mkdir(parents=True)
        try:
            _run(sys.executable, "-m", "venv", FOLDER / "venv")
            _pip("--constraint", ROOT / "constraints.txt", "--editable", f"{ROOT}[cli,arrow]")
            _pip(*_NEEDS, *_NEEDS_OF_CLIENTS)
        except subprocess.CalledProcessError as error:
            return no_peers(f"its packages could not be installed ({_last_line(error)})")
        _write_spec()
        stamp.write_text(key)
    left_out = {}
    for name, (made, generate) in _GENERATE.items():
        if (PACKAGES / made).exists():
            continue
        try:
            generate()
        except (subprocess.CalledProcessError, OSError) as error:
            left_out[name] = _last_line(error)
    return Peers(_BIN / "python", left_out)


def _write_spec() -> None:
    """Write the contract without the property that makes the first peer fail on a page.

    Its models call the dict of unknown members additional_properties, and so the attribute of a property that is
    literally called additionalProperties: from_dict() raises. No page of this benchmark has that property.
    """
    spec = YAML(typ="safe").load(_CONTRACT)
    del spec["components"]["schemas"]["Offer"]["properties"]["additionalProperties"]
    _SPEC.write_text(json.dumps(spec, default=str), encoding="utf-8")


def _stock() -> None:
    settings = FOLDER / "stock.yaml"
    settings.write_text("package_name_override: stock_client\npost_hooks: []\n")
    _run(
        _BIN / "openapi-python-client",
        "generate",
        *("--path", _SPEC, "--meta", "none", "--config", settings, "--output-path", PACKAGES / "stock_client"),
    )


def _openapi_generator() -> None:
    if shutil.which("java") is None:
        raise FileNotFoundError("java is not installed")
    folder = FOLDER / "openapi-generator"
    _run(
        _BIN / "openapi-generator-cli",
        "generate",
        *("-g", "python", "-i", _SPEC, "-o", folder, "--package-name", "openapi_generator_client"),
    )
    (folder / "openapi_generator_client").rename(PACKAGES / "openapi_generator_client")


def _datamodel(kind: str, module: str, *options: str) -> None:
    _run(
        _BIN / "datamodel-codegen",
        *("--input", _SPEC, "--input-file-type", "openapi", "--output-model-type", kind, "--snake-case-field"),
        *("--target-python-version", "3.11", "--output", PACKAGES / module, *options),
    )


def _pydantic() -> None:
    _datamodel("pydantic_v2.BaseModel", "pydantic_models.py")


def _msgspec() -> None:
    # msgspec cannot decode a union of an enum and a string. It can decode literals.
    _datamodel("msgspec.Struct", "msgspec_models.py", "--enum-field-as-literal", "all")


_GENERATE: dict[str, tuple[str, Callable[[], None]]] = {
    "openapi-python-client, its own templates": ("stock_client", _stock),
    "OpenAPI Generator, python": ("openapi_generator_client", _openapi_generator),
    "datamodel-code-generator, pydantic": ("pydantic_models.py", _pydantic),
    "datamodel-code-generator, msgspec": ("msgspec_models.py", _msgspec),
}


def _pip(*arguments: str | Path) -> None:
    _run(_BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def _run(*command: str | Path) -> None:
    environment = {**os.environ, "PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, env=environment)  # noqa: S603 - the generators named here


def _last_line(error: subprocess.CalledProcessError | OSError) -> str:
    output = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1].strip() if lines else str(error)
