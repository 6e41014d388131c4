"""The content of generation.lock.json: the inputs and tools that the committed client was generated with."""

import hashlib
import json
from pathlib import Path

from spec_tools.generator import installed_versions
from spec_tools.openapi_walk import operations
from spec_tools.yaml_file import YamlFile


def lock_text(*, spec: Path, config: Path, templates: Path) -> str:
    """Describe a generation from these inputs with the installed tools.

    Nothing in it depends on the time, the machine or the place, so the same inputs give the same text.

    Args:
        spec: The OpenAPI document.
        config: The generator's settings.
        templates: The folder of the project's own templates.

    Returns:
        JSON text.
    """
    contract = YamlFile.read(spec)
    lock = {
        "spec": {
            "file": spec.name,
            "sha256": _sha256(spec),
            "version": contract.root["info"]["version"],
            "operations": len(list(operations(contract))),
            "schemas": len(contract.root["components"]["schemas"]),
        },
        "config": {"file": config.name, "sha256": _sha256(config)},
        "templates": {
            template.relative_to(templates).as_posix(): _sha256(template)
            for template in sorted(templates.rglob("*.jinja"))
        },
        "tools": installed_versions(),
    }
    return json.dumps(lock, indent=2) + "\n"


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
