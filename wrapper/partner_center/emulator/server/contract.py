"""The file of the contract, and the parts that the emulator reads from it."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import yaml

Json = dict[str, Any]

FILE_NAME = "partner-center-offers.yaml"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# The C loader is nine times as fast. Every wheel of PyYAML has it, but not every build.
LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def contract_path() -> Path:
    """Return the path of the contract: in the package `emulator` of the wheel, in `openapi/` of a checkout.

    Raises:
        FileNotFoundError: The contract is in neither place.
    """
    emulator = Path(__file__).resolve().parents[1]
    candidates = [emulator / FILE_NAME, emulator.parents[2] / "openapi" / FILE_NAME]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"{FILE_NAME} is in none of: {', '.join(map(str, candidates))}. Reinstall the package.")


@attrs.frozen
class Contract:
    """The OpenAPI document that the emulator serves."""

    document: Json = attrs.field(repr=False)

    @classmethod
    def load(cls) -> "Contract":
        """Return the contract from its file. Raises FileNotFoundError if there is no file."""
        return cls(yaml.load(contract_path().read_text(encoding="utf-8"), LOADER))  # noqa: S506 - a safe loader

    @property
    def base_path(self) -> str:
        """The path of the first server, with the version, such as `/v1`."""
        server = self.document["servers"][0]
        defaults = {name: variable["default"] for name, variable in server.get("variables", {}).items()}
        url: str = server["url"].format(**defaults)
        return urlsplit(url).path.rstrip("/")

    def operations(self) -> Iterator[tuple[str, str, Json]]:
        """Yield each operation with its method and its path, such as `GET` and `/offers`."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield method.upper(), path, item[method]

    def add_missing_properties(self, schema_name: str, value: Json) -> None:
        """Add each property that a schema has and a value lacks, with the example of the contract.

        Objects inside the value are completed, too. A property without an example is left out.
        """
        for name, schema in self.document["components"]["schemas"][schema_name]["properties"].items():
            if name not in value and "example" in schema:
                value[name] = deepcopy(schema["example"])
            elif isinstance(value.get(name), dict) and (inner := _referenced_schema(schema)):
                self.add_missing_properties(inner, value[name])


def _referenced_schema(schema: Json) -> str | None:
    """Return the name of the schema that a schema refers to, alone or as the one member of `allOf`."""
    (reference,) = schema.get("allOf", [schema])
    name: str | None = reference.get("$ref", "").rpartition("/")[2] or None
    return name
